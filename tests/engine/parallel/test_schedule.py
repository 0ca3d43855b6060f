"""Which walk goes on next, in any order of ends, pauses and wishes, without a thread."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awsbatch.engine.parallel import waiting_output
from awsbatch.engine.parallel.schedule import Schedule, Walk
from awsbatch.engine.step import READY, Fork, Job, Pause, Steps
from awsbatch.event import Ended, Printed, Shown, Status, Telling
from awsbatch.fault.place import Place

pytestmark = pytest.mark.races

PLACE = Place("1.aws", 1, 1, 1, "")
NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)

Plan: TypeAlias = "Sequence[str | list[Plan]]"
"""The steps of a walk: a command, a `print`, a pause, or the walks of a block."""


def ended(label: str) -> Ended:
    return Ended(PLACE, 1, (), (label,), Status.OK, 0, NOW, 0.0)


def label(event: Telling) -> str:
    return event.text if isinstance(event, Printed) else getattr(event, "argv", ("refused",))[0]


def walk(plan: Plan, name: str) -> Steps:
    for number, step in enumerate(plan):
        at = f"{name}.{number}"
        match step:
            case "command":
                yield READY
                yield Job(lambda: None)
                yield ended(at)
            case "print":
                yield Printed(PLACE, at)
            case "done":
                yield replace(ended(at), status=Status.DONE)
            case "pause":
                yield Pause(10.0)
            case _:
                assert not isinstance(step, str)
                yield Fork(walks(step, at))


def walks(plans: Sequence[Plan], name: str) -> Iterator[Steps]:
    for number, plan in enumerate(plans):
        yield walk(plan, f"{name}.{number}")


def in_order(plans: Sequence[Plan], name: str) -> list[str]:
    """Return the labels of what a block tells, in script order."""
    return [
        each
        for number, plan in enumerate(plans)
        for at, step in enumerate(plan)
        for each in (
            [f"{name}.{number}.{at}"] * (step in ("command", "print"))
            if isinstance(step, str)
            else in_order(step, f"{name}.{number}.{at}")
        )
    ]


class Crew:
    """As many threads as there are jobs, each of which does something when it is told to."""

    def __init__(
        self,
        jobs: int,
        root: Fork,
        *,
        keeps_order: bool = True,
        pace: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self.now = 0.0
        self.jobs = jobs
        self.running: list[tuple[Walk, Job[Any]]] = []
        self.shown: list[str] = []
        self.most = 0
        self.most_waiting = 0
        self.schedule = Schedule(jobs, pace=pace, keeps_order=keeps_order, clock=lambda: self.now)
        self.schedule.begin(root)

    def work(self) -> bool:
        """Have an idle thread go on with a walk; return whether there was one."""
        walk = self.schedule.next()
        if walk is not None:
            self.go_on(walk)
        return walk is not None

    def go_on(self, walk: Walk) -> None:
        for step in walk.steps:
            if isinstance(step, Job):
                self.schedule.running[walk] = step
                self.running.append((walk, step))
                self.most = max(self.most, len(self.running))
                return
            goes_on = self.schedule.take(walk, step)
            waiting = self.schedule.waiting
            self.most_waiting = max(self.most_waiting, waiting.told - waiting.shown)
            if not goes_on:
                return
        self.schedule.end(walk)

    def finish(self, number: int = 0) -> None:
        """Let a job end; its thread walks on."""
        walk, job = self.running.pop(number)
        job.run()
        del self.schedule.running[walk]
        self.go_on(walk)

    def show(self) -> None:
        """Have the main thread take what happened."""
        while self.schedule.news:
            news = self.schedule.news.popleft()
            if isinstance(news, Shown):
                self.shown.append(label(news.event))
                self.schedule.waiting.shown += 1

    def wait(self) -> None:
        """Let time pass until something may go on."""
        assert self.schedule.wakes_at is not None
        self.now = max(self.now, self.schedule.wakes_at)

    def abandon(self) -> None:
        abandoned = self.schedule.abandon(self.schedule.running)
        assert {id(job) for job in abandoned} == {id(job) for _, job in self.running}
        self.running.clear()

    @property
    def can_go_on(self) -> bool:
        """Whether a thread, the main thread or time may make something happen."""
        schedule = self.schedule
        return bool(self.running or schedule.news or schedule.has_more or schedule.is_done)

    def finished(self) -> list[str]:
        """Do all that is left to do; return what was shown."""
        while not self.schedule.is_done:
            works = len(self.running) < self.jobs and self.work()
            if not (works or self.schedule.is_done):
                self.move()
        self.show()
        return self.shown

    def move(self) -> None:
        """Do what makes others go on, where no thread can."""
        if self.running:
            self.finish()
        elif self.schedule.news:
            self.show()
        elif self.schedule.wakes_at is not None:
            self.wait()
        else:
            raise AssertionError("nothing can go on")


PLANS = st.recursive(
    st.lists(st.sampled_from(["command", "print", "pause"]), max_size=3),
    lambda inner: st.lists(
        st.one_of(st.sampled_from(["command", "print"]), st.lists(inner, max_size=3)), max_size=6
    ),
    max_leaves=12,
)
RARELY = 0.05
MOST_MOVES = 20_000
BLOCKS = st.lists(PLANS, max_size=5)


class Stream:
    """The walks of a block, each of which comes only after it was asked for a few times."""

    def __init__(self, plans: Sequence[Plan], delays: Iterator[int]) -> None:
        self._walks = walks(plans, "")
        self._delays = delays
        self._left = next(delays)
        self.is_awaited = False
        """Whether it was last asked in vain."""

    def __iter__(self) -> "Stream":
        return self

    def __next__(self) -> Steps | None:
        self.is_awaited = self._left > 0
        if self._left:
            self._left -= 1
            return None
        self._left = next(self._delays)
        return next(self._walks)


@settings(max_examples=200, deadline=None)
@given(BLOCKS, st.integers(1, 4), st.integers(1, 3), st.booleans(), st.integers(0, 2**32))
def test_any_order_of_ends_pauses_and_wishes_gives_script_order(
    plans: list[Plan],
    jobs: int,
    most: int,
    keeps_order: bool,  # noqa: FBT001 (it is drawn)
    seed: int,
) -> None:
    choose = random.Random(seed)  # noqa: S311 (it guards nothing)
    stream = Stream(plans, iter(lambda: choose.choice([0, 0, 1, 2]), None))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(waiting_output, "MOST_WAITING", most)
        crew = Crew(jobs, Fork(stream), keeps_order=keeps_order)

    for _ in range(MOST_MOVES):
        if crew.schedule.is_done:
            break
        actions: list[Callable[[], object]] = [crew.show, crew.schedule.look]
        if len(crew.running) < jobs:
            actions += [crew.work] * 3
        if crew.running:
            actions += [lambda: crew.finish(choose.randrange(len(crew.running)))] * 3
        if crew.schedule.wakes_at is not None:
            actions.append(crew.wait)
        if choose.random() < RARELY:
            actions = [crew.abandon, crew.schedule.hurry]
        choose.choice(actions)()
        assert crew.can_go_on or stream.is_awaited
    crew.show()

    expected = in_order(plans, "")
    assert crew.schedule.is_done
    assert sorted(crew.shown) == sorted(expected)
    assert crew.shown == expected or not keeps_order
    assert crew.most <= jobs
    # A command may end, and a line be printed after it, in each walk under way.
    assert crew.most_waiting <= most * jobs + 2 * jobs


@given(BLOCKS)
def test_one_job_after_the_other_is_as_the_script_reads(plans: list[Plan]) -> None:
    crew = Crew(1, Fork(walks(plans, "")), keeps_order=False)

    assert crew.finished() == in_order(plans, "")


def test_a_block_of_nothing_is_done_once_it_was_asked_for_a_walk() -> None:
    crew = Crew(1, Fork(walks([], "")))

    assert not crew.schedule.is_done
    assert crew.schedule.next() is None
    assert crew.schedule.is_done


def test_the_rest_of_a_block_inside_comes_before_the_rest_of_the_block() -> None:
    crew = Crew(2, Fork(walks([[[["command"]] * 3], ["command"]], "")))
    begun: list[tuple[int, ...]] = []

    while crew.work() or crew.running:
        if crew.running:
            begun.append(crew.running[-1][0].path)
            crew.finish(-1)

    assert begun == [(0, 0), (0, 1), (0, 2), (1,)]


def test_no_more_walks_begin_than_jobs_can_run() -> None:
    begun: list[int] = []

    def endless() -> Iterator[Steps]:
        while True:
            begun.append(len(begun))
            yield walk(["command"], f".{len(begun)}")

    crew = Crew(3, Fork(endless()))

    while crew.work():
        pass

    assert len(begun) == len(crew.running) == 3
    assert crew.schedule.next() is None


def test_a_walk_that_pauses_leaves_its_thread_to_others_and_not_its_place() -> None:
    crew = Crew(2, Fork(walks([["pause", "command"], ["command"], ["command"]], "")))

    assert [crew.work(), crew.work(), crew.work()] == [True, True, False]
    assert crew.schedule.wakes_at == 10.0
    crew.wait()
    assert crew.work()
    assert [walk.path for walk, _ in crew.running] == [(1,), (0,)]


def test_pauses_end_in_order_of_their_time_and_of_their_coming() -> None:
    crew = Crew(4, Fork(walks([["pause", "command"]] * 3, "")))

    for now in (5.0, 0.0, 0.0):
        crew.now = now
        assert crew.work()
    crew.now = 15.0
    while crew.work():
        pass

    assert [walk.path for walk, _ in crew.running] == [(1,), (2,), (0,)]


def test_a_command_starts_when_the_pace_allows_it() -> None:
    waits = iter([0.0, 2.0, 4.0])
    crew = Crew(3, Fork(walks([["command"]] * 3, "")), pace=lambda: next(waits))

    while crew.work():
        pass
    assert len(crew.running) == 1
    crew.now = 2.0
    assert [crew.work(), crew.work()] == [True, False]
    assert len(crew.running) == 2
    assert crew.schedule.wakes_at == 4.0


def test_a_command_that_was_held_back_starts_when_the_pace_allows_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waiting_output, "MOST_WAITING", 1)
    waits = iter([0.0, 0.0, 0.0, 2.0])
    plans: list[Plan] = [["command"], ["command"] * 3]
    crew = Crew(2, Fork(walks(plans, "")), pace=lambda: next(waits))
    crew.work()
    crew.work()
    crew.finish(1)
    crew.finish(1)
    assert len(crew.running) == 1

    assert crew.finished() == in_order(plans, "")
    assert crew.now == 2.0


def test_a_wish_to_end_the_run_ends_pauses_in_their_order() -> None:
    crew = Crew(4, Fork(walks([["pause", "command"]] * 4, "")))
    for now in (0.0, 2.0, 1.0, 3.0):
        crew.now = now
        assert crew.work()

    crew.schedule.hurry()

    assert crew.schedule.wakes_at is None
    while crew.work():
        pass
    assert [walk.path for walk, _ in crew.running] == [(0,), (2,), (1,), (3,)]


def test_abandoned_walks_go_on_in_script_order() -> None:
    crew = Crew(2, Fork(walks([["pause", "command"], ["command", "command"]], "")))
    crew.work()
    crew.work()
    crew.wait()
    crew.work()
    assert [walk.path for walk, _ in crew.running] == [(1,), (0,)]

    crew.abandon()

    assert crew.work()
    assert [label(event) for event in crew.schedule.news if isinstance(event, Ended)] == [".0.1"]


@pytest.mark.parametrize("step", ["print", "done"])
def test_what_takes_no_time_is_held_back(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_output, "MOST_WAITING", 2)
    crew = Crew(1, Fork(walks([[step] * 100], "")))

    while crew.work():
        pass

    assert crew.schedule.waiting.told == 2
    assert len(crew.finished()) == 100


def test_abandoned_jobs_are_waited_for_no_more() -> None:
    crew = Crew(2, Fork(walks([["command", "command"], ["command"], ["command"]], "")))
    crew.work()
    crew.work()
    jobs = [job for _, job in crew.running]

    assert crew.schedule.abandon(crew.schedule.running) == jobs
    assert crew.schedule.abandon(crew.schedule.running) == []
    crew.running.clear()
    assert crew.finished() == [".0.0", ".0.1", ".1.0", ".2.0"]


def test_what_was_not_known_is_asked_for_again_only_on_a_look() -> None:
    crew = Crew(2, Fork(Stream([["command"]], iter([1, 0, 0]))))

    assert [crew.work(), crew.work()] == [False, False]
    assert not crew.schedule.has_more
    crew.schedule.look()
    assert crew.work()


def test_who_ends_looks_again_for_what_was_not_known() -> None:
    crew = Crew(2, Fork(Stream([["command"], ["command"]], iter([0, 1, 0, 0]))))
    assert [crew.work(), crew.work()] == [True, False]

    crew.finish()

    assert crew.work()


@pytest.mark.parametrize("first", ["command", "pause"])
def test_too_much_that_waits_holds_others_back_until_it_is_shown(
    first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_output, "MOST_WAITING", 1)
    plans: list[Plan] = [[first, "command"], *[["print"]] * 9]
    crew = Crew(2, Fork(walks(plans, "")))

    while crew.work():
        pass
    assert crew.schedule.waiting.told == 2
    assert crew.schedule.waiting.is_room_wanted
    assert crew.schedule.next() is None
    assert crew.finished() == in_order(plans, "")


def test_where_order_is_not_kept_all_is_shown_as_it_comes() -> None:
    crew = Crew(2, Fork(walks([["command"], ["command"]], "")), keeps_order=False)
    crew.work()
    crew.work()

    crew.finish(1)
    crew.show()

    assert crew.shown == [".1.0"]
