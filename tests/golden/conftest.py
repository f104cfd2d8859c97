"""Golden files are compared, not run: the rendered repositories among them hold tests of their own."""

collect_ignore_glob = ["*"]
