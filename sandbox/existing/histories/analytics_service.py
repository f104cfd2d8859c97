"""Analytics: the data team's, with code owners and signed-off commits."""

from sandbox.existing.histories.past import (
    LOOSE_REQUIREMENTS,
    WITHOUT_PROBES,
    Past,
    commit,
    first_dockerfile,
    readme,
)
from sandbox.github.seed import SeedIssue, SeedRepository

INES = "Ines Carvalho <ines@reg-kris.example>"
DEV = "Dev Raman <dev@reg-kris.example>"
MAIN = "analytics/main.py"
MONTH = {"KEPT_DAYS = 90": "KEPT_DAYS = 30"}


def repository() -> SeedRepository:
    """pyairtable-analytics-service-py with six commits, a branch, an issue and a pull request."""
    past = Past("pyairtable-analytics-service-py")
    old = {'version="0.7.1"': 'version="0.2.0"', "max_length=1_000": "max_length=100"}
    commits = [
        commit(
            "Count events by day and name", INES, "2024-07-01T08:00:00Z",
            past.then(MAIN, old | WITHOUT_PROBES), past.then("analytics/store.py", MONTH),
            past.now("analytics/__", ".gitignore"), LOOSE_REQUIREMENTS,
            readme("# pyairtable-analytics-service-py\n\nHow often is what used?\n"),
        ),
        commit("Name the owners", INES, "2024-07-01T08:12:00Z", past.now(".github/")),
        commit("Image", DEV, "2024-08-13T09:09:09Z", first_dockerfile("analytics")),
        commit(
            "Metrics, probes and tests", DEV, "2024-10-22T17:35:51Z",
            past.then(MAIN, old), past.now("analytics/probes.py", "analytics/tests/"),
        ),
        commit(
            "Reproducible image", DEV, "2025-01-28T10:01:00Z",
            past.now("Dockerfile", ".dockerignore", "requirements"),
        ),
        commit(
            "Keep 90 days, take 1000 events at once", INES, "2025-04-16T13:13:00Z",
            past.now(MAIN, "analytics/store.py", "README.md"),
        ),
    ]  # fmt: skip
    year = past.then("analytics/store.py", {"KEPT_DAYS = 90": "KEPT_DAYS = 366"})
    return SeedRepository(
        name="pyairtable-analytics-service-py",
        description="How often is what used?",
        commits=commits,
        branches={"keep-a-year": [commit("Keep a year", DEV, "2025-05-21T11:00:00Z", year)]},
        settings={
            "web_commit_signoff_required": True,
            "has_wiki": False,
            "has_projects": False,
            "squash_merge_commit_title": "PR_TITLE",
            "squash_merge_commit_message": "PR_BODY",
        },
        topics=("analytics",),
        issues=(
            SeedIssue(
                "Counts start at zero after a deployment", "Reports of the day are wrong then.",
                "ines", "2025-04-30T07:45:00Z", labels=("bug",),
            ),
            SeedIssue(
                "Keep a year", "For the yearly comparison. Measure memory first.",
                "dev", "2025-05-21T11:02:00Z", head="keep-a-year",
            ),
        ),
        tags={"v0.7.1": 5},
    )  # fmt: skip
