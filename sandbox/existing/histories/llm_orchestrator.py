"""The AI team's orchestrator: squash merges only, and token accounts that do not survive a restart."""

from sandbox.existing.histories.past import (
    LOOSE_REQUIREMENTS,
    WITHOUT_PROBES,
    Past,
    commit,
    first_dockerfile,
    readme,
)
from sandbox.github.seed import SeedIssue, SeedRepository

MIRA = "Mira Okafor <mira@reg-kris.example>"
TOMAS = "Tomas Lindqvist <tomas@reg-kris.example>"
MAIN = "orchestrator/main.py"
OLD_VERSION = {'version="1.8.2"': 'version="1.0.0"'}
SMALL_LIMIT = {"max_length=1_000_000": "max_length=8_000"}


def repository() -> SeedRepository:
    """llm-orchestrator-py with seven commits, two branches, an issue and a pull request."""
    past = Past("llm-orchestrator-py")
    start = past.then(MAIN, OLD_VERSION | SMALL_LIMIT | WITHOUT_PROBES)
    probed = past.then(MAIN, OLD_VERSION | SMALL_LIMIT)
    commits = [
        commit(
            "Route a prompt to the cheapest model that holds it", MIRA, "2024-02-05T09:12:44Z",
            past.now("orchestrator/__", "orchestrator/models.py", ".gitignore"), start, LOOSE_REQUIREMENTS,
            readme("# LLM orchestrator\n\nPrompt in, model name out.\n"),
        ),
        commit("Test the routing", MIRA, "2024-02-07T15:40:02Z", past.now("orchestrator/tests/")),
        commit("Run in a container (#4)", TOMAS, "2024-03-18T08:05:31Z", first_dockerfile("orchestrator")),
        commit(
            "Answer Kubernetes and Prometheus (#9)", TOMAS, "2024-04-02T11:21:09Z",
            probed, past.now("orchestrator/probes.py"),
        ),
        commit(
            "Build a small image that does not run as root (#15)\n\nRequirements are pinned with hashes.", TOMAS,
            "2024-09-11T13:58:20Z", past.now("Dockerfile", ".dockerignore", "requirements"),
        ),
        commit("Push the image when a tag is pushed (#17)", MIRA, "2024-10-01T07:33:12Z", past.now(".github/")),
        commit("Accept long prompts, release 1.8.2 (#23)", MIRA, "2025-05-27T16:02:55Z", past.now(MAIN, "README.md")),
    ]  # fmt: skip
    cheaper = past.then("orchestrator/models.py", {"cents_per_million_tokens=90": "cents_per_million_tokens=60"})
    longer = past.then("orchestrator/models.py", {"context_tokens=128_000": "context_tokens=200_000"})
    return SeedRepository(
        name="llm-orchestrator-py",
        description="Chooses the model, counts the tokens",
        commits=commits,
        branches={
            "medium-price": [commit("Use the provider's new price", TOMAS, "2025-06-12T10:00:00Z", cheaper)],
            "longer-context": [commit("Try the longer context", MIRA, "2025-06-20T14:25:00Z", longer)],
        },
        settings={
            "allow_merge_commit": False,
            "allow_rebase_merge": False,
            "delete_branch_on_merge": True,
            "has_wiki": False,
        },
        topics=("llm", "ai", "fastapi"),
        issues=(
            SeedIssue(
                "Token accounts are lost at every restart", "Billing needs them for the whole month. Redis?",
                "mira", "2025-04-14T09:30:00Z", labels=("bug",),
            ),
            SeedIssue(
                "Use the provider's new price", "It fell on the first of the month.",
                "tomas", "2025-06-12T10:05:00Z", head="medium-price",
            ),
        ),
        tags={"v1.8.2": len(commits) - 1},
    )  # fmt: skip
