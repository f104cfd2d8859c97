"""`python -m bench.content`: the content of all new repositories in one commit each, beside one commit per file."""
