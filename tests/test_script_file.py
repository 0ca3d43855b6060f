"""Files as they are read."""

import sys
from pathlib import Path

import pytest

from awsbatch.fault.error import UsageError
from awsbatch.script_file import content, read_file


def test_a_closed_standard_input_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    with pytest.raises(UsageError, match="cannot read standard input: it is closed"):
        content("-")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("comands.txt", "did you mean `commands.txt`?"),
        ("commands", "did you mean `commands.txt`?"),
        ("other/emty.aws", "did you mean `other/empty.aws`?"),
        ("empty.aws", None),
        ("folder/x.aws", None),
        ("comands.txt/x.aws", None),
    ],
)
def test_a_file_that_is_not_there_may_be_one_beside_it(
    name: str, hint: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other").mkdir()
    # A folder is not meant.
    (tmp_path / "empty").mkdir()
    for written in ("commands.txt", "other/empty.aws"):
        Path(written).touch()

    with pytest.raises(UsageError) as caught:
        content(name)
    assert caught.value.hint == hint


def test_a_plan_is_no_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.plan").write_text('{"kind": "awsbatch plan", "format": 1}\n{"line": "1.aws:1"}\n')
    (fault,) = read_file("x.plan").faults
    assert (fault.message, fault.hint) == (
        "`x.plan` is a plan, and no script",
        (
            "`awsbatch run --planned x.plan FILE` runs the file that it is of, and makes no other"
            " changes"
        ),
    )
