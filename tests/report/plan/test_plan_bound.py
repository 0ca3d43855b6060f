"""Plans with more changes than `--max-changes` allows."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from awsbatch.contract.effect import Effect
from awsbatch.event import Ended
from awsbatch.report.plan.plan_bound import PlanBound
from tests.report.event import ended, planned

CHANGE = planned()
OPEN = planned(is_open=True)
LAST = replace(CHANGE, finishing=True)
OTHERS = [ended(), *(planned(effect=each) for each in Effect if not each.counts)]


@pytest.mark.parametrize(
    ("most", "events", "message", "hint"),
    [
        (2, [CHANGE] * 2, None, None),
        (0, OTHERS, None, None),
        (2, [CHANGE, CHANGE, LAST, LAST], None, None),
        # How often, or whether, it would run is not known.
        (1, [CHANGE, OPEN], None, None),
        (
            10,
            [CHANGE] * 172,
            "the plan has 172 changes, and `--max-changes 10` allows 10 changes",
            "`--max-changes 172` allows them",
        ),
        (
            0,
            [planned(effect=Effect.TAKES)],
            "the plan has 1 change, and `--max-changes 0` allows none",
            "`--max-changes 1` allows them",
        ),
        (
            1,
            [CHANGE, OPEN, CHANGE],
            "the plan has 2 changes, and `--max-changes 1` allows 1 change",
            "`--max-changes 2` allows them, but none of those that may come besides",
        ),
        (
            1,
            [CHANGE, CHANGE, LAST, LAST, LAST],
            "the plan has 2 changes outside `finally`, and `--max-changes 1` allows 1 change",
            "`--max-changes 3` allows them",
        ),
        (
            1,
            [CHANGE, LAST, LAST],
            "`finally` has 2 changes, and `--max-changes 1` allows 1 change",
            "`--max-changes 2` allows them",
        ),
    ],
)
def test_more_than_are_allowed_are_told(
    most: int, events: Sequence[Ended], message: str | None, hint: str | None
) -> None:
    bound = PlanBound(most)
    for event in events:
        bound.take(event)
    error = bound.error()

    assert (error and error.message, error and error.hint) == (message, hint)
