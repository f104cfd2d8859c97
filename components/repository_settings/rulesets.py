"""The rulesets of the default branch and of releases."""

from collections.abc import Sequence

import pulumi
import pulumi_github as github
from github.Repository import Repository

from catalog.repository_settings import BranchRules, RepositorySettings, TagRules
from components.repository_settings.target import Target

TYPE = "github:index/repositoryRuleset:RepositoryRuleset"
BRANCH, TAGS = "default branch", "releases"
"""What the rulesets are called on GitHub."""
# GitHub's fixed id of the actor "organisation administrators" in rulesets.
_ORGANIZATION_ADMIN = 1


def wanted(prefix: str, settings: RepositorySettings) -> dict[str, str]:
    """Names on GitHub by logical name."""
    names = {f"{prefix}-rules": BRANCH} if settings.branch_rules else {}
    return names | ({f"{prefix}-release-rules": TAGS} if settings.tag_rules else {})


def register(target: Target, settings: RepositorySettings, *, after: Sequence[pulumi.Resource]) -> None:
    """Registers the rulesets.

    Args:
        target: whose they are.
        settings: of the catalog.
        after: what is committed to the default branch directly, before it is protected.
    """
    if settings.branch_rules:
        _branch(target, f"{target.prefix}-rules", settings.branch_rules, after)
    if settings.tag_rules:
        _tags(target, f"{target.prefix}-release-rules", settings.tag_rules)


def _branch(target: Target, name: str, rules: BranchRules, after: Sequence[pulumi.Resource]) -> None:
    administrators = github.RepositoryRulesetBypassActorArgs(
        actor_id=_ORGANIZATION_ADMIN, actor_type="OrganizationAdmin", bypass_mode="pull_request"
    )
    github.RepositoryRuleset(
        name,
        name=BRANCH,
        repository=target.repository,
        target="branch",
        enforcement="active",
        conditions={"ref_name": {"includes": ["~DEFAULT_BRANCH"], "excludes": []}},
        bypass_actors=[administrators] if rules.administrators_bypass else [],
        rules=github.RepositoryRulesetRulesArgs(
            deletion=True,
            non_fast_forward=True,
            required_linear_history=rules.linear_history,
            required_signatures=rules.signed_commits,
            pull_request=github.RepositoryRulesetRulesPullRequestArgs(
                required_approving_review_count=rules.approvals,
                dismiss_stale_reviews_on_push=rules.dismiss_stale_approvals,
                require_code_owner_review=rules.code_owner_approval,
                required_review_thread_resolution=rules.resolved_conversations,
            ),
            required_status_checks=_checks(rules),
        ),
        opts=target.options(name, after=after),
    )


def _checks(rules: BranchRules) -> github.RepositoryRulesetRulesRequiredStatusChecksArgs | None:
    if not rules.required_checks:  # GitHub refuses the rule without a check
        return None
    return github.RepositoryRulesetRulesRequiredStatusChecksArgs(
        required_checks=[
            github.RepositoryRulesetRulesRequiredStatusChecksRequiredCheckArgs(context=check)
            for check in rules.required_checks
        ],
        strict_required_status_checks_policy=rules.up_to_date,
    )


def _tags(target: Target, name: str, rules: TagRules) -> None:
    github.RepositoryRuleset(
        name,
        name=TAGS,
        repository=target.repository,
        target="tag",
        enforcement="active",
        conditions={"ref_name": {"includes": [f"refs/tags/{p}" for p in rules.patterns or ()], "excludes": []}},
        rules={"deletion": True, "update": True, "non_fast_forward": True},
        opts=target.options(name),
    )


def kept(repository: Repository, prefix: str, settings: RepositorySettings) -> dict[str, str]:
    """What to import after the repository's name, by logical name, of the rulesets that GitHub has."""
    # A repository has at most 75 rulesets, so one page holds them.
    _, found = repository.requester.requestJsonAndCheck("GET", f"{repository.url}/rulesets?per_page=100")
    ids = {entry["name"]: entry["id"] for entry in found or ()}
    return {logical: f":{ids[name]}" for logical, name in wanted(prefix, settings).items() if name in ids}
