from pathlib import Path
from typing import Any

import pulumi
import pytest

from catalog import Repository
from components import content_writes, repository_content
from components.organization import Adoption
from components.recorded import Recorded
from components.service_repository import content_name
from tests.unit.components.recording import record
from updates.budget import Budget

TYPE = repository_content.TYPE


def entry(name: str, phase: int = 0, kind: str = "service") -> Repository:
    values = {"name": name, "kind": kind, "language": "go", "purpose": "Test", "phase": phase}
    return Repository.model_validate(values)


def state(**renderings: str) -> Recorded:
    """The recorded contents, by short name."""
    return Recorded({f"urn:x${TYPE}::{content_name(name)}": {"rendering": found} for name, found in renderings.items()})


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The rendered folders; each names the rendering `aa02`."""
    monkeypatch.setattr(repository_content, "PROJECT", tmp_path)
    names = ["one", "two", "shared"]
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / ".copier-answers.yml").write_text("rendering: aa02\n")
    return {name: name for name in names}


EXISTS = Adoption(import_name="x")


@pytest.mark.parametrize(
    ("kind", "adoption", "recorded", "writes"),
    [
        ("service", Adoption(), state(), 4),
        ("library", Adoption(), state(), 5),
        ("service", EXISTS, state(one="aa02"), 0),
        ("service", EXISTS, state(one="aa01"), 7),
        ("service", EXISTS, state(), 7),
    ],
    ids=["a new service", "a new library", "a current one", "one behind", "one that the state does not know"],
)
def test_writes_are_counted_from_what_is_to_be_done(
    sources: dict[str, str], kind: str, adoption: Adoption, recorded: Recorded, writes: int
) -> None:
    counted = content_writes.expected([entry("one", kind=kind)], {"one": adoption}, sources, recorded)
    assert counted == {"one": writes}


def test_a_run_that_fits_says_nothing() -> None:
    assert content_writes.warning([entry("one")], {"one": 440}, used=0) is None
    assert content_writes.warning([entry("one")], {"one": 0}, used=440) is None


def test_a_run_that_does_not_fit_names_number_time_and_the_part_that_fits() -> None:
    repositories = [entry("one", 0), entry("two", 1), entry("three", 2)]
    text = content_writes.warning(repositories, {"one": 300, "two": 100, "three": 200}, used=10)
    assert text is not None
    assert "writes content up to 600 times, 10 writes of the last hour count too" in text
    assert "takes about 1 h 3 min" in text
    assert text.endswith("`pulumi config set throughPhase 1` makes a part of it that fits in an hour")


def test_where_not_even_the_first_phase_fits_it_says_how_long_it_takes() -> None:
    text = content_writes.warning([entry("one")], {"one": 900}, used=0)
    assert text is not None
    assert text.endswith("takes about 2 h 0 min, waiting in between")


@pytest.mark.parametrize("preview", [True, False])
def test_it_is_said_in_a_preview_and_in_an_update(
    sources: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, preview: bool
) -> None:
    said: list[str] = []

    def warn(text: str, *_: Any, **__: Any) -> None:
        said.append(text)

    monkeypatch.setattr(pulumi.log, "warn", warn)
    monkeypatch.setattr(content_writes, "UPDATE", 500)
    budget = Budget(tmp_path / "writes.sqlite")
    record(lambda: content_writes.announce(budget, [entry("one")], {"one": EXISTS}, sources), preview=preview)
    record(lambda: content_writes.announce(None, [entry("one")], {"one": EXISTS}, sources), preview=preview)
    assert len(said) == 1
    assert "up to 500 times" in said[0]
