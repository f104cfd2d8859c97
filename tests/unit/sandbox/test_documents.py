"""Configuration files."""

from pathlib import Path

from sandbox.cluster.documents import write_text, write_yaml


def test_a_file_that_does_not_change_is_not_touched(tmp_path: Path) -> None:
    write_text(tmp_path / "file", "content")
    before = (tmp_path / "file").stat()
    write_text(tmp_path / "file", "content")
    assert (tmp_path / "file").stat().st_ino == before.st_ino


def test_a_changed_document_replaces_the_old_one_and_leaves_no_draft(tmp_path: Path) -> None:
    write_yaml(tmp_path / "new" / "file.yaml", {"b": 1, "a": [True, "x: y"]})
    write_yaml(tmp_path / "new" / "file.yaml", {"b": 2})
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["file.yaml"]
    assert (tmp_path / "new" / "file.yaml").read_text() == "b: 2\n"
