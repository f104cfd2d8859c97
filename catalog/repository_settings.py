"""A repository's settings on GitHub, as one layer of them is written in a catalog.

Every key may be left out: what a layer does not say comes from the layer below (`catalog.settings_layers`). What a
layer says is in a model's `model_fields_set`; an explicit `null` takes away what a lower layer says.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from catalog.github_names import (
    ActionsName,
    BranchName,
    CheckName,
    Color,
    ConfigurationKey,
    DeploymentEnvironment,
    Event,
    HttpsAddress,
    LabelName,
    RefPattern,
    TeamSlug,
    Topic,
)
from catalog.names import Line

_MODEL = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)
# Only the names that the keys' pattern allows, also for an editor.
_NAMED = Field(json_schema_extra={"additionalProperties": False})

Visibility = Literal["public", "private", "internal"]
Permission = Literal["pull", "triage", "push", "maintain", "admin"]
SquashTitle = Literal["PR_TITLE", "COMMIT_OR_PR_TITLE"]
SquashMessage = Literal["PR_BODY", "COMMIT_MESSAGES", "BLANK"]
# GitHub's limit is 48 kB: https://docs.github.com/en/actions/reference/workflows-and-actions/variables
VariableValue = Annotated[str, Field(max_length=48_000, examples=["ghcr.io/reg-kris"])]


class Features(BaseModel):
    """Which of GitHub's tabs a repository has."""

    model_config = _MODEL
    issues: bool | None = None
    """Issues."""
    projects: bool | None = None
    """Projects."""
    wiki: bool | None = None
    """The wiki."""
    discussions: bool | None = None
    """Discussions."""


class Merging(BaseModel):
    """How pull requests are merged."""

    model_config = _MODEL
    squash: bool | None = None
    """As one commit."""
    merge_commit: bool | None = None
    """With a merge commit."""
    rebase: bool | None = None
    """As its commits, on top of the branch."""
    auto_merge: bool | None = None
    """A person may ask for the merge before every condition is met."""
    update_branch: bool | None = None
    """A pull request that is behind always offers to be brought up to date."""
    delete_branch: bool | None = None
    """A branch goes when its pull request is merged."""
    squash_title: SquashTitle | None = None
    """First line of a squashed commit."""
    squash_message: SquashMessage | None = None
    """The rest of a squashed commit's message."""


class BranchRules(BaseModel):
    """The ruleset of the default branch: changes come by pull request, history is never rewritten."""

    model_config = _MODEL
    approvals: Annotated[int, Field(ge=0, le=10, examples=[1])] | None = None
    """Reviews that a pull request needs."""
    dismiss_stale_approvals: bool | None = None
    """A push after a review takes the approval back."""
    code_owner_approval: bool | None = None
    """An owner of each changed file has to approve."""
    resolved_conversations: bool | None = None
    """Every comment has to be resolved."""
    required_checks: Annotated[tuple[CheckName, ...], Field(strict=False)] | None = None
    """Checks that have to pass; none when empty."""
    up_to_date: bool | None = None
    """The checks have to have run on top of the branch as it is."""
    linear_history: bool | None = None
    """No merge commits."""
    signed_commits: bool | None = None
    """Every commit has a verified signature."""
    administrators_bypass: bool | None = None
    """An administrator of the organisation may merge a pull request without the rest; nobody may push directly."""


class TagRules(BaseModel):
    """The ruleset of releases: a tag that matches is never moved or deleted, by nobody."""

    model_config = _MODEL
    patterns: Annotated[tuple[RefPattern, ...], Field(strict=False, min_length=1)] | None = None
    """Names of tags, such as v*."""


class Label(BaseModel):
    """A label of issues and pull requests."""

    model_config = _MODEL
    color: Color | None = None
    """Six hexadecimal digits."""
    description: Annotated[Line, Field(max_length=100)] | None = None
    """When to use it."""


class Environment(BaseModel):
    """A deployment environment of GitHub Actions."""

    model_config = _MODEL
    reviewers: Annotated[tuple[TeamSlug, ...], Field(strict=False, max_length=6)] | None = None
    """Teams of which one person has to approve each deployment; nobody when empty."""
    prevent_self_review: bool | None = None
    """Whoever started a deployment cannot approve it."""
    administrators_bypass: bool | None = None
    """A repository's administrators may deploy without approval."""
    wait_minutes: Annotated[int, Field(ge=0, le=43200, examples=[10])] | None = None
    """Minutes that a deployment waits before it starts."""
    branches: Annotated[tuple[RefPattern, ...], Field(strict=False)] | None = None
    """Branches that may deploy; every branch when empty."""


class Security(BaseModel):
    """What GitHub watches."""

    model_config = _MODEL
    vulnerability_alerts: bool | None = None
    """Dependabot reports vulnerable dependencies."""
    security_updates: bool | None = None
    """Dependabot proposes pull requests that mend them; needs the alerts."""
    secret_scanning: bool | None = None
    """GitHub looks for secrets in commits, where it is allowed: in public repositories, or with advanced security."""
    push_protection: bool | None = None
    """GitHub refuses pushes with secrets; needs secret scanning."""
    advanced_security: bool | None = None
    """The organisation pays for Advanced Security of this repository; a public one has it anyway."""


class Webhook(BaseModel):
    """An address that GitHub calls."""

    model_config = _MODEL
    url: HttpsAddress | None = None
    """Where to."""
    events: Annotated[tuple[Event, ...], Field(strict=False, min_length=1)] | None = None
    """What for."""
    secret: ConfigurationKey | None = None
    """Name of the value in the stack's `actionsSecrets` that calls are signed with."""
    active: bool | None = None
    """Whether it is called."""


Topics = Annotated[tuple[Topic, ...], Field(strict=False, max_length=17)]
Labels = Annotated[Mapping[LabelName, Label | None], _NAMED]
Teams = Annotated[Mapping[TeamSlug, Permission | None], _NAMED]
Environments = Annotated[Mapping[DeploymentEnvironment, Environment | None], _NAMED]
Variables = Annotated[Mapping[ActionsName, VariableValue | None], _NAMED]
Secrets = Annotated[Mapping[ActionsName, ConfigurationKey | None], _NAMED]
Webhooks = Annotated[Mapping[ConfigurationKey, Webhook | None], _NAMED]


class RepositorySettings(BaseModel):
    """One layer of a repository's settings; what is left out comes from the layer below, `null` takes it away."""

    model_config = _MODEL
    owner: TeamSlug | None = None
    """The team that CODEOWNERS names as its owner."""
    visibility: Visibility | None = None
    """Who may read it."""
    default_branch: BranchName | None = None
    """The branch that is cloned, protected and deployed."""
    topics: Topics | None = None
    """Words to find it by; the program adds its kind, its language and its own mark."""
    features: Features | None = None
    """Issues, projects, wiki, discussions."""
    merging: Merging | None = None
    """How pull requests are merged."""
    branch_rules: BranchRules | None = None
    """The ruleset of the default branch; none when null."""
    tag_rules: TagRules | None = None
    """The ruleset of releases; none when null."""
    labels: Labels | None = None
    """Labels by name; others, such as GitHub's own, are left alone."""
    teams: Teams | None = None
    """Permission by the slug of a team of the catalog."""
    environments: Environments | None = None
    """Deployment environments by name."""
    variables: Variables | None = None
    """Actions variables by name."""
    secrets: Secrets | None = None
    """Actions secrets by name: each the name of its value in the stack's `actionsSecrets`."""
    security: Security | None = None
    """Alerts, updates, secret scanning."""
    webhooks: Webhooks | None = None
    """Webhooks by a name of ours."""


class SettingsByKind(BaseModel):
    """What the repositories of a kind have that differs from the organisation's."""

    model_config = _MODEL
    service: RepositorySettings | None = None
    """Of services."""
    library: RepositorySettings | None = None
    """Of libraries."""
    infrastructure: RepositorySettings | None = None
    """Of the infrastructure repository."""

    def of(self, kind: str) -> RepositorySettings:
        """The layer of a kind."""
        return getattr(self, kind) or RepositorySettings()


class Team(BaseModel):
    """A team of the organisation: made when it is missing, never deleted; its members are managed on GitHub."""

    model_config = _MODEL
    name: Annotated[Line, Field(max_length=100)]
    """Its name; GitHub makes the slug from it."""
    description: Annotated[Line, Field(max_length=200)]
    """What it is for."""
    privacy: Literal["closed", "secret"] = "closed"
    """Seen by everybody in the organisation, or by its members only."""
