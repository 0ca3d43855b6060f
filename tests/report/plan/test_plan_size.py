"""A plan of any size: each change takes as long as the one before, and waits on disk."""

import tracemalloc
from collections.abc import Iterator
from cProfile import Profile
from dataclasses import replace
from pstats import Stats

from awsbatch.event import Ended
from awsbatch.report.plan.plan_list import PlanList
from tests.report.event import give, planned

_REGIONS = 10


def _changes(first: int, number: int) -> Iterator[Ended]:
    events = [planned(region=f"region-{region}") for region in range(_REGIONS)]
    for name in range(first, first + number):
        event = events[name % _REGIONS]
        yield replace(event, argv=(*event.argv[:-1], f"/aws/lambda/{name:06}"))


def _calls(plan: PlanList, first: int) -> int:
    profile = Profile()
    profile.runcall(give, plan, *_changes(first, 200))
    return int(Stats(profile).total_calls)  # type: ignore[attr-defined]


def _peak(number: int) -> int:
    tracemalloc.start()
    plan = PlanList()
    for event in _changes(0, number):
        plan.take(event)
    size = sum(len(str(text)) for text in plan.lines())
    assert size > 50 * number
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_a_change_takes_as_much_as_the_one_before() -> None:
    plan = PlanList()
    give(plan, *_changes(0, 1000))
    few = _calls(plan, 1000)
    give(plan, *_changes(1200, 5000))

    many = _calls(plan, 6200)

    # Lines that have gathered are written to disk now and then.
    assert abs(many - few) < few / 100


def test_memory_is_bounded_by_how_many_places_there_are() -> None:
    few, many = _peak(500), _peak(5000)

    assert many - few < 1 << 18
