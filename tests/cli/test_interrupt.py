import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial

import pytest

from awsbatch.cli.interrupt import Interrupt
from awsbatch.engine.run_end import Phase, RunEnd
from awsbatch.exit_status import ExitStatus

pytestmark = pytest.mark.races

NOW = "stopping now; again to end without `finally`"


class Told:
    """Notes what it is told, and whether anything new might still have started by then."""

    def __init__(self, run_end: RunEnd) -> None:
        self.told: list[str] = []
        self.late: list[str] = []
        self._run_end = run_end

    def echoed(self) -> None:
        """Do nothing: there is no terminal."""

    def say(self, text: str) -> None:
        self.told.append(text)
        if not self._run_end.requested:
            self.late.append(text)


@pytest.fixture
def run_end() -> RunEnd:
    return RunEnd()


@pytest.fixture
def told(run_end: RunEnd) -> Told:
    return Told(run_end)


@pytest.fixture
def interrupt(run_end: RunEnd, told: Told) -> Iterator[Interrupt]:
    interrupt = Interrupt(run_end, told)
    with interrupt.handled():
        yield interrupt


def test_the_first_ctrl_c_lets_the_command_under_way_end(
    interrupt: Interrupt, run_end: RunEnd, told: Told
) -> None:
    run_end.during(Phase.RUNNING, partial(signal.raise_signal, signal.SIGINT))

    assert run_end.requested
    assert told.told == ["stopping after the command under way; again to stop now"]
    assert interrupt.exit_status is ExitStatus.INTERRUPTED


def test_the_second_ctrl_c_stops_the_command_under_way_at_once(
    interrupt: Interrupt, run_end: RunEnd, told: Told
) -> None:
    run_end.during(Phase.RUNNING, partial(signal.raise_signal, signal.SIGINT))

    with pytest.raises(KeyboardInterrupt):
        run_end.during(Phase.RUNNING, partial(signal.raise_signal, signal.SIGINT))

    assert told.told == ["stopping after the command under way; again to stop now", NOW]
    assert interrupt.exit_status is ExitStatus.INTERRUPTED


def test_ctrl_c_while_commands_run_side_by_side_wakes_who_waits_for_them(
    interrupt: Interrupt, run_end: RunEnd, told: Told
) -> None:
    woken: list[bool] = []

    with run_end.beside(lambda: woken.append(run_end.abandons)):
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    assert told.told == ["stopping after the commands under way; again to stop now", NOW]
    assert woken == [False, True]
    assert interrupt.exit_status is ExitStatus.INTERRUPTED


def test_the_second_ctrl_c_interrupts_nothing_between_commands(
    interrupt: Interrupt, run_end: RunEnd, told: Told
) -> None:
    signal.raise_signal(signal.SIGINT)
    signal.raise_signal(signal.SIGINT)

    assert run_end.requested
    assert told.told == ["stopping", NOW]
    assert interrupt.exit_status is ExitStatus.INTERRUPTED


def test_a_first_ctrl_c_in_finally_lets_it_end(
    interrupt: Interrupt, run_end: RunEnd, told: Told
) -> None:
    with run_end.finish():
        run_end.during(Phase.RUNNING, partial(signal.raise_signal, signal.SIGINT))

    assert told.told == ["stopping after `finally`; again to stop now"]
    assert interrupt.exit_status is ExitStatus.INTERRUPTED


def test_nothing_new_starts_once_the_person_is_told(interrupt: Interrupt, told: Told) -> None:
    del interrupt
    signal.raise_signal(signal.SIGINT)

    assert told.told == ["stopping"]
    assert told.late == []


def test_ctrl_c_stops_at_once_while_a_stream_is_waited_for(
    interrupt: Interrupt, run_end: RunEnd, told: Told
) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_end.during(Phase.WAITING, partial(signal.raise_signal, signal.SIGINT))

    assert told.told == []
    assert interrupt.exit_status is ExitStatus.INTERRUPTED


def test_a_termination_is_as_the_first_ctrl_c_with_its_own_status(
    interrupt: Interrupt, run_end: RunEnd, told: Told
) -> None:
    run_end.during(Phase.RUNNING, partial(signal.raise_signal, signal.SIGTERM))

    assert run_end.requested
    assert told.told == ["stopping after the command under way; again to stop now"]
    assert interrupt.exit_status is ExitStatus.TERMINATED


def test_the_handlers_are_put_back(run_end: RunEnd, told: Told) -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)

    with Interrupt(run_end, told).handled():
        pass

    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_what_is_ignored_stays_ignored(run_end: RunEnd, told: Told) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)

    with Interrupt(run_end, told).handled():
        os.kill(os.getpid(), signal.SIGINT)
    signal.signal(signal.SIGINT, before)

    assert told.told == []


def test_the_third_ctrl_c_ends_the_process() -> None:
    program = """
import contextlib, signal
from awsbatch.engine.run_end import Phase, RunEnd
from awsbatch.cli.interrupt import Interrupt
from awsbatch.report.console import Console
run_end = RunEnd()
with Interrupt(run_end, Console()).handled():
    for _ in range(3):
        with contextlib.suppress(KeyboardInterrupt):
            run_end.during(Phase.RUNNING, lambda: signal.raise_signal(signal.SIGINT))
    print("not reached", flush=True)
"""

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)

    assert done.returncode == ExitStatus.INTERRUPTED
    assert done.stdout == b""
    assert done.stderr.decode() == (
        f"stopping after the command under way; again to stop now\n{NOW}\nended without `finally`\n"
    )
