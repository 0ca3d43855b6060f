"""Files that a plan would write: which may be other ones by now."""

from pathlib import Path

import pytest

from awsbatch.engine.planning import planned_files
from awsbatch.engine.planning.planned_files import PlannedFiles


def test_a_file_has_many_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "link").symlink_to("a.txt")
    files = PlannedFiles()
    files.add([("./b/../a.txt",)])

    for name in ("a.txt", "link", tmp_path / "a.txt"):
        assert files.has(Path(name))
    for word in ("file://a.txt", "fileb://~/a.txt", "file://$HOME/link"):
        assert files.has_any_of([("s3",), (word,)])
    assert not files.has(Path("b.txt"))
    assert not files.has_any_of([("a.txt",), ("file://b.txt",)])


def test_a_name_that_no_file_can_have_is_one_all_the_same() -> None:
    files = PlannedFiles()
    files.add([("a\0b",), ("x" * 5000,)])

    assert files.has(Path("a\0b"))
    assert not files.has(Path("a"))


def test_memory_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planned_files, "MOST_FILES", 2)
    files = PlannedFiles()
    files.add([("a",), ("b",)])
    assert not files.has(Path("d"))

    files.add([("c",)])

    assert files.has(Path("d"))
    assert files.has_any_of([("file://d",)])
