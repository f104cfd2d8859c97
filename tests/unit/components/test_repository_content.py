"""The dynamic resource: what it tells the engine. What happens on GitHub is in tests/unit/updates."""

from pathlib import Path
from typing import Any

import pytest

from components import repository_content
from components.repository_content import RepositoryContent
from tests.unit.components.recording import record
from updates.content import Content, Delivered
from updates.errors import ContentError
from updates.repository import Repository

ANSWERS = "kind: go-service\nrendering: 0123abcd\n"
PULL = "https://github.example/Reg-Kris/one/pull/1"


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / ".rendered" / "one"
    (folder / "bin").mkdir(parents=True)
    (folder / ".copier-answers.yml").write_text(ANSWERS)
    (folder / "bin" / "start").write_text("#!/bin/sh\n")
    (folder / "bin" / "start").chmod(0o755)
    monkeypatch.setattr(repository_content, "PROJECT", tmp_path)
    monkeypatch.setenv("GITHUB_TOKEN", "canary-token")
    return folder


def props(**overrides: Any) -> dict[str, Any]:
    values = {
        "api_url": "https://github.example/api/v3",
        "owner": "Reg-Kris",
        "repository": "one",
        "branch": "main",
        "source": ".rendered/one",
        "rendering": "0123abcd",
        "guest": False,
        "release": "",
        "pull_request": None,
    }
    return {**values, **overrides}


@pytest.fixture
def delivered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, Content]]:
    """Every delivery that the provider asks for; each opens a pull request."""
    calls: list[tuple[str, str, Content]] = []

    def deliver(repository: Repository, branch: str, content: Content) -> Delivered:
        calls.append((repository.name, branch, content))
        return Delivered(PULL, f"opened {PULL}")

    monkeypatch.setattr(repository_content, "deliver", deliver)
    return calls


@pytest.fixture
def provider() -> Any:
    return repository_content._Provider()  # pyright: ignore[reportPrivateUsage]


@pytest.mark.usefixtures("source")
@pytest.mark.parametrize("operation", ["create", "update"])
def test_the_rendered_files_are_delivered_and_the_pull_request_is_kept(
    provider: Any, delivered: list[tuple[str, str, Content]], operation: str
) -> None:
    outs = (provider.create(props()) if operation == "create" else provider.update("id", props(), props())).outs
    (name, branch, content), *more = delivered
    assert (name, branch, content.rendering, more) == ("one", "main", "0123abcd", [])
    assert {path: file.mode for path, file in content.files.items()} == {
        ".copier-answers.yml": "100644",
        "bin/start": "100755",
    }
    assert outs == props(pull_request=PULL)


@pytest.mark.usefixtures("source", "delivered")
def test_what_happened_is_a_line_that_the_engine_shows(provider: Any, capfd: pytest.CaptureFixture[str]) -> None:
    provider.create(props())
    assert capfd.readouterr().out == f"one: opened {PULL}\n"


@pytest.mark.usefixtures("source", "delivered")
def test_the_token_and_the_contents_are_not_in_what_is_kept(provider: Any) -> None:
    kept = repr(provider.create(props()).outs)
    assert "canary-token" not in kept
    assert "#!/bin/sh" not in kept


@pytest.mark.usefixtures("source")
def test_another_rendering_than_the_planned_one_is_not_delivered(
    provider: Any, delivered: list[tuple[str, str, Content]]
) -> None:
    with pytest.raises(ContentError, match="one: its content was rendered anew while this run was under way"):
        provider.create(props(rendering="ffff0000"))
    assert delivered == []


def test_only_another_rendering_is_a_change(provider: Any) -> None:
    assert provider.diff("id", props(), props(source="elsewhere", branch="trunk")).changes is False
    assert provider.diff("id", props(), props(rendering="ffff0000")).changes is True


def test_a_state_that_does_not_name_its_rendering_is_brought_up_to_date(provider: Any) -> None:
    old = {"apiUrl": "https://api", "owner": "Reg-Kris", "repository": "one", "source": ".rendered/one"}
    assert provider.diff("id", old, props()).changes is True


@pytest.mark.usefixtures("source")
def test_state_names_the_rendering_and_holds_neither_content_nor_token() -> None:
    def program() -> None:
        RepositoryContent(
            "one", api_url="https://api", owner="Reg-Kris", repository="one", branch="main", source=".rendered/one"
        )

    inputs = record(program)["one"].inputs
    assert inputs.pop("__provider")
    assert inputs == {
        "api_url": "https://api",
        "owner": "Reg-Kris",
        "repository": "one",
        "branch": "main",
        "source": ".rendered/one",
        "rendering": "0123abcd",
        "guest": False,
        "release": "",
    }
