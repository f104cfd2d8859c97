"""A repository on GitHub: its settings, its merge rules, and its content.

An adopted repository is taken as it is: only its name is ours, and what it is offered comes as a pull request. What is
deliberately not done: nothing here deletes, archives or force-pushes. Every resource is retained, so destroying a stack
forgets repositories and keeps them.
"""

from dataclasses import dataclass

import pulumi
import pulumi_github as github

from catalog.model import Repository
from components.organization import MARK, RULESET, Adoption
from components.repository_content import RepositoryContent
from rendering.answers import LIBRARY_VERSION

BRANCH = "main"
# The job of every generated pipeline that has to pass before a merge.
REQUIRED_CHECK = "ci"
# GitHub's fixed id of the actor "organisation administrators" in rulesets.
ORGANIZATION_ADMIN = 1

_ADOPTED_SETTINGS = [
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
]


@dataclass(frozen=True)
class GitHubHome:
    """Where an organisation's repositories live.

    Attributes:
        url: GitHub's address, with a trailing slash.
        api_url: address of its REST API.
        organization: the owner.
        manage: False when another stack owns the repositories and this one only links to them.
        protect: refuse changes that would delete a repository.
    """

    url: str
    api_url: str
    organization: str
    manage: bool
    protect: bool


class ServiceRepository(pulumi.ComponentResource):
    """One repository of the platform.

    Attributes:
        url: address for a browser.
        name: its name on GitHub.
        content: what the platform has for it; None where another stack owns the repository.
    """

    url: pulumi.Output[str]
    name: pulumi.Output[str]
    content: RepositoryContent | None = None

    def __init__(
        self,
        name: str,
        *,
        repository: Repository,
        home: GitHubHome,
        adoption: Adoption,
        source: str,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Registers the repository.

        Args:
            name: logical name; independent of the GitHub name, so that a rename replaces nothing.
            repository: the catalog's entry.
            home: where it lives.
            adoption: whether it is created or imported.
            source: folder with its rendered content, relative to the project.
            opts: Pulumi's resource options.
        """
        retained = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(retain_on_delete=True))
        super().__init__("pyairtable:github:ServiceRepository", name, None, retained)
        self.name = pulumi.Output.from_input(repository.name)
        self.url = pulumi.Output.from_input(f"{home.url}{home.organization}/{repository.name}")
        if home.manage:
            self._manage(name, repository, home, adoption, source)
        self.register_outputs({"name": self.name, "url": self.url})

    def _manage(self, name: str, repository: Repository, home: GitHubHome, adoption: Adoption, source: str) -> None:
        options = pulumi.ResourceOptions(
            parent=self, retain_on_delete=True, protect=home.protect, import_=adoption.import_name
        )
        if repository.origin == "existing":
            kept = pulumi.ResourceOptions(ignore_changes=_ADOPTED_SETTINGS)
            resource = github.Repository(
                f"{name}-settings", name=repository.name, opts=pulumi.ResourceOptions.merge(options, kept)
            )
            self.name, self.url = resource.name, resource.html_url
            self.content = self._content(name, repository, home, adoption.default_branch, source)
            return
        # `auto_init` is how the repository was made; GitHub never gives it back.
        made = pulumi.ResourceOptions(ignore_changes=["autoInit"])
        resource = github.Repository(
            f"{name}-settings",
            name=repository.name,
            description=repository.purpose,
            topics=sorted([MARK, repository.kind, repository.language]),
            visibility="private",
            auto_init=True,
            has_issues=True,
            has_projects=False,
            has_wiki=False,
            allow_merge_commit=False,
            allow_rebase_merge=False,
            allow_squash_merge=True,
            allow_auto_merge=True,
            allow_update_branch=True,
            delete_branch_on_merge=True,
            squash_merge_commit_title="PR_TITLE",
            squash_merge_commit_message="PR_BODY",
            opts=pulumi.ResourceOptions.merge(options, made),
        )
        self.name, self.url = resource.name, resource.html_url
        child = pulumi.ResourceOptions(parent=self, retain_on_delete=True)
        self.content = self._content(name, repository, home, BRANCH, source)
        github.BranchDefault(f"{name}-branch", repository=resource.name, branch=BRANCH, opts=child)
        github.RepositoryVulnerabilityAlerts(f"{name}-alerts", repository=resource.name, enabled=True, opts=child)
        _ruleset(
            f"{name}-rules",
            resource,
            # The first commit goes to the branch directly; from then on it is protected.
            pulumi.ResourceOptions.merge(
                child,
                pulumi.ResourceOptions(
                    depends_on=[self.content],
                    import_=f"{adoption.import_name}:{adoption.ruleset_id}" if adoption.ruleset_id else None,
                ),
            ),
        )

    def _content(
        self, name: str, repository: Repository, home: GitHubHome, branch: str, source: str
    ) -> RepositoryContent:
        return RepositoryContent(
            f"{name}-content",
            api_url=home.api_url,
            owner=home.organization,
            repository=self.name,
            branch=branch,
            source=source,
            guest=repository.origin == "existing",
            release=f"v{LIBRARY_VERSION}" if repository.kind == "library" else "",
            opts=pulumi.ResourceOptions(parent=self, retain_on_delete=True),
        )


def rules_name(short_name: str) -> str:
    """Logical name of the ruleset of a repository of the platform."""
    return f"{short_name}-repository-rules"


def _ruleset(name: str, repository: github.Repository, opts: pulumi.ResourceOptions) -> None:
    github.RepositoryRuleset(
        name,
        name=RULESET,
        repository=repository.name,
        target="branch",
        enforcement="active",
        conditions={"ref_name": {"includes": ["~DEFAULT_BRANCH"], "excludes": []}},
        bypass_actors=[
            {"actor_id": ORGANIZATION_ADMIN, "actor_type": "OrganizationAdmin", "bypass_mode": "pull_request"}
        ],
        rules={
            "deletion": True,
            "non_fast_forward": True,
            "required_linear_history": True,
            "pull_request": {
                "required_approving_review_count": 1,
                "dismiss_stale_reviews_on_push": True,
                "required_review_thread_resolution": True,
            },
            "required_status_checks": {
                "required_checks": [{"context": REQUIRED_CHECK}],
                "strict_required_status_checks_policy": True,
            },
        },
        opts=opts,
    )
