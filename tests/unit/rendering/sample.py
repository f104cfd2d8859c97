"""Answers for tests; each test states what it changes."""

from typing import Any, get_args

from rendering import RepositoryAnswers, Source
from rendering.answers import TemplateKind

KINDS: tuple[TemplateKind, ...] = get_args(TemplateKind)


def answers(**overrides: Any) -> RepositoryAnswers:
    """A Go service's answers with some of them changed."""
    values: dict[str, Any] = {
        "kind": "go-service",
        "name": "pyairtable-auth-service-go",
        "short_name": "auth-service",
        "purpose": "JWT authentication",
        "organisation": "Reg-Kris",
        "owner_team": "platform",
        "port": 8080,
    }
    return RepositoryAnswers(**{**values, **overrides})


def source(**overrides: Any) -> Source:
    """All that such a service's content is made of."""
    return Source(answers(**overrides))
