"""The running platform, checked from outside: what the stack's output promises, asked of the cluster and of GitHub."""
