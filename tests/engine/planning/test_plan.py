"""What a plan makes of a script: what really runs, what is planned, and what is not known."""

from typing import Any

import pytest

from awsbatch.engine.engine import Terms
from tests.contract.fake_planner import FakePlanner, lines, plan
from tests.contract.fake_runner import ends, fails, gives, known, printed
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
