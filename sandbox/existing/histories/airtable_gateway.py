"""The gateway: the oldest of the six, with rebase merges and a release branch that is still kept."""

from sandbox.existing.histories.past import (
    LOOSE_REQUIREMENTS,
    WITHOUT_PROBES,
    Past,
    commit,
    first_dockerfile,
    readme,
)
from sandbox.github.seed import SeedIssue, SeedRepository

RUTH = "Ruth Adeyemi <ruth@reg-kris.example>"
PAVEL = "Pavel Novak <pavel@reg-kris.example>"
MIRA = "Mira Okafor <mira@reg-kris.example>"
MAIN = "gateway/main.py"
FIRST = {'version="2.1.4"': 'version="1.0.0"', "le=100": "le=50", "= 100,": "= 50,"}
SECOND = {'version="2.1.4"': 'version="2.0.0"', "str(ceil(wait))": "str(wait)", "from math import ceil\n": ""}


def repository() -> SeedRepository:
    """airtable-gateway-py with eight commits, two branches, an issue and a pull request."""
    past = Past("airtable-gateway-py")
    commits = [
        commit(
            "Read records page by page", RUTH, "2023-08-21T12:30:00Z",
            past.then(MAIN, FIRST | WITHOUT_PROBES), past.now("gateway/__", "gateway/limit.py"),
            LOOSE_REQUIREMENTS, readme("# airtable-gateway-py\n"),
        ),
        commit("Ignore what does not belong here", RUTH, "2023-08-21T12:41:10Z", past.now(".gitignore")),
        commit("Add a Dockerfile", PAVEL, "2023-09-04T06:55:48Z", first_dockerfile("gateway")),
        commit("Test pages and limits", RUTH, "2023-10-10T10:10:10Z", past.now("gateway/tests/")),
        commit(
            "Expose metrics", PAVEL, "2024-01-16T16:20:37Z",
            past.then(MAIN, FIRST), past.now("gateway/probes.py"),
        ),
        commit("Pages of 100 records, as Airtable has", RUTH, "2024-06-03T09:00:00Z", past.then(MAIN, SECOND)),
        commit(
            "Pin requirements, shrink the image, test every push", MIRA, "2024-09-12T14:44:00Z",
            past.now("Dockerfile", ".dockerignore", "requirements", ".github/"),
        ),
        commit(
            "Retry-After in whole seconds\n\nA fraction is not valid there (RFC 9110, 10.2.3).", PAVEL,
            "2025-03-03T11:05:22Z", past.now(MAIN, "README.md"),
        ),
    ]  # fmt: skip
    careful = past.then("gateway/limit.py", {"REQUESTS, SECONDS = 5, 1.0": "REQUESTS, SECONDS = 4, 1.0"})
    old = past.then(MAIN, {'version="2.1.4"': 'version="1.9.9"'})
    return SeedRepository(
        name="airtable-gateway-py",
        description="The only one that talks to Airtable",
        commits=commits,
        branches={
            "release/1.x": [commit("Last release of 1.x", RUTH, "2025-03-10T08:00:00Z", old)],
            "stay-below-the-limit": [commit("Leave one request for people", PAVEL, "2025-05-19T13:31:00Z", careful)],
        },
        settings={"allow_merge_commit": False, "has_projects": False, "allow_update_branch": True},
        topics=("airtable", "gateway"),
        issues=(
            SeedIssue(
                "Limits are kept per process", "With two replicas a base gets ten requests a second.",
                "ruth", "2024-11-05T15:00:00Z", labels=("bug",),
            ),
            SeedIssue(
                "Leave one request for people", "Who works in Airtable itself gets blocked otherwise.",
                "pavel", "2025-05-19T13:35:00Z", head="stay-below-the-limit",
            ),
        ),
        tags={"v2.0.0": 5, "v2.1.4": 7},
    )  # fmt: skip
