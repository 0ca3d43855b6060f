"""What is told of the calls of a program: a line for each, and a summary, by the options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from awsbatch.cli.exec.fresh_call import VERB
from awsbatch.contract.outcome import Failure
from awsbatch.report.call import call_trace
from awsbatch.report.call.call_end import Answer, CallEnd
from awsbatch.report.call.call_summary import CallSummary

if TYPE_CHECKING:
    from awsbatch.cli.option import Options
    from awsbatch.exec.call_report import CallReport
    from awsbatch.report.console import Console


class CallTeller:
    """Tells a person of calls."""

    def __init__(self, options: Options, console: Console) -> None:
        """Start the clock of the summary."""
        self._options = options
        self._console = console
        self._summary = CallSummary()
        self._bug: str | None = None

    def take(self, report: CallReport) -> None:
        """Note how a call went, and tell of it if that is wanted."""
        if VERB in report.instead:
            # It tells of the same call when it ends.
            return
        self._bug = self._bug or report.told.get("bug")
        end = _end(report)
        self._summary.take(end)
        if self._options.verbose:
            self._console.say(call_trace.line(end))

    def sum_up(self, under_way: int) -> None:
        """Tell of all calls, some of which are still `under_way`, unless that is not wanted.

        A bug in awsbatch is told in any case.
        """
        if not self._options.quiet:
            self._summary.end(under_way)
            self._console.say(self._summary.styled())
        if self._bug is not None:
            # Nobody else asks for it.
            from awsbatch.cli import verbatim

            self._console.say(verbatim.bug(self._bug))


def _end(report: CallReport) -> CallEnd:
    told = report.told
    return CallEnd(
        _answer(report),
        report.seconds,
        told.get("words", ()),
        report.exit_status,
        report.signal,
        Failure(**told["failure"]) if "failure" in told else None,
        told.get("request_id"),
        report.why or told.get("why", ""),
        report.instead,
        told.get("requests", 0),
        told.get("connections", 0),
        told.get("throttled", 0),
    )


def _answer(report: CallReport) -> Answer:
    if report.is_cut:
        return Answer.CUT
    if report.instead:
        return Answer.FRESH
    is_made = report.exit_status is not None or report.signal is not None
    return Answer.MADE if is_made else Answer.LEFT
