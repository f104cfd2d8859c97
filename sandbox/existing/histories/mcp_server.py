"""The protocol server: one author, no wiki, no projects."""

from sandbox.existing.histories.past import LOOSE_REQUIREMENTS, WITHOUT_PROBES, Past, commit, readme
from sandbox.github.seed import SeedIssue, SeedRepository

JONAS = "Jonas Petrov <jonas@reg-kris.example>"
AIKO = "Aiko Tanaka <aiko@reg-kris.example>"
MAIN = "mcp_server/main.py"
OLD_VERSION = {'version="1.3.0"': 'version="0.1.0"', "2025-03-26": "2024-11-05"}


def repository() -> SeedRepository:
    """mcp-server-py with five commits, a branch, an issue and a pull request."""
    past = Past("mcp-server-py")
    commits = [
        commit(
            "Speak the Model Context Protocol", JONAS, "2024-12-02T19:14:00Z",
            past.then(MAIN, OLD_VERSION | WITHOUT_PROBES), past.now("mcp_server/__", "mcp_server/tools.py"),
            LOOSE_REQUIREMENTS, readme("mcp-server-py\n=============\n\nAn experiment.\n"),
        ),
        commit("Keep caches out of git", JONAS, "2024-12-02T19:16:30Z", past.now(".gitignore")),
        commit(
            "Add metrics and health checks", JONAS, "2025-01-20T10:45:12Z",
            past.then(MAIN, OLD_VERSION), past.now("mcp_server/probes.py"),
        ),
        commit("Test what models get to see", AIKO, "2025-02-03T12:00:41Z", past.now("mcp_server/tests/")),
        commit(
            "Follow the protocol of March, ship an image", JONAS, "2025-04-09T08:27:19Z",
            past.now(MAIN, "README.md", "Dockerfile", ".dockerignore", "requirements"),
        ),
    ]  # fmt: skip
    clearer = past.then(
        "mcp_server/tools.py", {'"""All records of one table."""': '"""All records of a table, with ids."""'}
    )
    return SeedRepository(
        name="mcp-server-py",
        description="Model Context Protocol over Airtable data",
        commits=commits,
        branches={"describe-ids": [commit("Tell models about ids", AIKO, "2025-05-06T17:09:00Z", clearer)]},
        settings={"has_wiki": False, "has_projects": False, "allow_auto_merge": True},
        topics=("mcp", "llm", "airtable"),
        issues=(
            SeedIssue(
                "Read tables through the gateway", "The fixture was meant for a week.",
                "jonas", "2025-04-22T08:00:00Z", labels=("enhancement",),
            ),
            SeedIssue(
                "Tell models about ids", "Models guess ids; with the description they ask first.",
                "aiko", "2025-05-06T17:12:00Z", head="describe-ids",
            ),
        ),
        tags={"v1.3.0": len(commits) - 1},
    )  # fmt: skip
