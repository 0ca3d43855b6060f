"""What a failure ends, in loops and `parallel` blocks: the same at every width."""

from typing import Any

import pytest

from awsbatch.engine.engine import Terms
from awsbatch.event import Ended, Status
from tests.contract.fake_runner import FakeRunner, ends, fails, gives, known, run
from tests.table import table

pytestmark = pytest.mark.races
CASES = table("engine/rounds")


@pytest.mark.parametrize("jobs", [1, 8])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_failure_ends(case: dict[str, Any], jobs: int) -> None:
    answers = {command: gives(value) for command, value in case.get("gives", {}).items()}
    runner = FakeRunner({**answers, **{command: fails() for command in case["fails"]}})

    events = run(case["script"], runner=runner, terms=Terms(jobs=jobs))

    assert sorted(map(_told, ends(events))) == sorted(case["ends"])
    # What was not reached is all that is known and has no end.
    reached = len(ends(events))
    assert known(events) - reached == case.get("not_started", 0)


def _told(end: Ended) -> str:
    why = ""
    if end.status is Status.SKIPPED and end.blame is not None:
        why = f" because {end.blame}"
    elif end.error is not None and not end.argv:
        why = f" {end.error.message}"
    return f"{end.place.line} {end.status.value} {' '.join(end.argv)}{why}"
