"""What builds have fetched of a library is forgotten when the library changes under its version, and only then."""

from pathlib import Path

import pytest

from catalog import load
from catalog.model import Repository
from sandbox import paths
from sandbox.images import library_cache

CATALOG = load(paths.PROJECT / "services.yaml")


class World:
    """The libraries' content, and how often the cache was emptied."""

    def __init__(self) -> None:
        self.content = "one"
        self.emptied = 0

    def of(self, entry: Repository, _: object) -> str:
        assert entry.kind == "library"
        return f"{entry.name}: {self.content}"

    def prune(self) -> None:
        self.emptied += 1

    def come_up(self) -> int:
        library_cache.forget_changed(CATALOG)
        return self.emptied


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> World:
    here = World()
    monkeypatch.setattr(library_cache, "FETCHED", tmp_path / "fetched.json")
    monkeypatch.setattr(library_cache, "_content", here.of)
    monkeypatch.setattr(library_cache, "_prune", here.prune)
    return here


def test_a_cache_of_unknown_content_is_emptied_once(world: World) -> None:
    assert [world.come_up(), world.come_up()] == [1, 1]


def test_a_changed_library_empties_the_cache(world: World) -> None:
    world.come_up()
    world.content = "two"
    assert [world.come_up(), world.come_up()] == [2, 2]


def test_going_back_is_a_change_too(world: World) -> None:
    for content in ("one", "two", "one"):
        world.content = content
        world.come_up()
    assert world.emptied == 3
