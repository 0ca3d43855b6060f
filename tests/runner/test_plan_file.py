"""Plans kept in files, and what is said of files that are none."""

import json
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from awsbatch.contract.effect import Effect
from awsbatch.contract.plan import PlannedStep, Target
from awsbatch.contract.word import Data, Unknown
from awsbatch.fault.error import UsageError
from awsbatch.runner import plan_file
from awsbatch.runner.change_plan import ChangePlan
from awsbatch.runner.plan_file import SavedPlan
from awsbatch.runner.plan_origin import Origin

KEY = bytes(range(16))
HERE = Target("111122223333", "us-east-1", "http://localhost", "ops")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cleanup.plan"


def saved() -> SavedPlan:
    plan = ChangePlan(KEY)
    for number, (value, is_open) in enumerate(
        [(Data("old-1"), False), (Unknown("<<g>>"), False), (Data("\udcff"), True)], 1
    ):
        words = (("logs",), ("delete",), ("--name",), (value,))
        argv = ["logs", "delete", "--name", value.text]
        step = PlannedStep(words, Effect.CHANGES, HERE)
        plan.plan(step, line=f"1.aws:{number}", argv=argv, is_open=is_open)
    origin = Origin((("1.aws", "abc"),), {"days": "def"}, "", "111122223333", sandbox=False)
    return SavedPlan(
        origin, KEY, 1_780_000_000.5, 1_780_000_100.0, 1_780_086_500.0, tuple(plan.changes)
    )


def error(act: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(UsageError) as raised:
        act()
    return raised.value.message, raised.value.hint


def test_reads_what_it_wrote(path: Path) -> None:
    plan_file.write(str(path), saved())
    assert plan_file.read(str(path)) == saved()


def test_takes_what_was_planned_after_reading(path: Path) -> None:
    plan_file.write(str(path), saved())
    plan = plan_file.read(str(path)).plan()
    one, other = ((("logs",), ("delete",), ("--name",), (Data(name),)) for name in ("old-1", "x"))
    assert [plan.take(one, HERE), plan.take(other, HERE), plan.take(other, HERE)] == [
        True,
        True,
        False,
    ]


def test_is_for_its_owner_alone(path: Path) -> None:
    plan_file.write(str(path), saved())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_overwrites_a_plan(path: Path) -> None:
    plan_file.write(str(path), saved())
    other = replace(saved(), changes=())
    plan_file.write(str(path), other)
    assert plan_file.read(str(path)) == other
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_overwrites_an_empty_file_which_is_then_for_its_owner_alone(path: Path) -> None:
    path.touch(0o666)
    plan_file.write(str(path), saved())
    assert plan_file.read(str(path)) == saved()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_overwrites_a_plan_of_another_version(path: Path) -> None:
    path.write_text('{"kind": "awsbatch plan", "format": 0}\n')
    plan_file.write(str(path), saved())
    assert plan_file.read(str(path)) == saved()


@pytest.mark.parametrize("text", ["\n", "aws s3 ls\n", "[]\n", '{"kind": "other"}\n', "\x00\xff"])
def test_overwrites_nothing_else(path: Path, text: str) -> None:
    path.write_text(text)
    assert error(lambda: plan_file.write(str(path), saved())) == (
        f"`{path}` is there, and is not a plan: it is not overwritten",
        "choose another name",
    )
    assert path.read_text() == text


def test_overwrites_no_folder_and_no_device(tmp_path: Path) -> None:
    for path in (str(tmp_path), "/dev/null"):
        message, _ = error(partial(plan_file.refuse_other, path))
        assert message == f"`{path}` is there, and is not a plan: it is not overwritten"


def test_says_that_there_is_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "no" / "x.plan"
    message = f"cannot write `{path}`: there is no folder `{path.parent}`"
    assert error(lambda: plan_file.refuse_other(str(path))) == (message, None)


def test_leaves_nothing_where_it_cannot_write(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    message = f"cannot write `{path}`: no space left on device"
    assert error(lambda: plan_file.write(str(path), saved())) == (message, None)
    assert [*path.parent.iterdir()] == []


def test_says_that_a_file_cannot_be_read(path: Path) -> None:
    message = f"cannot read `{path}`: no such file or directory"
    assert error(lambda: plan_file.read(str(path))) == (message, None)


@pytest.mark.parametrize("text", ["", "aws s3 ls\n", "[]\n", '{"kind": "other", "format": 1}\n'])
def test_says_that_a_file_is_no_plan(path: Path, text: str) -> None:
    path.write_text(text)
    assert error(lambda: plan_file.read(str(path))) == (
        f"`{path}` is not a plan",
        "`awsbatch plan --save PLAN FILE` makes one",
    )


def test_says_that_a_plan_is_of_another_version(path: Path) -> None:
    path.write_text('{"kind": "awsbatch plan", "format": 2}\n')
    assert error(lambda: plan_file.read(str(path))) == (
        f"the plan `{path}` is of another version of awsbatch: its format is not 1",
        f"`awsbatch plan --save {path} FILE` makes it again",
    )


def test_says_that_a_plan_is_cut_off_wherever_it_is(path: Path) -> None:
    plan_file.write(str(path), saved())
    whole = path.read_bytes()
    first = whole.index(b"\n")
    for end in range(first, len(whole)):
        path.write_bytes(whole[:end])
        message, _ = error(lambda: plan_file.read(str(path)))
        assert message == f"the plan `{path}` is cut off"


def test_says_that_a_plan_was_changed(path: Path) -> None:
    plan_file.write(str(path), saved())
    header, *lines = path.read_text().splitlines(keepends=True)
    without = [header, *lines[1:]]
    later = [header.replace('"until": 17', '"until": 27'), *lines]
    unhashed = [header, *lines[:-1], json.dumps({"sha256": None}) + "\n"]
    assert later[0] != header
    for changed in (without, later, unhashed):
        path.write_text("".join(changed))
        message, _ = error(lambda: plan_file.read(str(path)))
        assert message == f"the plan `{path}` was changed after it was made"
