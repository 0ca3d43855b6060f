"""What is told of the calls of a program: a line for each, and a summary, by the options."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from awsbatch.cli.exec.call_terms import is_guarded
from awsbatch.contract.outcome import Failure
from awsbatch.report.call import call_trace
from awsbatch.report.call.call_end import Answer, CallEnd
from awsbatch.report.call.call_summary import CallSummary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from awsbatch.cli.option import Options
    from awsbatch.exec.call_report import CallReport
    from awsbatch.report.console import Console

_UNKNOWN = "it is not made here"


class CallTeller:
    """Tells a person of calls."""

    def __init__(self, options: Options, console: Console) -> None:
        """Start the clock of the summary."""
        self._options = options
        self._console = console
        self._summary = CallSummary()

    def take(self, report: CallReport) -> None:
        """Note how a call went, and tell of it if that is wanted."""
        end = _end(report, is_guarded=is_guarded(self._options))
        self._summary.take(end)
        if self._options.verbose:
            self._console.say(call_trace.line(end))

    def sum_up(self, under_way: int) -> None:
        """Tell of all calls, some of which are still `under_way`, unless that is not wanted."""
        if not self._options.quiet:
            self._summary.end(under_way)
            self._console.say(self._summary.styled())


def _end(report: CallReport, *, is_guarded: bool) -> CallEnd:
    told = report.told
    return CallEnd(
        _answer(report, is_guarded=is_guarded),
        report.seconds,
        told.get("words", ()),
        report.exit_status,
        report.signal,
        Failure(**told["failure"]) if "failure" in told else None,
        told.get("request_id"),
        report.why or _UNKNOWN,
        _name(report.instead, is_guarded=is_guarded),
        told.get("requests", 0),
        told.get("connections", 0),
        told.get("throttled", 0),
    )


def _name(instead: Sequence[str], *, is_guarded: bool) -> str:
    """Return what made a call, of the words that a client became; nothing if it became none."""
    if not is_guarded:
        return shlex.join(instead)
    # That is awsbatch itself, with the `aws` as the last word: none is that of its own Python.
    return instead[-1] or shlex.join([instead[0], "-m", "awscli"]) if instead else ""


def _answer(report: CallReport, *, is_guarded: bool) -> Answer:
    if report.instead:
        return Answer.GUARDED if is_guarded else Answer.FRESH
    is_made = report.exit_status is not None or report.signal is not None
    return Answer.MADE if is_made else Answer.LEFT
