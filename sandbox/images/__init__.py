"""Images without a public registry: base images made from Debian packages, and where BuildKit and the registry keep theirs."""
