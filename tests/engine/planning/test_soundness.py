"""What a run of any script changes was in its plan, whatever the changes give."""

import re
from collections.abc import Sequence
from random import Random
from typing import Any
from zlib import crc32

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from awsbatch.contract.plan import PlannedStep
from awsbatch.contract.word import Unknown, Word, text_of
from awsbatch.event import Ended, Status
from tests.contract.fake_planner import FakePlanner, plan
from tests.contract.fake_runner import Answer, FakeRunner, Hurried, ends, fails, gives, known, run
from tests.engine.planning.random_script import RandomScript

_VALUES: Sequence[Any] = (None, "s", 0, ["a", "b"], [], {"A": "v"}, {"A": ["c"]}, "t", ["x"])
_BETWEEN = "\x1f"


class _Answering:
    """Answers each command by its text alone, so that a plan and a run are told the same.

    Only what reads fails: a plan foresees that its changes are made.
    """

    seed = 0

    def _answer(self, command: str) -> Answer:
        choices = len(_VALUES) + (2 if command.startswith("get") else 0)
        choice = crc32(f"{self.seed} {command}".encode()) % choices
        if choice < len(_VALUES):
            return gives(_VALUES[choice])
        return fails("No" if choice == len(_VALUES) else "Other")


class _Runner(_Answering, FakeRunner):
    pass


class _Planner(_Answering, FakePlanner):
    pass


@given(st.integers(0, 2**32), st.integers(0, 2**32))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_run_changes_no_more_than_was_planned(script: int, seed: int) -> None:
    text = RandomScript(Random(script)).text()  # noqa: S311 (no secret)
    note(text)
    planner, runner = _Planner(), _Runner()
    planner.seed = runner.seed = seed
    run_end = Hurried()

    planned = plan(text, planner=planner, run_end=run_end)

    assert not any(planner.effect(words).stays for words in planner.words)
    # One that ends early says so: it has what it came to, and is no plan of what is behind it.
    if run_end.early is None:
        assert known(planned) == len(ends(planned))
        _assert_covered(
            [end for end in ends(planned) if end.status is Status.PLANNED], _changes(text, runner)
        )


def _changes(text: str, runner: FakeRunner) -> list[list[Word]]:
    run(text, runner=runner)
    return [words for words in runner.words if runner.effect(words).stays]


def _assert_covered(planned: Sequence[Ended], made: Sequence[Sequence[Word]]) -> None:
    patterns = [(_pattern(end.step), end.is_open) for end in planned if end.step is not None]
    closed: dict[str, int] = {}
    for words in made:
        line = _BETWEEN.join(map(text_of, words))
        matching = [is_open for pattern, is_open in patterns if pattern.fullmatch(line)]
        closed[line] = closed.get(line, 0) + 1
        note(f"made {line}")
        assert any(matching) or closed[line] <= len(matching), line


def _pattern(step: PlannedStep) -> re.Pattern[str]:
    """Return what commands of a step match: what is not known is any text, also of more words."""
    return re.compile(_BETWEEN.join(map(_word, step.words)), re.DOTALL)


def _word(word: Word) -> str:
    return "".join(
        ".*" if isinstance(piece, Unknown) else re.escape(text_of((piece,))) for piece in word
    )
