"""Content of repositories on GitHub: a new one's first commit, what an adopted one is offered, template updates, drift.

Pure GitHub: it imports no Pulumi. docs/decisions/template-updates.md says why it works as it does.
"""
