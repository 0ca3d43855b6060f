"""What a plan makes of a script: what really runs, what is planned, and what is not known."""

from typing import Any

import pytest

from awsbatch.engine.engine import Terms
from awsbatch.event import Ended, Undecided
from awsbatch.language.input_value import InputValue
from tests.contract.fake_planner import FakePlanner, lines, plan
from tests.contract.fake_runner import ends, fails, gives, known, outermost, printed
from tests.table import table

pytestmark = pytest.mark.races
CASES = table("engine/planning/plans")


@pytest.mark.parametrize("jobs", [1, 8])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_plan(case: dict[str, Any], jobs: int) -> None:
    answers = {command: gives(value) for command, value in case.get("gives", {}).items()}
    planner = FakePlanner({**answers, **{command: fails() for command in case.get("fails", ())}})

    events = plan(case["script"], planner=planner, terms=Terms(jobs=jobs))

    assert sorted(lines(events)) == sorted(case["tells"])
    assert sorted(planner.commands) == sorted(case["ran"])
    assert printed(events) == case.get("prints", [])
    assert known(events) - len(ends(events)) == case.get("not_started", 0)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({}, "<<a>> <<b>> <<x>>"),
        ({"a": InputValue("1", "`a=1`"), "x": InputValue("2", "`x=2`")}, "1 <<b>> 2"),
    ],
)
def test_inputs_after_a_file_of_which_not_all_is_known(
    given: dict[str, InputValue], text: str
) -> None:
    events = plan(
        "x = aws make x\n",
        "input a = <<x.A>>\ninput b = <<a || x>>\ninput x = <<'default'>>\n"
        "aws put it <<a>> <<b>> <<x>>\n",
        scope=outermost(given=given),
    )

    assert lines(events)[1:] == [f"4 planned aws put it {text}"]


def test_statements_of_a_file_side_by_side() -> None:
    text = "if @ignore=No aws make x\naws do one\nend\nfor i in 1 2\naws do two <<i>>\nend\n"
    events = plan(text, terms=Terms(jobs=4, parallel=True))

    assert sorted(lines(events)) == [
        "1 ? if aws make x",
        "1 planned aws make x",
        "2 planned* aws do one",
        "5 planned aws do two 1",
        "5 planned aws do two 2",
    ]


def test_blocks_within_one_another_are_told_apart() -> None:
    events = plan(
        "x = aws make x\nif <<x>>\nfor i in <<x>>\nfail no\nend\nfor i in 1\naws do one\nend\n"
        "while m = aws take it\naws do two\nend\nend\nwhile m = aws take it\naws do two\nend\n"
    )

    depths = [
        (event.place.line, event.depth) for event in events if isinstance(event, Ended | Undecided)
    ]
    assert depths == [
        (1, 0),
        (2, 0),
        (3, 1),
        (4, 2),
        (7, 1),
        (9, 1),
        (9, 1),
        (10, 2),
        (13, 0),
        (13, 0),
        (14, 1),
    ]
