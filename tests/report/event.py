"""Events as tests want them."""

import shlex
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timezone

from awsbatch.contract.effect import Effect
from awsbatch.contract.loop_value import LoopValue
from awsbatch.contract.outcome import Failure, Partial
from awsbatch.contract.plan import PlannedStep, Target
from awsbatch.event import (
    Blame,
    Cause,
    Ended,
    Event,
    LeftOut,
    NoRound,
    Refused,
    Started,
    Status,
    Undecided,
)
from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.output.spool import Spool, Store
from awsbatch.report.report import Report

LINE = "aws logs delete-log-group --log-group-name old"
ARGV = ("aws", "logs", "delete-log-group", "--log-group-name", "old")
NOON = datetime(2026, 5, 20, 12, 0, 0, 250_000, tzinfo=timezone.utc)
LOCAL_NOON = f"{NOON.astimezone():%H:%M:%S}"
"""The time of day at which the events here end, wherever the tests run."""


def place(line: int = 12) -> Place:
    return Place("cleanup.aws", line, 1, len(LINE), LINE)


def started(
    seq: int = 1, argv: tuple[str, ...] = ARGV, values: Mapping[str, object] | None = None
) -> Started:
    """Return the start of a command, in loops that have set these values."""
    loops = tuple(LoopValue(*each) for each in (values or {}).items())
    return Started(place(), seq, argv, loops)


def ended(status: Status = Status.OK, exit_status: int | None = 0, line: int = 12) -> Ended:
    return Ended(
        place(line), 1, (), ARGV, status, exit_status, NOON, 0.25, int(status is not Status.SKIPPED)
    )


def spool(data: bytes) -> Spool:
    """Return output that waits to be shown."""
    spool = Spool(Store())
    spool.write(data)
    return spool


def failed(line: int = 12) -> Ended:
    return ended(Status.FAILED, 254, line)


def denied(name: str, line: int = 12, request_id: str | None = None) -> Ended:
    """Return a failure of one code for a log group."""
    failure = Failure(
        "AccessDenied",
        "An error occurred (AccessDenied) when calling the DeleteLogGroup operation: not you",
        request_id,
    )
    return replace(failed(line), argv=(*ARGV[:-1], name), failure=failure)


def done(line: int = 12) -> Ended:
    """Return the end of a command that an earlier run has carried out."""
    return replace(ended(Status.DONE, None, line), attempts=0)


def skipped(line: int = 14) -> Ended:
    return replace(ended(Status.SKIPPED, None, line), blame=Blame(place(12)))


def ignored() -> Ended:
    failure = Failure("ResourceNotFoundException", "no such group")
    return replace(ended(Status.IGNORED, 254), failure=failure)


def partial(line: int = 12) -> Ended:
    told = Partial("Errors", 2, ("AccessDenied: Access Denied (a)",))
    return replace(ended(Status.PARTIAL, 0, line), partial=told)


def incomplete() -> Ended:
    return replace(ended(), partial=Partial("InvalidParameters", 1, ("a",), is_failure=False))


def left_out(line: int = 12, cause: Cause | None = None) -> LeftOut:
    return LeftOut(place(line), cause)


def no_round(line: int = 12) -> NoRound:
    return NoRound(place(line))


def refused(line: int = 12) -> Refused:
    return Refused(place(line), ScriptError("not this account", place=place(line)))


def give(report: Report, *events: Event) -> None:
    for event in events:
        report.take(event)


class Clock:
    """A clock that goes only when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def planned(  # noqa: PLR0913 (all that a plan tells of a command)
    line: str = LINE,
    *,
    effect: Effect = Effect.CHANGES,
    account: str | None = "111122223333",
    region: str | None = "us-east-1",
    profile: str | None = None,
    endpoint: str | None = None,
    signer: str | None = None,
    file: str | None = None,
    appends: bool = False,
    is_open: bool = False,
    depth: int = 0,
) -> Ended:
    """Return the end of a command that was planned, from the words of its line."""
    argv = tuple(shlex.split(line))
    step = PlannedStep(
        words=tuple((word,) for word in argv[1:]),
        effect=effect,
        target=Target(account, region, endpoint, profile),
        file=None if file is None else (file,),
        appends=appends,
    )
    return replace(
        ended(Status.PLANNED, None),
        argv=argv,
        step=step,
        signer=signer,
        is_open=is_open or depth > 0,
        depth=depth,
    )


def undecided(text: str, depth: int = 0) -> Undecided:
    return Undecided(place(), text, depth)
