"""Building tools: once, anew after a change, with a clear message when it fails, and again after a kill."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox import paths
from sandbox.errors import SandboxError
from sandbox.toolchain import golang, store
from sandbox.toolchain.catalog import Tool
from sandbox.toolchain.ensure import ensure, ensure_tools

pytestmark = pytest.mark.skipif(golang.probe(Path(shutil.which("go") or "go")) is None, reason="builds need Go on PATH")
HELLO = 'package main\n\nvar version string\n\nfunc main() { print("hello ", version) }\n'
MakeTool = Callable[..., Tool]


@pytest.fixture
def make_tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeTool:
    """A tool of one small program, in a cache of its own."""
    monkeypatch.setattr(paths, "TOOLCHAIN", tmp_path / "toolchain")

    def make(source: str = HELLO, version: str = "1.0.0") -> Tool:
        tool = Tool("hello", version, {"hello": "."}, {"main.version": version}, modules=tmp_path / "modules")
        tool.folder.mkdir(parents=True, exist_ok=True)
        (tool.folder / "go.mod").write_text("module example.invalid/hello\n\ngo 1.26\n")
        (tool.folder / "main.go").write_text(source)
        return tool

    return make


def says(program: Path) -> str:
    return subprocess.run([program], capture_output=True, text=True, check=True).stderr


def test_a_built_program_runs_and_has_its_version(make_tool: MakeTool) -> None:
    assert says(ensure_tools([make_tool()]).path("hello")) == "hello 1.0.0"


def test_a_built_tool_is_not_built_again(make_tool: MakeTool, capsys: pytest.CaptureFixture[str]) -> None:
    tool = make_tool()
    first = ensure_tools([tool]).path("hello")
    written = first.stat()
    assert "building hello (1 of 1)" in capsys.readouterr().out
    assert ensure_tools([tool]).path("hello").stat() == written
    assert capsys.readouterr().out == ""


def test_a_changed_module_is_built_beside_the_old_one(make_tool: MakeTool) -> None:
    old = ensure_tools([make_tool()]).path("hello")
    new = ensure_tools([make_tool(HELLO.replace("hello", "goodbye"))]).path("hello")
    assert (says(old), says(new)) == ("hello 1.0.0", "goodbye 1.0.0")


def test_a_failed_build_names_the_tool_the_reason_and_the_log(make_tool: MakeTool) -> None:
    tool = make_tool("package main\n\nfunc main() { undefined() }\n")
    with pytest.raises(SandboxError) as caught:
        ensure_tools([tool])
    assert "building hello 1.0.0 failed" in caught.value.message
    assert "undefined: undefined" in caught.value.message
    assert str(store.log(tool)) in caught.value.hint
    assert "undefined: undefined" in store.log(tool).read_text()


def test_a_module_without_its_checksums_is_refused(make_tool: MakeTool) -> None:
    tool = make_tool('package main\n\nimport _ "example.invalid/other"\n\nfunc main() {}\n')
    (tool.folder / "go.mod").write_text(
        "module example.invalid/hello\n\ngo 1.26\n\nrequire example.invalid/other v1.0.0\n"
    )
    with pytest.raises(SandboxError, match=r"missing go\.sum entry"):
        ensure_tools([tool])


def test_a_failed_build_leaves_nothing_that_looks_built(make_tool: MakeTool) -> None:
    tool = make_tool("package main\n\nfunc main() { undefined() }\n")
    with pytest.raises(SandboxError):
        ensure_tools([tool])
    assert [path.name for path in (paths.TOOLCHAIN / "hello").iterdir()] == ["lock"]


def test_what_a_killed_build_left_is_ignored_and_removed(make_tool: MakeTool) -> None:
    tool = make_tool()
    leftover = paths.TOOLCHAIN / "hello" / "killed.partial" / "made" / "bin"
    leftover.mkdir(parents=True)
    (leftover / "hello").write_text("half a program")
    assert says(ensure_tools([tool]).path("hello")) == "hello 1.0.0"
    assert not leftover.exists()


def test_an_unknown_tool_is_refused_by_name() -> None:
    with pytest.raises(SandboxError, match="no kubelot"):
        ensure(["etcd", "kubelot"])


def test_the_message_without_go_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "TOOLCHAIN", tmp_path / "toolchain")
    script(tmp_path / "bin" / "go", "echo go1.25.7")
    script(tmp_path / "bin" / "uv", "echo no such package >&2; exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin")
    golang.find.cache_clear()
    with pytest.raises(SandboxError) as caught:
        golang.find()
    golang.find.cache_clear()
    assert "no Go 1.26 or newer on PATH" in caught.value.message
    assert "no such package" in caught.value.message
    assert "Install Go 1.26" in caught.value.hint


def script(path: Path, body: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
