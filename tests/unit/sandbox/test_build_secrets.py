"""How an image build and a terminal reach the organisation's own modules."""

import os
import subprocess
from pathlib import Path

import pytest

from sandbox.images import build_secrets
from sandbox.settings import Settings

SETTINGS = Settings()
OURS = "github.com/Reg-Kris/*"


def test_the_organisations_modules_are_private_beside_those_of_the_machine() -> None:
    assert build_secrets.go_settings("Reg-Kris", {}) == {"GOPRIVATE": OURS}
    assert build_secrets.go_settings("Reg-Kris", {"GOPRIVATE": "git.example"})["GOPRIVATE"] == f"git.example,{OURS}"
    again = build_secrets.go_settings("Reg-Kris", {"GOPRIVATE": OURS})
    assert again == {"GOPRIVATE": OURS}, "a terminal that has sourced the environment is no other machine"


def test_settings_that_no_longer_follow_the_private_ones_name_the_organisation_too() -> None:
    known = {"GOPROXY": "https://proxy.example", "GONOPROXY": "git.example"}
    assert build_secrets.go_settings("Reg-Kris", known) == {
        "GOPROXY": "https://proxy.example",
        "GONOPROXY": f"git.example,{OURS}",
        "GOPRIVATE": OURS,
    }


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(build_secrets, "FOLDER", tmp_path / "build")
    monkeypatch.setattr(build_secrets, "GIT_CONFIG", tmp_path / "build" / "gitconfig")
    build_secrets.write(SETTINGS, "canary")
    return tmp_path / "build"


def test_a_terminal_finds_the_organisation_in_the_sandbox(folder: Path) -> None:
    environment = {**os.environ, **build_secrets.terminal(SETTINGS), "GIT_CONFIG_GLOBAL": "/dev/null"}
    asked = ["git", "ls-remote", "--get-url", "https://github.com/Reg-Kris/pyairtable-go-shared"]
    answered = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True).stdout
    assert answered == f"{SETTINGS.github_url}Reg-Kris/pyairtable-go-shared\n"


def test_the_token_is_in_no_address_and_no_variable_and_only_its_owner_reads_it(folder: Path) -> None:
    assert "canary" not in (folder / "gitconfig").read_text(), "it is part of a header"
    assert all("canary" not in value for value in build_secrets.terminal(SETTINGS).values())
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
