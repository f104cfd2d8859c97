"""Platform services, which the platform renames to schema-service-py: once a collection, now table schemas."""

from sandbox.existing.histories.past import (
    LOOSE_REQUIREMENTS,
    WITHOUT_PROBES,
    Past,
    commit,
    first_dockerfile,
    readme,
)
from sandbox.github.seed import SeedIssue, SeedRepository

ELENA = "Elena Marchetti <elena@reg-kris.example>"
SAM = "Sam Whitfield <sam@reg-kris.example>"
MAIN = "platform_services/main.py"
OLD_VERSION = {'version="1.12.0"': 'version="1.4.0"'}
FIRST_PROBLEM_ONLY = {"list(problems(_schema(table), record))": "list(problems(_schema(table), record))[:1]"}
AUTHENTICATION = b'''\
"""Who may do what. Moves to a service of its own."""

TOKENS: dict[str, str] = {}


def user_of(token: str) -> str | None:
    return TOKENS.get(token)
'''


def repository() -> SeedRepository:
    """pyairtable-platform-services with seven commits, a branch, an issue and a pull request."""
    past = Past("pyairtable-platform-services")
    before = OLD_VERSION | FIRST_PROBLEM_ONLY
    commits = [
        commit(
            "Start with schemas and users", ELENA, "2024-01-08T10:00:00Z",
            past.then(MAIN, before | WITHOUT_PROBES), past.now("platform_services/__", "platform_services/schema.py"),
            {"platform_services/authentication.py": AUTHENTICATION}, LOOSE_REQUIREMENTS,
            readme("# PyAirtable Platform Services\n\nSchemas, users, and whatever else has no other place.\n"),
        ),
        commit(
            "Containerize", SAM, "2024-01-19T14:03:00Z",
            first_dockerfile("platform_services"), past.now(".gitignore"),
        ),
        commit("Test validation", ELENA, "2024-02-27T09:48:33Z", past.now("platform_services/tests/")),
        commit(
            "Probes and metrics", SAM, "2024-05-15T08:15:00Z",
            past.then(MAIN, before), past.now("platform_services/probes.py"),
        ),
        commit(
            "Move authentication out", ELENA, "2025-03-31T15:59:59Z",
            {"platform_services/authentication.py": None}, past.now("README.md"),
            past.then("CHANGELOG.md", {"## 1.12.0\n- Validation reports every problem of a record.\n\n": ""}),
        ),
        commit(
            "Pin what we install, leave root", SAM, "2025-04-08T12:12:12Z",
            past.now("Dockerfile", ".dockerignore", "requirements"),
        ),
        commit("Report every problem of a record", ELENA, "2025-06-02T10:22:41Z", past.now(MAIN, "CHANGELOG.md")),
    ]  # fmt: skip
    strict = past.then("platform_services/schema.py", {"max_length=100": "max_length=255"})
    return SeedRepository(
        name="pyairtable-platform-services",
        description="Shared services of PyAirtable (schemas)",
        commits=commits,
        branches={"long-names": [commit("Allow names as long as Airtable's", SAM, "2025-06-18T09:00:00Z", strict)]},
        settings={"has_wiki": False, "allow_squash_merge": False, "homepage": "https://reg-kris.example/schemas"},
        topics=("schemas", "platform"),
        issues=(
            SeedIssue(
                "This repository needs another name", "It is about schemas and nothing else now.",
                "elena", "2025-04-01T08:30:00Z", labels=("question",),
            ),
            SeedIssue(
                "Allow names as long as Airtable's", "Airtable allows 255 characters.",
                "sam", "2025-06-18T09:04:00Z", head="long-names",
            ),
        ),
        tags={"v1.12.0": 6},
    )  # fmt: skip
