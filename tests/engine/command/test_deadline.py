"""Commands that take longer than their `@timeout`, and waits that a signal ends."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from awsbatch.contract.outcome import Ending, Failure, Outcome
from awsbatch.engine.command.deadline import Deadline
from awsbatch.engine.engine import Terms
from awsbatch.engine.run_end import RunEnd
from awsbatch.output.memory import Memory
from tests.contract.fake_runner import (
    Answer,
    FakeOutput,
    FakeRunner,
    Hurried,
    ends,
    fails,
    gives,
    interrupt,
    printed,
    run,
    told,
)

pytestmark = pytest.mark.races

DOUBT = "given up after 1 second: a request that was under way may have been carried out"
# Long enough to fail the test, if nothing ends the command before.
LONG = 60


class Slow(FakeRunner):
    """Has commands whose name begins with `slow` run until they are abandoned."""

    def __init__(self, *, signalled: bool = False) -> None:
        # As the outcome of a command that was abandoned.
        waiting = Answer(Outcome(130, ending=Ending.ABANDONED), act=self._wait)
        super().__init__({"slow": waiting, "ec2 wait slow": waiting, "flaky": fails(passing=True)})
        self._signalled = signalled

    def _wait(self) -> None:
        if self._signalled:
            os.kill(os.getpid(), signal.SIGUSR1)
        self.cancellations[-1].wait(LONG)


class Talking(Slow):
    """Prints before and after it was given up."""

    def __init__(self, output: FakeOutput) -> None:
        super().__init__()
        self.has_ended = threading.Event()
        self.seen = b""
        self._terminal = output

    def run(self, *args: Any, **options: Any) -> Outcome:
        options["stdout"].write(b"before")
        self.seen = self._terminal.stdout.content()
        outcome = super().run(*args, **options)
        options["cancellation"].wait(LONG)
        options["stdout"].write(b"after")
        self.has_ended.set()
        return outcome


def test_a_deadline_knows_how_much_is_left() -> None:
    now = [10.0]
    deadline = Deadline(30, clock=lambda: now[0])
    assert deadline.left() == 30
    now[0] = 50.0
    assert deadline.left() == 0


def test_what_was_given_up_is_a_failure_that_can_be_named() -> None:
    stderr = Memory()
    outcome = Deadline(90).outcome(stderr, in_doubt=False)
    assert (outcome.exit_status, outcome.failure) == (
        124,
        Failure("Timeout", "given up after 90 seconds"),
    )
    assert stderr.text() == "\ngiven up after 90 seconds (Timeout)"


@pytest.mark.parametrize("jobs", [1, 8])
@pytest.mark.parametrize("text", ["{}aws after\n", "parallel\n{}end\naws after\n"])
def test_a_command_is_given_up_at_its_deadline(text: str, jobs: int) -> None:
    runner, output = Slow(), FakeOutput()
    script = text.format("@timeout=1s aws slow\n")
    events = run(script, runner=runner, output=output, terms=Terms(jobs=jobs), run_end=RunEnd())
    assert [end.status.value for end in ends(events)] == ["failed", "ok"]
    assert ends(events)[0].failure == Failure("Timeout", DOUBT)
    assert output.stderr.text() == f"\n{DOUBT} (Timeout)"
    assert runner.abandoned == 1


@pytest.mark.parametrize("jobs", [1, 8])
def test_it_prints_as_it_goes_and_nothing_once_it_was_given_up(jobs: int) -> None:
    output = FakeOutput()
    runner = Talking(output)
    run("@timeout=1s aws slow\n", runner=runner, output=output, terms=Terms(jobs=jobs))
    runner.has_ended.wait(LONG)
    assert runner.seen == b"before"
    assert output.stdout.text() == "before"


def test_one_that_ends_in_time_is_as_any_other() -> None:
    runner = FakeRunner({"get": gives("x")})
    events = run("x = @timeout=1h aws get\nprint <<x>>\n", runner=runner)
    assert printed(events) == ["x"]


def test_a_failure_in_its_thread_is_one_of_the_run() -> None:
    class Broken(FakeRunner):
        def run(self, *_: object, **__: object) -> None:  # type: ignore[override]
            raise RuntimeError("a bug")

    with pytest.raises(RuntimeError, match="a bug"):
        run("@timeout=1h aws get\n", runner=Broken())


def test_an_if_and_a_capture_take_its_code() -> None:
    text = """\
if @timeout=1s @ignore=Timeout aws slow
    print yes
else
    print no
end
x = @timeout=1s @ignore=Time* aws slow
print <<x || 'null'>>
"""
    assert printed(run(text, runner=Slow(), run_end=RunEnd())) == ["no", "null"]


def test_the_waits_between_attempts_count() -> None:
    runner, run_end = Slow(), Hurried()
    (end,) = ends(run("@timeout=1s @retry=5 aws flaky\n", runner=runner, run_end=run_end))
    assert (end.attempts, end.failure) == (1, Failure("Timeout", "given up after 1 second"))
    assert len(run_end.pauses) == 1


def test_a_command_that_only_waits_leaves_nothing_in_doubt() -> None:
    (end,) = ends(run("@timeout=1s aws ec2 wait slow\n", runner=Slow(), run_end=RunEnd()))
    assert end.failure == Failure("Timeout", "given up after 1 second")


@pytest.mark.parametrize("jobs", [1, 8])
@pytest.mark.parametrize("modifier", ["", "@timeout=1h "])
@pytest.mark.parametrize("text", ["{}", "parallel\n{}end\n"])
def test_the_first_signal_ends_what_only_waits(text: str, modifier: str, jobs: int) -> None:
    run_end = RunEnd()
    script = text.format(f"{modifier}aws ec2 wait slow\n")
    file = f"aws a\n{script}aws b\nfinally\naws z\nend\n"
    with _handling(run_end):
        runner = Slow(signalled=True)
        events = run(file, runner=runner, run_end=run_end, terms=Terms(jobs=jobs))
    assert [status for _, status, _ in told(events)] == ["ok", "abandoned", "ok"]
    assert runner.commands == ["a", "ec2 wait slow", "z"]


def test_in_finally_the_next_signal_ends_a_wait_and_nothing_else() -> None:
    run_end = RunEnd()
    text = "aws a\nfinally\naws ec2 wait slow\naws z\nend\n"
    with _handling(run_end):
        events = run(text, runner=Slow(signalled=True), run_end=run_end)
    assert [status for _, status, _ in told(events)] == ["ok", "abandoned", "ok"]


@contextmanager
def _handling(run_end: RunEnd) -> Iterator[None]:
    before = signal.signal(signal.SIGUSR1, lambda *_: interrupt(run_end))
    try:
        yield
    finally:
        signal.signal(signal.SIGUSR1, before)
