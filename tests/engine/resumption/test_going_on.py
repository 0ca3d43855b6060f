"""Runs that go on where others were stopped, wherever that was."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from awsbatch.contract.outcome import Outcome
from tests.contract.fake_journal import FakeJournal, Notes
from tests.contract.fake_runner import (
    Answer,
    FakeRunner,
    ends,
    fails,
    gives,
    printed,
    run,
    start,
)

SCRIPTS: Mapping[str, str] = {
    "lines": "aws s a\naws s b --x 1\naws s c\n",
    "equal lines": "aws s a\naws s a\naws s b\naws s a\n",
    "a loop": "for x in 1 2 3\naws s a <<x>>\naws s b <<x>>\nend\naws s c\n",
    "rounds with equal values": "for x in 1 2 1 1\naws s a <<x>>\nend\n",
    "rounds in rounds": (
        "for x in 1 1\nfor y in 1 2\naws s a <<x>> <<y>>\naws s b <<y>>\nend\nend\n"
    ),
    "rounds side by side": (
        "parallel for x in 1 2 1\naws s a <<x>>\naws s b <<x>>\nend\naws s c\n"
    ),
    "a parallel block": (
        "parallel\naws s a\naws s a\nfor x in 1 2\naws s b <<x>>\nend\nend\naws s c\n"
    ),
    "captures": "x = aws s give\naws s use <<x>>\ny = aws get list\naws s use <<y>>\n",
    "captures in lists": (
        "for x in 1 2 1\nids[] = aws s give <<x>>\nend\n"
        "parallel for x in 1 2\nids[] = aws s give <<x>>\nend\n"
        "for id in <<ids>>\naws s use <<id>>\nend\nprint <<ids>>\n"
    ),
    "questions": (
        "if aws s a\naws s b\nelse\naws s c\nend\n"
        "if @ignore=Gone aws s gone\naws s d\nelse\naws s e\nend\n"
    ),
    "a while": "while x = aws take m\naws s use <<x>>\nend\naws s z\n",
    "retries": "@retry=2:Slow aws s slow\n@ignore=Gone aws s gone\naws s a\n",
    "a file that grows": "aws get list >> OUT\naws s a > OUT\n",
    "a role": (
        "defaults --role-arn arn:aws:iam::111122223333:role/r\naws s a\naws s b --profile p\n"
    ),
    "a finally": "x = aws s give\naws s a\nfinally\naws s y <<x>>\naws s z\nend\n",
    "a loop in a finally": (
        "for x in 1 1\nids[] = aws s give <<x>>\nend\n"
        "finally\nfor id in <<ids>>\naws s z <<id>>\nend\nend\n"
    ),
}
ANSWERS: Mapping[str, Answer | Sequence[Answer]] = {
    "s give": gives("r-0"),
    "s give 1": gives("r-1"),
    "s give 2": gives("r-2"),
    "get list": gives(["p", "q"]),
    "s gone": fails("Gone"),
    "s slow": [fails("Slow"), gives(None)],
    "take m": [gives("m-1"), gives("m-1"), gives("m-2"), gives(None)],
}


class KilledError(BaseException):
    """The end of the process in which a run was."""


class KilledRunner(FakeRunner):
    """A runner whose process is killed when so many commands were sent."""

    left = 1_000_000

    def __init__(self, answers: Mapping[str, Answer | Sequence[Answer]]) -> None:
        super().__init__(answers)
        self.done = Counter[str]()
        """The changes that were made, or of which the script says that it looks after them."""

    def run(self, *args: Any, **kwargs: Any) -> Outcome:
        outcome = super().run(*args, **kwargs)
        command, failure = self.commands[-1], outcome.failure
        if not command.startswith("get") and (failure is None or failure.code == "Gone"):
            self.done[command] += 1
        self.left -= 1
        if not self.left:
            raise KilledError
        return outcome


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_run_stopped_at_any_event_sends_each_change_once(name: str, tmp_path: Path) -> None:
    for step in range(1, 200):
        runner, notes = KilledRunner(ANSWERS), Notes()
        script = SCRIPTS[name].replace("OUT", str(tmp_path / f"{step}"))
        events = start(script, runner=runner, journal=FakeJournal(notes))
        seen = [*islice(events, step)]
        events.close()  # type: ignore[attr-defined]
        _goes_on(script, runner, notes)
        if len(seen) < step:
            break
    assert step > len(script.splitlines())


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_run_killed_in_any_command_sends_each_change_once(name: str, tmp_path: Path) -> None:
    for number in range(1, 200):
        runner, notes = KilledRunner(ANSWERS), Notes()
        runner.left = number
        script = SCRIPTS[name].replace("OUT", str(tmp_path / f"{number}"))
        try:
            run(script, runner=runner, journal=FakeJournal(notes))
        except KilledError:
            _goes_on(script, runner, notes)
        else:
            break
    assert number > 2


def _goes_on(script: str, runner: KilledRunner, notes: Notes) -> None:
    """Go on with a run that was stopped, and hold what was sent against one that was not."""
    assert len(notes.in_doubt) <= 1
    notes.decide(runner.done)
    if any(row.is_captured and row.kept is None and row.is_done for row in notes.rows):
        # Nobody knows what its result was.
        return
    whole = KilledRunner(ANSWERS)
    last = run(script, runner=whole)

    again = run(script, runner=runner, journal=FakeJournal(notes))

    assert runner.done == whole.done
    assert printed(again)[-1:] == printed(last)[-1:]
    assert {end.status.value for end in ends(again)} <= {"ok", "ignored", "done"}

    last = run(script, runner=runner, journal=FakeJournal(notes))
    changes = {end.status.value for end in ends(last) if "get" not in end.argv[:2]}
    assert changes <= {"done"}
