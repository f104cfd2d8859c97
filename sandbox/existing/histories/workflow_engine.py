"""The workflow engine: young, discussed in the open, not yet at 1.0."""

from sandbox.existing.histories.past import LOOSE_REQUIREMENTS, WITHOUT_PROBES, Past, commit, readme
from sandbox.github.seed import SeedIssue, SeedRepository

NADIA = "Nadia Farouk <nadia@reg-kris.example>"
OLE = "Ole Jensen <ole@reg-kris.example>"
MAIN = "engine/main.py"


def repository() -> SeedRepository:
    """pyairtable-workflow-engine-py with six commits, two branches, an issue and a pull request."""
    past = Past("pyairtable-workflow-engine-py")
    commits = [
        commit(
            "Order steps and run them", NADIA, "2024-11-11T11:11:11Z",
            past.now("engine/__", "engine/workflow.py", ".gitignore"), LOOSE_REQUIREMENTS,
            past.then(MAIN, {'version="0.9.3"': 'version="0.1.0"', "1_000": "100"} | WITHOUT_PROBES),
            readme("# Workflow engine\n\nSteps, in order.\n"),
        ),
        commit("Test order and cycles", NADIA, "2024-11-14T09:20:00Z", past.now("engine/tests/")),
        commit(
            "Say where this goes", OLE, "2024-12-05T13:37:00Z",
            past.then("ROADMAP.md", {"3. Schedules\n": "3. Schedules\n4. Metrics\n"}),
        ),
        commit(
            "Metrics", OLE, "2025-02-17T10:30:15Z", past.now("engine/probes.py", "ROADMAP.md"),
            past.then(MAIN, {'version="0.9.3"': 'version="0.5.0"', "1_000": "100"}),
        ),
        commit("Build an image", OLE, "2025-03-24T07:50:00Z", past.now("Dockerfile", ".dockerignore", "requirements")),
        commit("Keep the last 1000 runs", NADIA, "2025-05-05T18:06:28Z", past.now(MAIN, "README.md")),
    ]  # fmt: skip
    largest = past.then(
        "engine/workflow.py",
        {
            '    "count": len,\n': '    "count": len,\n    "largest": lambda values: max(values.values()),\n',
            '"count", "collect"]': '"count", "largest", "collect"]',
        },
    )
    persisted = past.then(
        "ROADMAP.md",
        {"1. Runs that survive a restart": "1. Runs that survive a restart (PostgreSQL, in work)"},
    )
    return SeedRepository(
        name="pyairtable-workflow-engine-py",
        description="Steps that wait for each other",
        commits=commits,
        branches={
            "largest": [commit("Add the action largest", OLE, "2025-05-30T12:00:00Z", largest)],
            "store-runs": [commit("Begin to store runs", NADIA, "2025-06-10T16:45:00Z", persisted)],
        },
        settings={"has_discussions": True, "delete_branch_on_merge": True, "allow_rebase_merge": False},
        topics=("workflow", "automation"),
        issues=(
            SeedIssue(
                "A failing step hides the results of the others", "Keep them and say which step failed.",
                "nadia", "2025-05-12T10:10:00Z", labels=("bug", "help wanted"),
            ),
            SeedIssue(
                "Add the action largest", "For the stock workflow.",
                "ole", "2025-05-30T12:03:00Z", head="largest",
            ),
        ),
        tags={"v0.9.3": 5},
    )  # fmt: skip
