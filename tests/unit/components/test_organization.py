from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, cast

import github
import pulumi
import pytest
import requests

from catalog import Repository
from components import organization
from components.organization import Adoption, Existing


def entry(**overrides: Any) -> Repository:
    values = {"name": "one", "kind": "library", "language": "go", "purpose": "Test", "phase": 0}
    return Repository.model_validate({**values, **overrides})


def found(*names: str, marked: bool = False) -> Mapping[str, Existing]:
    return {name.lower(): Existing(name, marked) for name in names}


class Client:
    """GitHub as far as a rename needs it."""

    def __init__(self, refuses: str = "") -> None:
        self.refuses = refuses
        self.renamed: list[tuple[str, str]] = []

    def get_repo(self, name: str) -> Any:
        def edit(name: str, former: str = name) -> None:
            if former.endswith(f"/{self.refuses}"):
                raise github.GithubException(403, message="Must have admin rights")
            self.renamed.append((former, name))

        return SimpleNamespace(edit=edit)


def client(**options: Any) -> Any:
    return Client(**options)


OWNER = SimpleNamespace(admin=True)
NEW = entry()
KEPT = entry(origin="existing")
RENAMED = entry(origin="existing", renamed_from="old")


@pytest.mark.parametrize(
    ("repository", "on_github", "expected"),
    [
        (NEW, found(), Adoption()),
        (NEW, found("one", marked=True), Adoption(import_name="one")),
        (KEPT, found("one"), Adoption(import_name="one")),
        (KEPT, found("One"), Adoption(import_name="One")),
        (RENAMED, found("old"), Adoption(import_name="old", rename_from="old")),
        (RENAMED, found("one"), Adoption(import_name="one")),
    ],
    ids=[
        "a new one is created",
        "one that this program made before is imported",
        "an existing one is imported",
        "an existing one is imported by GitHub's spelling",
        "one to be renamed is imported by its former name",
        "one that was renamed is imported by its new name",
    ],
)
def test_a_repository_comes_under_management(
    repository: Repository, on_github: Mapping[str, Existing], expected: Adoption
) -> None:
    assert organization.adoptions([repository], on_github) == {"one": expected}


@pytest.mark.parametrize(
    ("repository", "on_github", "message"),
    [
        (NEW, found("one"), "one: exists on GitHub but was not made by this program; write 'origin: existing'"),
        (KEPT, found(), "one: the catalog says that it exists, but GitHub has no such repository"),
        (RENAMED, found(), "one: the catalog says that it exists, but GitHub has no such repository"),
        (RENAMED, found("one", "old"), "one: cannot be renamed from old, because both exist on GitHub"),
    ],
)
def test_a_contradiction_is_refused(repository: Repository, on_github: Mapping[str, Existing], message: str) -> None:
    with pytest.raises(pulumi.RunError, match=message):
        organization.adoptions([repository], on_github)


def test_every_contradiction_is_reported_at_once() -> None:
    wanted = [entry(name="a"), entry(name="b", origin="existing"), entry(name="c", origin="existing", renamed_from="d")]
    with pytest.raises(pulumi.RunError) as refused:
        organization.adoptions(wanted, found("a", "c", "d"))
    lines = str(refused.value).splitlines()
    assert [line.split(": ")[:2] for line in lines] == [["github", name] for name in ("a", "b", "c")]


def test_a_rename_keeps_the_repository_and_leaves_nothing_to_rename() -> None:
    github_client = client()
    plan = {"one": Adoption(import_name="old", rename_from="old"), "two": Adoption(import_name="two")}
    after = organization.rename(github_client, "Reg-Kris", plan)
    assert cast("Client", github_client).renamed == [("Reg-Kris/old", "one")]
    assert after == {"one": Adoption(import_name="one"), "two": Adoption(import_name="two")}


def test_a_refused_rename_says_which_and_why() -> None:
    with pytest.raises(pulumi.RunError, match="old cannot be renamed to one: 403 Must have admin rights"):
        organization.rename(client(refuses="old"), "Reg-Kris", {"one": Adoption("old", "old")})


def test_without_a_token_it_says_which_variable_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    with pytest.raises(pulumi.RunError, match=r"GITHUB_TOKEN is not set; export a token .* of Reg-Kris"):
        organization.connect("https://github.com/", "Reg-Kris")


@pytest.mark.parametrize(
    ("address", "api"),
    [
        ("https://github.com/", "https://api.github.com"),
        ("http://127.0.0.1:14840/", "http://127.0.0.1:14840/api/v3"),
        ("https://github.example/", "https://github.example/api/v3"),
    ],
)
def test_the_api_is_where_its_kind_of_server_has_it(address: str, api: str) -> None:
    assert organization.api_url(address) == api


@pytest.mark.parametrize(
    ("failure", "message"),
    [
        (github.BadCredentialsException(401), "refuses the token in GITHUB_TOKEN"),
        (github.UnknownObjectException(404), "has no organisation 'Reg-Kris' that this token may see"),
        (github.GithubException(502, message="Bad gateway"), "answered 502 Bad gateway"),
        (
            github.RateLimitExceededException(403, {"message": "API rate limit exceeded"}),
            "answered 403 API rate limit exceeded",
        ),
        (github.GithubException(502, "<html>"), "answered 502 without a reason"),
        (requests.ConnectionError("refused"), "does not answer: refused"),
    ],
)
def test_a_github_that_cannot_be_asked_is_named_with_the_reason(failure: Exception, message: str) -> None:
    def get_organization(_: str) -> Any:
        raise failure

    asked: Any = SimpleNamespace(get_organization=get_organization)
    with pytest.raises(pulumi.RunError, match=f"github: https://github.example/ {message}"):
        organization.existing(asked, "https://github.example/", "Reg-Kris")


def test_a_repository_with_the_program_s_topic_is_recognised() -> None:
    repositories = [
        SimpleNamespace(
            name="Theirs", topics=["go"], default_branch="master", permissions=SimpleNamespace(admin=False)
        ),
        SimpleNamespace(name="ours", topics=["go", organization.MARK], default_branch="main", permissions=OWNER),
        SimpleNamespace(name="bare", topics=None, default_branch="main", permissions=OWNER),
    ]
    owner = SimpleNamespace(get_repos=lambda: repositories)
    asked: Any = SimpleNamespace(get_organization={"Reg-Kris": owner}.__getitem__)
    assert organization.existing(asked, "https://github.example/", "Reg-Kris") == {
        "theirs": Existing("Theirs", marked=False, default_branch="master", administered=False),
        "ours": Existing("ours", marked=True),
        "bare": Existing("bare", marked=False),
    }


def test_what_the_token_may_not_administer_is_named_with_what_to_do() -> None:
    on_github = {"old": Existing("old", marked=False, administered=False), **found("one")}
    (problem,) = organization.beyond_rights(
        [entry(), entry(name="two", origin="existing", renamed_from="old")], on_github
    )
    assert problem == (
        "github: old: the owner of the token in GITHUB_TOKEN may not administer it; use an administrator's"
    )
