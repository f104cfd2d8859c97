"""Names of the images that are preloaded into containerd; `localhost` so that no registry is ever asked for them."""

PAUSE = "localhost/pyairtable/pause:1"
COREDNS = "localhost/pyairtable/coredns:1.14.7"
