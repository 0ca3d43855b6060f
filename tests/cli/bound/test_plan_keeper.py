"""Which commands of a plan a bound run will ask for."""

from dataclasses import replace
from datetime import datetime, timezone

from awsbatch.cli.bound.plan_keeper import PlanKeeper
from awsbatch.contract.effect import Effect
from awsbatch.contract.plan import PlannedStep, Target
from awsbatch.event import Ended, Printed, Status
from awsbatch.fault.place import Place
from tests.contract.fake_runner import FakeRunner

PLACE = Place("1.aws", 7, 1, 1, "")
NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)


def ended(text: str, effect: Effect = Effect.CHANGES) -> Ended:
    words = tuple((word,) for word in text.split())
    step = PlannedStep(words, effect, Target("1"))
    argv = ("aws", *text.split())
    return Ended(PLACE, 1, (), argv, Status.PLANNED, None, NOW, 0.0, step=step)


def kept(*events: Ended | Printed) -> PlanKeeper:
    keeper = PlanKeeper(b"key", FakeRunner().effect, ["1.aws"])
    for event in events:
        keeper.take(event)
    return keeper


def test_keeps_planned_changes_with_their_line() -> None:
    plan = kept(ended("delete a"), Printed(PLACE, "x"), ended("take a", Effect.TAKES)).plan
    assert [(each.line, each.argv, each.effect) for each in plan.changes] == [
        ("1.aws:7", ("delete", "a"), Effect.CHANGES),
        ("1.aws:7", ("take", "a"), Effect.TAKES),
    ]


def test_keeps_where_a_change_stands() -> None:
    (change,) = kept(ended("delete a")).plan.changes
    assert change.at == (0, PLACE.line, PLACE.column)


def test_keeps_no_read_whatever_becomes_of_its_output() -> None:
    read = ended("get a", Effect.LOCAL_WRITES)
    assert read.step is not None
    written = replace(read, step=replace(read.step, file=("out",)))
    assert kept(ended("get a", Effect.READS), written).plan.changes == []


def test_keeps_a_change_whose_output_goes_to_a_file() -> None:
    change = ended("delete a")
    assert change.step is not None
    written = replace(change, step=replace(change.step, file=("out",)))
    assert len(kept(written).plan.changes) == 1


def test_keeps_nothing_that_was_not_planned() -> None:
    assert kept(replace(ended("delete a"), status=Status.OK, step=None)).plan.changes == []


def test_keeps_whether_a_change_is_open() -> None:
    changes = kept(replace(ended("delete a"), is_open=True)).plan.changes
    assert [each.is_open for each in changes] == [True]


def test_shows_a_change_without_the_profile_that_tells_who_signs() -> None:
    signed = replace(ended("delete a"), argv=("aws", "delete", "a", "--profile", "ROLE"))
    assert kept(signed).plan.changes[0].argv == ("delete", "a")


def test_shows_no_secrets() -> None:
    masked = replace(ended("delete a"), argv=("aws", "delete", "***"))
    assert kept(masked).plan.changes[0].argv == ("delete", "***")
