"""The settings that are fields of the repository itself."""

from collections.abc import Mapping
from typing import Any

from catalog.repository_settings import RepositorySettings

# Every argument of the SDK's Repository that an adopted repository keeps, unless its entry says otherwise. Downloads
# are no longer a feature of GitHub, but the import records them, and leaving them out would be a change.
_KEPT = (
    "allowAutoMerge",
    "allowForking",
    "allowMergeCommit",
    "allowRebaseMerge",
    "allowSquashMerge",
    "allowUpdateBranch",
    "archived",
    "autoInit",
    "deleteBranchOnMerge",
    "description",
    "hasDiscussions",
    "hasDownloads",
    "hasIssues",
    "hasProjects",
    "hasWiki",
    "homepageUrl",
    "isTemplate",
    "mergeCommitMessage",
    "mergeCommitTitle",
    "pages",
    "securityAndAnalysis",
    "squashMergeCommitMessage",
    "squashMergeCommitTitle",
    "template",
    "topics",
    "visibility",
    "vulnerabilityAlerts",
    "webCommitSignoffRequired",
)


def of(settings: RepositorySettings) -> dict[str, Any]:
    """The arguments of the SDK's Repository that the settings say anything about, but for topics."""
    features, merging, security = settings.features, settings.merging, settings.security
    arguments: dict[str, Any] = {"visibility": settings.visibility}
    if features:
        arguments |= {
            "has_issues": features.issues,
            "has_projects": features.projects,
            "has_wiki": features.wiki,
            "has_discussions": features.discussions,
        }
    if merging:
        arguments |= {
            "allow_squash_merge": merging.squash,
            "allow_merge_commit": merging.merge_commit,
            "allow_rebase_merge": merging.rebase,
            "allow_auto_merge": merging.auto_merge,
            "allow_update_branch": merging.update_branch,
            "delete_branch_on_merge": merging.delete_branch,
            "squash_merge_commit_title": merging.squash_title,
            "squash_merge_commit_message": merging.squash_message,
        }
    if security:
        arguments["security_and_analysis"] = _analysis(
            advanced_security=security.advanced_security,
            secret_scanning=security.secret_scanning,
            secret_scanning_push_protection=security.push_protection,
        )
    return {name: value for name, value in arguments.items() if value is not None}


def _analysis(**features: bool | None) -> dict[str, Any] | None:
    given = {
        name: {"status": "enabled" if wanted else "disabled"} for name, wanted in features.items() if wanted is not None
    }
    return given or None


def kept(given: Mapping[str, Any]) -> list[str]:
    """The inputs of an adopted repository that are not ours to change: all but those that are given."""
    ours = {name.replace("_", "").lower() for name in given}
    return [name for name in _KEPT if name.lower() not in ours]
