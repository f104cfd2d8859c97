"""Which Pulumi a clone gets."""

import os
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from sandbox import paths
from sandbox.toolchain import pulumi
from sandbox.toolchain.installed import fits, installed_pulumi, parse


@pytest.fixture
def search(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Generator[Callable[..., None]]:
    """Makes the given folders the whole PATH."""
    monkeypatch.setattr(paths, "TOOLCHAIN", tmp_path / "toolchain")

    def look(*folders: Path) -> None:
        monkeypatch.setenv("PATH", os.pathsep.join(map(str, folders)))
        installed_pulumi.cache_clear()

    yield look
    installed_pulumi.cache_clear()


def install(folder: Path, version: str, *, language_host: bool = True) -> Path:
    folder.mkdir(parents=True)
    for name in ("pulumi", "pulumi-language-python")[: 2 if language_host else 1]:
        (folder / name).write_text(f"#!/bin/sh\necho {version}\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("v3.259.0", True),
        ("v3.260.1", True),
        ("v3.301.0-alpha.1", True),
        ("v3.258.9", False),
        ("v3.99.0", False),
        ("v4.0.0", False),
        ("v2.300.0", False),
        ("command not found", False),
    ],
)
def test_the_same_major_version_from_the_sdks_own_on_fits(version: str, expected: bool) -> None:
    assert fits(parse(version)) is expected


def test_a_fitting_pulumi_on_path_is_used(search: Callable[..., None], tmp_path: Path) -> None:
    search(install(tmp_path / "bin", "v3.260.0"))
    assert pulumi.prepare_pulumi(tmp_path / "home") == tmp_path / "bin"


def test_an_installed_pulumi_downloads_its_own_plugins(search: Callable[..., None], tmp_path: Path) -> None:
    search(install(tmp_path / "bin", "v3.260.0"))
    home = tmp_path / "home"
    home.mkdir()
    (home / "plugins").symlink_to(tmp_path)
    pulumi.prepare_pulumi(home)
    assert list(home.iterdir()) == []


def test_an_older_pulumi_is_passed_over(search: Callable[..., None], tmp_path: Path) -> None:
    search(install(tmp_path / "bin", "v3.200.0"))
    assert installed_pulumi() is None


def test_a_pulumi_without_the_python_language_host_is_passed_over(search: Callable[..., None], tmp_path: Path) -> None:
    search(install(tmp_path / "bin", "v3.260.0", language_host=False))
    assert installed_pulumi() is None


def test_the_toolchains_own_pulumi_is_not_taken_for_an_installed_one(
    search: Callable[..., None], tmp_path: Path
) -> None:
    search(install(tmp_path / "toolchain" / "installation" / "bin", "v3.259.0"), install(tmp_path / "bin", "v3.260.0"))
    assert installed_pulumi() == tmp_path / "bin" / "pulumi"
