"""What a build's key depends on: all that shapes the programs, and nothing else."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from sandbox.toolchain.catalog import ALL, Tool
from sandbox.toolchain.store import key


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    folder = tmp_path / "tool" / "inner"
    folder.mkdir(parents=True)
    (tmp_path / "tool" / "go.mod").write_text("module x\n")
    (folder / "main.go").write_text("package main\n")
    return Tool("tool", "1.0.0", {"tool": "."}, modules=tmp_path)


def test_the_key_does_not_depend_on_when_files_were_written(tool: Tool) -> None:
    before = key(tool, "go1.26.8")
    os.utime(tool.folder / "go.mod", (0, 0))
    assert key(tool, "go1.26.8") == before


@pytest.mark.parametrize("name", ["go.mod", "go.sum", "inner/main.go"])
def test_the_key_changes_with_every_file_of_the_module(tool: Tool, name: str) -> None:
    before = key(tool, "go1.26.8")
    (tool.folder / name).write_text("changed")
    assert key(tool, "go1.26.8") != before


def test_the_key_changes_when_a_file_is_renamed(tool: Tool) -> None:
    before = key(tool, "go1.26.8")
    (tool.folder / "inner" / "main.go").rename(tool.folder / "inner" / "other.go")
    assert key(tool, "go1.26.8") != before


def test_the_key_changes_with_the_version_of_go(tool: Tool) -> None:
    assert key(tool, "go1.26.8") != key(tool, "go1.26.9")


@pytest.mark.parametrize(
    "change",
    [
        {"version": "1.0.1"},
        {"variables": {"main.version": "1.0.0"}},
        {"binaries": {"tool": "./inner"}},
        {"generate": ("schema",)},
    ],
)
def test_the_key_changes_with_how_it_is_built(tool: Tool, change: dict[str, object]) -> None:
    assert key(tool, "go1.26.8") != key(replace(tool, **change), "go1.26.8")  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("tool", ALL, ids=lambda tool: tool.name)
def test_every_tool_of_the_catalog_pins_its_modules(tool: Tool) -> None:
    required = "require" in (tool.folder / "go.mod").read_text()
    assert (tool.folder / "go.sum").exists() == required
