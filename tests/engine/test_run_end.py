"""A run that ends before its end."""

import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TypeVar

import pytest

from awsbatch.contract.outcome import Ending, Outcome
from awsbatch.engine.engine import Engine, Terms
from awsbatch.engine.halt import Halt
from awsbatch.engine.run_end import Phase, RunEnd
from awsbatch.event import Cause, Ended, EndedEarly, News, Refused, Shown, Started
from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.language.model import Statement
from awsbatch.language.parser import parse
from tests.contract.fake_runner import (
    Answer,
    FakeOutput,
    FakeRunner,
    Hurried,
    ends,
    fails,
    happening,
    interrupt,
    outermost,
    raises,
    run,
    start,
    told,
)

pytestmark = pytest.mark.races

T = TypeVar("T")

PLACE = Place("1.aws", 1, 1, 5, "aws a")


def assert_set(event: threading.Event) -> None:
    event.wait()


def signals(run_end: RunEnd, number: int) -> list[bool]:
    """Send signals; return for each whether it interrupts the main thread."""
    return [run_end.request() for _ in range(number)]


def in_phase(run_end: RunEnd, phase: Phase | None, work: Callable[[], T]) -> T:
    """Do some work as the engine does in a phase."""
    if phase is None:
        return work()
    if phase is Phase.BESIDE:
        with run_end.beside(lambda: None):
            return work()
    return run_end.during(phase, work)


def _refused_in_finally(run_end: RunEnd) -> None:
    with run_end.finish():
        run_end.refuse(PLACE)


@pytest.mark.parametrize("finishing", [False, True])
@pytest.mark.parametrize(
    ("phase", "interrupts"),
    [
        (None, [False, False, False]),
        (Phase.WAITING, [True, True, True]),
        (Phase.RUNNING, [False, True, True]),
        (Phase.BESIDE, [False, False, False]),
    ],
)
def test_what_a_signal_interrupts_depends_on_the_phase(
    phase: Phase | None, interrupts: list[bool], *, finishing: bool
) -> None:
    run_end = RunEnd()
    with run_end.finish() if finishing else nullcontext():
        assert in_phase(run_end, phase, lambda: signals(run_end, 3)) == interrupts
    assert run_end.phase is None
    assert run_end.requested


@pytest.mark.parametrize("phase", [None, *Phase])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_second_signal_abandons_what_runs_side_by_side(
    phase: Phase | None, number: int
) -> None:
    run_end = RunEnd()

    def ask() -> list[bool]:
        signals(run_end, number)
        return [run_end.heed_abandon(), run_end.heed_abandon()]

    assert in_phase(run_end, phase, ask) == [number == 2, False]


def _refused_after_a_stop(run_end: RunEnd) -> None:
    run_end.stop(PLACE, Cause.UNLOGGED)
    run_end.refuse(PLACE, Cause.REFUSED)
    run_end.stop(PLACE, Cause.CHANGED)
    assert run_end.stopped is Cause.UNLOGGED


@pytest.mark.parametrize(
    ("wish", "starts", "starts_in_finally"),
    [
        (lambda _: None, True, True),
        (RunEnd.request, False, True),
        (lambda run_end: run_end.halt(Cause.FAIL), False, True),
        (lambda run_end: run_end.fail(PLACE), False, True),
        (lambda run_end: run_end.refuse(PLACE), False, True),
        (_refused_in_finally, False, False),
        (lambda run_end: run_end.stop(PLACE, Cause.CHANGED), False, False),
        (_refused_after_a_stop, False, False),
    ],
)
def test_what_may_start_after_a_wish_to_end_the_run(
    wish: Callable[[RunEnd], object], *, starts: bool, starts_in_finally: bool
) -> None:
    run_end = RunEnd(halt=Halt.SOON)
    wish(run_end)
    assert run_end.allows(finishing=False) is starts
    assert run_end.allows(finishing=True) is starts_in_finally


@pytest.mark.parametrize("halt", [None, *Halt])
@pytest.mark.parametrize("finishing", [False, True])
def test_a_failure_ends_the_run_only_where_that_is_asked_for(
    halt: Halt | None, *, finishing: bool
) -> None:
    run_end = RunEnd(halt=halt)
    woken = []
    with run_end.finish() if finishing else nullcontext(), run_end.beside(lambda: woken.append(1)):
        run_end.fail(PLACE)
        abandons = run_end.heed_abandon()
    ends = halt is not None and not finishing
    assert (run_end.requested, len(woken)) == (ends, int(ends))
    assert abandons is (halt is Halt.NOW and not finishing)


def test_a_refusal_is_told_of_once_in_the_run_and_once_in_finally() -> None:
    run_end = RunEnd()
    assert [run_end.refuse(PLACE), run_end.refuse(PLACE)] == [True, False]
    with run_end.finish():
        assert [run_end.refuse(PLACE), run_end.refuse(PLACE)] == [True, False]


def test_who_is_woken_sees_the_wish() -> None:
    run_end = RunEnd()
    seen: list[tuple[bool, bool]] = []
    with run_end.beside(lambda: seen.append((run_end.requested, run_end.abandons))):
        signals(run_end, 2)
    run_end.halt(Cause.FAIL)
    assert seen == [(True, False), (True, True)]


@pytest.mark.parametrize("phase", [Phase.WAITING, Phase.RUNNING])
def test_a_phase_ends_with_its_work_however_that_ends(phase: Phase) -> None:
    run_end = RunEnd()

    def fail() -> None:
        raise ZeroDivisionError

    assert run_end.during(phase, lambda: run_end.phase) is phase
    assert run_end.phase is None
    with pytest.raises(ZeroDivisionError):
        run_end.during(phase, fail)
    assert run_end.phase is None


def test_finally_forgets_what_was_to_be_abandoned_before_it() -> None:
    run_end = RunEnd()
    begun: list[bool] = []
    run_end.on_finish = lambda: begun.append(run_end.finishing)
    signals(run_end, 2)
    with run_end.finish():
        assert not run_end.heed_abandon()
    assert begun == [True]
    assert not run_end.finishing


def test_after_an_assert_in_finally_nothing_in_it_is_tried_again() -> None:
    refused = threading.Event()
    throttled = fails("Throttling", passing=True).outcome
    runner = FakeRunner({"y": Answer(throttled, act=lambda: assert_set(refused))})
    text = "aws a\nfinally\nparallel\n@retry=3 aws y\nassert <<`false`>> no\nend\nend\n"
    for each in start(text, runner=runner, terms=Terms(jobs=2)):
        if isinstance(each, Refused):
            refused.set()
    assert runner.commands == ["a", "y"]


def test_after_a_first_request_the_command_under_way_is_the_last() -> None:
    run_end = RunEnd()
    runner = FakeRunner({"s a 2": Answer(act=lambda: interrupt(run_end))})
    text = "for x in 1 2 3\naws s a <<x>>\naws b\nend\naws c\n"
    events = run(text, "aws d\n", runner=runner, run_end=run_end)
    assert told(events) == [(2, "ok", "aws s a 1"), (3, "ok", "aws b"), (2, "ok", "aws s a 2")]


def test_a_second_request_abandons_the_command_under_way() -> None:
    run_end = RunEnd()

    def twice() -> None:
        interrupt(run_end)
        interrupt(run_end)

    runner = FakeRunner({"a": Answer(act=twice)})
    events = run("aws a\naws b\n", runner=runner, run_end=run_end)
    assert told(events) == [(1, "abandoned", "aws a")]


@pytest.mark.parametrize(
    "answer", [raises(KeyboardInterrupt()), Answer(Outcome(130, ending=Ending.ABANDONED))]
)
def test_an_interrupted_command_is_abandoned_and_the_run_ends(answer: Answer) -> None:
    run_end = RunEnd()
    events = run("x = aws a\naws b\n", "aws c\n", runner=FakeRunner({"a": answer}), run_end=run_end)
    assert told(events) == [(1, "abandoned", "aws a")]
    last = events[-1]
    assert isinstance(last, Ended)
    assert last.exit_status is None
    assert run_end.requested


def test_a_request_while_a_stream_waits_ends_it_at_once() -> None:
    run_end = RunEnd()
    runner = FakeRunner()

    def statements() -> Iterator[Statement | ScriptError]:
        yield from parse("aws a\n", "-").statements
        interrupt(run_end)
        yield from parse("aws b\n", "-").statements

    events = list(
        happening(Engine(runner, FakeOutput(), outermost(), run_end=run_end).stream(statements()))
    )
    assert told(events) == [(1, "ok", "aws a")]
    assert run_end.requested


def test_a_stream_is_not_read_further_after_a_request() -> None:
    run_end = RunEnd()
    runner = FakeRunner({"a": Answer(act=lambda: interrupt(run_end))})
    statements = iter(parse("aws a\naws b\n", "-").statements)
    list(happening(Engine(runner, FakeOutput(), outermost(), run_end=run_end).stream(statements)))
    assert len(list(statements)) == 1


def test_a_signal_handler_may_end_a_pause_and_begin_another() -> None:
    run_end = RunEnd()
    with run_end.finish():
        signal.signal(signal.SIGUSR1, lambda *_: run_end.halt(Cause.FAIL))
        try:
            for _ in range(50):
                sender = threading.Thread(target=os.kill, args=(os.getpid(), signal.SIGUSR1))
                sender.start()
                run_end.pause(3600)
                sender.join()
        finally:
            signal.signal(signal.SIGUSR1, signal.SIG_DFL)
    assert run_end.requested


def test_a_command_that_the_pace_holds_back_does_not_start_after_a_request() -> None:
    class Halted(Hurried):
        """A run that a signal ends in its first pause."""

        def pause(self, seconds: float) -> None:
            super().pause(seconds)
            interrupt(self)

    run_end, runner = Halted(), FakeRunner()
    text = "aws a\nx = aws b\nfinally\naws s z <<x>>\nend\n"
    events = run(text, runner=runner, run_end=run_end, terms=Terms(rate=0.001))
    assert runner.commands == ["a"]
    assert run_end.pauses[0] == pytest.approx(1000, rel=0.01)
    assert str(ends(events)[-1].blame) == "1.aws:2 was not reached"


def test_a_command_whose_file_is_waited_for_does_not_start_after_a_second_request(
    tmp_path: Path,
) -> None:
    class Interrupted(RunEnd):
        """A run that two signals end as soon as it would wait for something."""

        def during(self, phase: Phase, work: Callable[[], T]) -> T:
            del work
            signals(self, 2)
            assert phase is Phase.RUNNING
            raise KeyboardInterrupt

    runner = FakeRunner()
    events = run(f"aws a > {tmp_path}/pipe\naws b\n", runner=runner, run_end=Interrupted())
    assert runner.commands == []
    assert told(events) == []


def test_a_pause_is_none_once_the_end_is_asked_for() -> None:
    run_end = RunEnd()
    run_end.halt(Cause.FAIL)
    run_end.pause(3600)
    run_end.pause(3600)
    assert run_end.requested


def test_a_broken_pipe_ends_the_run_after_the_command() -> None:
    run_end = RunEnd()
    runner = FakeRunner({"a": raises(BrokenPipeError())})
    events = run("aws a\naws b\n", runner=runner, run_end=run_end)
    assert told(events) == [(1, "abandoned", "aws a")]
    assert run_end.requested


def test_a_reader_that_leaves_ends_the_run() -> None:
    runner = FakeRunner()
    events = start("aws a\naws b\n", runner=runner)
    next(event for event in events if isinstance(event, Ended))
    assert isinstance(events, Generator)
    events.close()
    assert runner.commands == ["a"]


def test_the_first_signal_interrupts_a_command_that_only_waits() -> None:
    run_end = RunEnd()
    assert run_end.during(Phase.PAUSING, run_end.request)
    assert not RunEnd().request()


def test_what_only_waits_is_abandoned_once_for_each_signal_and_for_no_failure() -> None:
    run_end = RunEnd(halt=Halt.SOON)
    run_end.fail(PLACE)
    assert not run_end.heed_waits()
    run_end.request()
    assert run_end.heed_waits()
    assert not run_end.heed_waits()


def early(engine: Engine, events: Iterable[News]) -> EndedEarly:
    """Run to the end, and return why that came early."""
    list(events)
    _, shown = engine.end()
    assert isinstance(shown, Shown)
    assert isinstance(shown.event, EndedEarly)
    return shown.event


@pytest.mark.parametrize(
    ("text", "terms", "cause", "line"),
    [
        ("aws s a\naws bad\naws c\n", Terms(), Cause.HALT, 2),
        ("aws s a\naws bad\naws c\n", Terms(errexit=True), Cause.ERREXIT, 2),
        ("aws s a\nfail no\naws c\n", Terms(), Cause.FAIL, 2),
        ("aws s a\nassert <<`false`>> no\naws c\n", Terms(), Cause.GUARD, 2),
        ("aws s a\nparallel\nfail no\nend\naws c\n", Terms(jobs=2), Cause.FAIL, 3),
        ("parallel\naws bad\nfail no\nend\naws c\n", Terms(jobs=2), Cause.FAIL, 3),
        ("aws bad\nfail no\naws c\n", Terms(jobs=2, parallel=True), Cause.FAIL, 2),
    ],
)
def test_a_run_that_ended_early_tells_why(text: str, terms: Terms, cause: Cause, line: int) -> None:
    runner = FakeRunner({"bad": fails("Bad")})
    run_end = RunEnd(halt=Halt.SOON if cause is Cause.HALT else None)
    engine = Engine(runner, FakeOutput(), outermost(), terms, run_end=run_end)
    told = early(engine, engine.run(parse(text, "1.aws")))
    assert (told.cause, told.place and told.place.line) == (cause, line)


def test_the_last_command_to_begin_is_told_with_its_rounds_and_is_none_of_finally() -> None:
    run_end = RunEnd()
    runner = FakeRunner({"s a 2": Answer(act=lambda: interrupt(run_end))})
    engine = Engine(runner, FakeOutput(), outermost(), run_end=run_end)
    text = "for x in 1 2 3\naws s a <<x>>\nend\nfinally\naws z\nend\n"
    told = early(engine, engine.run(parse(text, "1.aws")))
    assert told == EndedEarly(Cause.INTERRUPTED, None, told.last)
    assert isinstance(told.last, Started)
    assert (told.last.place.line, told.last.round) == (2, (2,))


def test_a_run_that_came_to_its_end_tells_nothing_more() -> None:
    engine = Engine(FakeRunner({"a": fails("Bad")}), FakeOutput(), outermost())
    list(engine.run(parse("aws a\naws b\n", "1.aws")))
    assert list(engine.end()) == []


def test_the_first_reason_to_end_is_kept() -> None:
    run_end = RunEnd(halt=Halt.SOON)
    run_end.request(Cause.TERMINATED)
    run_end.fail(PLACE)
    assert run_end.early == EndedEarly(Cause.TERMINATED)
