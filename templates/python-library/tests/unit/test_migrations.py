from pathlib import Path

import pytest

from pyairtable_shared import migrations


def folder(path: Path, **files: str) -> Path:
    (path / "versions").mkdir()
    for name, text in files.items():
        (path / "versions" / f"{name}.py").write_text(text)
    return path


def test_the_head_is_what_no_other_revision_follows(tmp_path: Path) -> None:
    trial = folder(
        tmp_path,
        first='revision = "0001"\ndown_revision = None\n',
        second='revision: str = "0002"\ndown_revision: str | None = "0001"\n',
    )
    assert migrations.read(trial).heads == {"0002"}
    assert migrations.read(trial).all == {"0001", "0002"}


def test_a_merge_follows_both_of_its_branches(tmp_path: Path) -> None:
    trial = folder(
        tmp_path,
        a='revision = "a"\ndown_revision = None\n',
        b='revision = "b"\ndown_revision = None\n',
        merge='revision = "m"\ndown_revision = ("a", "b")\n',
    )
    assert migrations.read(trial).heads == {"m"}


def test_a_file_without_a_revision_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"stray\.py: has no `revision`"):
        migrations.read(folder(tmp_path, stray="x = 1\n"))
