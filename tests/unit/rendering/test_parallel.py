"""Several processes fill the cache with the same renderings that one makes."""

from pathlib import Path

import pytest

from rendering import RenderedFile, RenderError, Source, parallel, render
from rendering.template import cached
from tests.unit.rendering.sample import source


def services(count: int, **overrides: object) -> list[Source]:
    return [source(name=f"service-{number}", **overrides) for number in range(count)]


def two_cores(_: int) -> set[int]:
    return {0, 1}


@pytest.fixture
def empty_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cache = tmp_path / "pyairtable" / "rendered"
    monkeypatch.setattr("rendering.template.CACHE", cache)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


@pytest.mark.usefixtures("empty_cache")
def test_everything_is_in_the_cache_afterwards() -> None:
    sources = services(9, kind="infrastructure")
    parallel.fill(sources)
    assert [cached(source) for source in sources] == [True] * 9


def test_another_process_renders_the_same(monkeypatch: pytest.MonkeyPatch, empty_cache: None, tmp_path: Path) -> None:
    sources = services(9, kind="infrastructure")

    def nothing(_: object) -> None:
        """This process leaves its share out, so that what is there comes from the others."""

    monkeypatch.setattr(parallel, "fill_here", nothing)
    monkeypatch.setattr("os.sched_getaffinity", two_cores)
    parallel.fill(sources)
    theirs = [source for source in sources if cached(source)]
    assert theirs == sources[1::2]
    from_them: list[dict[str, RenderedFile]] = [render(source) for source in theirs]
    monkeypatch.setattr("rendering.template.CACHE", tmp_path / "own")
    assert [render(source) for source in theirs] == from_them


@pytest.mark.usefixtures("empty_cache")
def test_a_mistake_is_told_by_whoever_asks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("rendering.template.TEMPLATES", tmp_path / "nowhere")
    sources = services(3)
    parallel.fill(sources)
    with pytest.raises(RenderError, match="service-0"):
        render(sources[0])
