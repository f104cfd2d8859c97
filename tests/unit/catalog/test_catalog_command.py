"""`python -m catalog FILE`, as a user runs it."""

import subprocess
import sys
from pathlib import Path

import pytest

from catalog.__main__ import main
from tests.unit.catalog.sample import catalog_text

PROJECT = Path(__file__).resolve().parents[3]


def test_a_correct_catalog_is_summarised() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "catalog", "services.yaml"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert "25 repositories, 22 services, 6 phases" in result.stdout


def test_a_wrong_catalog_prints_each_mistake_on_a_line_and_exits_with_1(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(catalog_text(version="2", organization="a b"))
    result = subprocess.run(
        [sys.executable, "-m", "catalog", str(file)], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        f"{file}:1:1: version must be 1, not 2",
        f"{file}:2:1: organization: 'a b' is not a GitHub organisation; use at most 39 letters, digits and inner '-'",
    ]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("missing.yaml", "cannot be read: No such file or directory"), ("", "cannot be read: Is a directory")],
)
def test_a_file_that_cannot_be_read_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, reason: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["catalog", str(tmp_path / name)])
    assert main() == 1
    assert capsys.readouterr().err == f"{tmp_path / name}:1:1: {reason}\n"


def test_an_endless_file_is_not_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["catalog", "/dev/zero"])
    assert main() == 1
    assert "larger than 4 MiB" in capsys.readouterr().err
