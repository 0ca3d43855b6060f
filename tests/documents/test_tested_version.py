"""The README's table of tested versions."""

from pathlib import Path

from tests.documents import tested_version


def test_the_readme_has_the_table_of_the_runs() -> None:
    text = tested_version.DOCUMENT.read_text(encoding="utf-8")
    assert tested_version.table() in text, "run `python -m tests.documents.tested_version`"


def test_a_run_takes_the_place_of_an_older_one_from_the_same_place(tmp_path: Path) -> None:
    records = tmp_path / "records"
    records.write_text("[]")
    for place, passed in [("b", 1), ("a", 2), ("b", 3000)]:
        tested_version.record(place, "all", {"passed": passed, "skipped": 1}, records)

    rows = tested_version.table(records).splitlines()[2:]

    assert [row.split(" | ")[1::2] for row in rows[:2]] == [
        ["a", "all: 2 passed, 1 skipped"],
        ["b", "all: 3,000 passed, 1 skipped"],
    ]
    assert rows[2:] == ["| version 2 | Homebrew, snap, conda-forge | | untried | |"]
