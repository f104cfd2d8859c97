"""A repository's own settings and how the API shows them."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sandbox.github.database import Json
from sandbox.github.timestamps import now

# What a repository has when nobody says otherwise; also the complete list of what PATCH can change.
DEFAULTS: Mapping[str, Any] = {
    "description": None,
    "homepage": None,
    "private": False,
    "visibility": "public",
    "has_issues": True,
    "has_projects": True,
    "has_wiki": True,
    "has_downloads": True,
    "has_discussions": False,
    "has_pull_requests": True,
    "pull_request_creation_policy": "all",
    "is_template": False,
    "archived": False,
    "allow_squash_merge": True,
    "allow_merge_commit": True,
    "allow_rebase_merge": True,
    "allow_auto_merge": False,
    "allow_update_branch": False,
    "allow_forking": True,
    "delete_branch_on_merge": False,
    "web_commit_signoff_required": False,
    "use_squash_pr_title_as_default": False,
    "squash_merge_commit_title": "COMMIT_OR_PR_TITLE",
    "squash_merge_commit_message": "COMMIT_MESSAGES",
    "merge_commit_title": "MERGE_MESSAGE",
    "merge_commit_message": "PR_TITLE",
    "default_branch": "main",
}
SECURITY_FEATURES = (
    "secret_scanning",
    "secret_scanning_push_protection",
    "dependabot_security_updates",
    "secret_scanning_non_provider_patterns",
    "secret_scanning_validity_checks",
)


@dataclass(frozen=True)
class Repository:
    """One repository; `id` never changes."""

    id: int
    name: str
    settings: Json
    topics: list[str] = field(default_factory=list[str])
    security: Json = field(default_factory=dict[str, Any])
    created_at: str = ""
    updated_at: str = ""
    pushed_at: str = ""

    @classmethod
    def new(cls, number: int, name: str, settings: Mapping[str, Any]) -> "Repository":
        """A repository that begins now."""
        moment = now()
        return cls(number, name, {**DEFAULTS, **settings}, created_at=moment, updated_at=moment, pushed_at=moment)

    @classmethod
    def load(cls, number: int, name: str, text: str) -> "Repository":
        """From its row in the database."""
        return cls(number, name, **json.loads(text))

    def dump(self) -> str:
        """For its row in the database."""
        stored = {"settings", "topics", "security", "created_at", "updated_at", "pushed_at"}
        return json.dumps({key: getattr(self, key) for key in sorted(stored)})

    @property
    def default_branch(self) -> str:
        """The branch that a clone checks out."""
        return str(self.settings["default_branch"])

    @property
    def public(self) -> bool:
        """Whether git reads it without a token."""
        return self.settings["visibility"] == "public"

    def changed(self, **changes: Any) -> "Repository":
        """The same repository with other values, updated now."""
        return replace(self, updated_at=now(), **changes)

    def show(self, owner: str, url: str, *, admin: bool = True) -> Json:
        """The JSON of the API.

        Args:
            owner: the organisation's login.
            url: the stand-in's own address.
            admin: whether who asks may change its settings.
        """
        full_name = f"{owner}/{self.name}"
        page, api = f"{url}/{full_name}", f"{url}/api/v3/repos/{full_name}"
        security = {name: {"status": "disabled"} for name in SECURITY_FEATURES} | self.security
        return {
            **self.settings,
            "id": self.id,
            "node_id": node_id("Repository", self.id),
            "name": self.name,
            "full_name": full_name,
            "owner": show_organisation(owner, url),
            "organization": show_organisation(owner, url),
            "html_url": page,
            "clone_url": f"{page}.git",
            "git_url": f"{page}.git",
            "ssh_url": f"{page}.git",
            "svn_url": page,
            "url": api,
            "fork": False,
            "disabled": False,
            "language": None,
            "license": None,
            "size": 0,
            "forks_count": 0,
            "stargazers_count": 0,
            "watchers_count": 0,
            "open_issues_count": 0,
            "has_pages": False,
            "topics": self.topics,
            "permissions": {"admin": admin, "maintain": admin, "push": True, "triage": True, "pull": True},
            "security_and_analysis": security,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "pushed_at": self.pushed_at,
        }


def node_id(kind: str, number: int) -> str:
    """The opaque global id that GraphQL clients use."""
    return base64.b64encode(f"{len(kind)}:{kind}{number}".encode()).decode()


def show_organisation(login: str, url: str) -> Json:
    """The short form of the organisation inside other answers."""
    return {
        "login": login,
        "id": 1,
        "node_id": node_id("Organization", 1),
        "type": "Organization",
        "site_admin": False,
        "url": f"{url}/api/v3/orgs/{login}",
        "html_url": f"{url}/{login}",
        "repos_url": f"{url}/api/v3/orgs/{login}/repos",
    }


def show_user(login: str, number: int, url: str) -> Json:
    """The short form of a user inside other answers."""
    return {
        "login": login,
        "id": number,
        "node_id": node_id("User", number),
        "type": "User",
        "site_admin": False,
        "url": f"{url}/api/v3/users/{login}",
        "html_url": f"{url}/{login}",
    }
