from collections.abc import Iterable, Iterator

import pytest

from awsbatch.event import Cause, Event, Known, News, Shown
from awsbatch.exit_status import ExitStatus
from awsbatch.fault.error import AwsbatchError, UsageError
from awsbatch.report.audience import Audience
from awsbatch.report.console import Console
from tests.report.event import ended, refused, started
from tests.report.terminal import Files


class Reader:
    """A report that notes what it takes, and fails at an event that it cannot write."""

    def __init__(self, unwritable: "Event | None" = None, error: Exception | None = None) -> None:
        self.taken: list[Event] = []
        self._unwritable = unwritable
        self._error = error

    def take(self, event: Event) -> None:
        if self._error is not None and event is self._unwritable:
            raise self._error
        self.taken.append(event)


@pytest.fixture
def halts() -> list[Cause]:
    return []


def follow(
    events: Iterable[News], console: Console, halts: list[Cause], *at_once: Reader
) -> ExitStatus:
    return Audience(at_once, []).follow(events, console, halt=halts.append)


def test_an_event_is_taken_when_it_happens_and_again_when_its_turn_comes(
    console: Console, halts: list[Cause]
) -> None:
    first, second = Reader(), Reader()
    one, other = ended(line=1), refused(line=2)
    audience = Audience([first], [second])

    events: list[News] = [Known(2), started(), other, one, Shown(one), Shown(other)]
    status = audience.follow(events, console, halt=halts.append)

    assert status is ExitStatus.OK
    assert first.taken == [Known(2), started(), other, one]
    assert second.taken == [one, other]
    assert halts == []


def test_a_reader_that_has_gone_ends_the_run_and_the_other_reports_go_on(
    console: Console, files: Files, halts: list[Cause]
) -> None:
    one, other = ended(line=1), ended(line=2)
    gone, there = Reader(one, BrokenPipeError()), Reader()

    assert follow([one, other], console, halts, gone, there) is ExitStatus.OK

    assert (gone.taken, there.taken) == ([other], [one, other])
    assert halts == [Cause.CLOSED]
    assert files.stderr == ""


def test_what_cannot_be_written_is_told_and_ends_the_run(
    console: Console, files: Files, halts: list[Cause]
) -> None:
    one, other = ended(line=1), ended(line=2)
    full, there = Reader(one, AwsbatchError("the disk is full")), Reader()

    assert follow([one, other], console, halts, full, there) is ExitStatus.FAILED

    assert (full.taken, there.taken) == ([other], [one, other])
    assert halts == [Cause.UNWRITTEN]
    assert files.stderr == "error: the disk is full\n"


def test_events_that_end_with_an_error_are_told_to_do_so(
    console: Console, files: Files, halts: list[Cause]
) -> None:
    def events() -> Iterator[News]:
        yield ended()
        raise AwsbatchError("cannot read standard input: no such device")

    reader = Reader()

    assert follow(events(), console, halts, reader) is ExitStatus.FAILED

    assert reader.taken == [ended()]
    assert files.stderr == "error: cannot read standard input: no such device\n"


def test_what_was_not_to_begin_is_a_fault(console: Console, halts: list[Cause]) -> None:
    def events() -> Iterator[News]:
        yield from ()
        raise UsageError("no")

    assert follow(events(), console, halts) is ExitStatus.FAULT
