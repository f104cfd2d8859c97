"""A GitHub for the sandbox: the part of the REST API that the platform's tools call, over real git repositories.

Repositories are bare git repositories on disk (dulwich), so commits have real shas and `git clone` works; settings,
rulesets, pull requests and the rest lie in one SQLite database beside them. Both survive a kill of the process.
"""
