"""Images without a public registry: base images made from Debian packages, the builder, and where both keep theirs."""
