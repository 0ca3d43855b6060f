"""Events as tests want them."""

from datetime import datetime, timezone

from awsbatch.engine.event import Ended, Event, Started, Status
from awsbatch.report.report import Report
from awsbatch.source import Place

LINE = "aws logs delete-log-group --log-group-name old"
ARGV = ("aws", "logs", "delete-log-group", "--log-group-name", "old")
NOON = datetime(2026, 5, 20, 12, 0, 0, 250_000, tzinfo=timezone.utc)


def place(line: int = 12) -> Place:
    return Place("cleanup.aws", line, 1, len(LINE), LINE)


def started(seq: int = 1, argv: tuple[str, ...] = ARGV) -> Started:
    return Started(place(), seq, argv, live=True)


def ended(status: Status = Status.OK, exit_status: int | None = 0, line: int = 12) -> Ended:
    return Ended(place(line), 1, (), ARGV, status, exit_status, NOON, 0.25)


def failed(line: int = 12) -> Ended:
    return ended(Status.FAILED, 254, line)


def give(report: Report, *events: Event) -> None:
    for event in events:
        report.take(event)


class Clock:
    """A clock that goes only when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now
