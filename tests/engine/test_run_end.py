"""A run that ends before its end."""

import os
import signal
import threading
from collections.abc import Generator, Iterator

import pytest

from awsbatch.contract.outcome import Outcome
from awsbatch.engine.engine import Engine
from awsbatch.engine.run_end import RunEnd
from awsbatch.event import Ended
from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Statement
from awsbatch.language.parser import parse
from tests.contract.fake_runner import (
    Answer,
    FakeOutput,
    FakeRunner,
    happening,
    interrupt,
    outermost,
    raises,
    run,
    start,
    told,
)


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
    "answer", [raises(KeyboardInterrupt()), Answer(Outcome(130, interrupted=True))]
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
        signal.signal(signal.SIGUSR1, lambda *_: run_end.halt())
        try:
            for _ in range(50):
                sender = threading.Thread(target=os.kill, args=(os.getpid(), signal.SIGUSR1))
                sender.start()
                run_end.pause(3600)
                sender.join()
        finally:
            signal.signal(signal.SIGUSR1, signal.SIG_DFL)
    assert run_end.requested


def test_a_pause_is_none_once_the_end_is_asked_for() -> None:
    run_end = RunEnd()
    run_end.halt()
    run_end.pause(3600)
    run_end.pause(3600)
    assert run_end.requested


def test_a_broken_pipe_ends_the_run_after_the_command() -> None:
    run_end = RunEnd()
    runner = FakeRunner({"a": raises(BrokenPipeError())})
    events = run("aws a\naws b\n", runner=runner, run_end=run_end)
    assert told(events) == [(1, "abandoned", "aws a")]
    assert run_end.broken_pipe


def test_a_reader_that_leaves_ends_the_run() -> None:
    runner = FakeRunner()
    events = start("aws a\naws b\n", runner=runner)
    next(event for event in events if isinstance(event, Ended))
    assert isinstance(events, Generator)
    events.close()
    assert runner.commands == ["a"]
