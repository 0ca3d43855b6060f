"""The lines at the end of a program: how many of its calls ended how, and the failures by kind."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timezone

from awsbatch.contract import quoting
from awsbatch.contract.excerpt import parts
from awsbatch.contract.outcome import Failure
from awsbatch.event import Ended, Status
from awsbatch.fault.place import Place
from awsbatch.fault.style import Style, Styled, Text, joined
from awsbatch.fault.wording import counted
from awsbatch.record import record
from awsbatch.report import duration
from awsbatch.report.call.call_end import GUARDED, Answer, CallEnd
from awsbatch.report.failure_list import FailureList
from awsbatch.report.summary import Traffic, sent

_MOST_REASONS = 5
_UNKNOWN = "aws"


@record
class Operation(Place):
    """What a call was to do, in the place of the line that a command of a file has."""

    def __str__(self) -> str:
        return self.file


class CallSummary:
    """Counts calls, and notes those that did not succeed, by kind."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start the clock."""
        self._clock = clock
        self._started = clock()
        self._succeeded = 0
        self._failed = 0
        self._failures = FailureList()
        self._cut = 0
        """How many were ended in their middle."""
        self._elsewhere = 0
        """How many were not made here."""
        self._under_way = 0
        self._reasons: Counter[str] = Counter()
        """How many no worker made to their end, by what is told of them."""
        self._requests = self._connections = self._throttled = 0
        self._is_counted = True
        """Whether nothing more was sent."""

    def take(self, end: CallEnd) -> None:
        """Count a call that is over."""
        self._requests += end.requests
        self._connections += end.connections
        self._throttled += end.throttled
        self._is_counted &= end.is_counted
        match end.answer:
            case Answer.MADE if end.succeeded:
                self._succeeded += 1
            case Answer.MADE:
                self._failed += 1
                self._failures.add(_ended(end))
            case Answer.FRESH:
                self._elsewhere += 1
                words = quoting.on_one_line(end.instead)
                self._reasons[f"ran as `{words}`, since {end.why}"] += 1
            case Answer.CUT:
                self._cut += 1
                self._reasons[f"may have been made: {end.why}"] += 1
            case Answer.LEFT:
                self._elsewhere += 1
                self._reasons[f"not made here: {end.why}"] += 1
        if end.answer is Answer.MADE and end.why:
            self._reasons[f"made by {GUARDED}, since {end.why}"] += 1

    def end(self, under_way: int) -> None:
        """Take how many calls have begun, and are not over."""
        self._under_way = under_way
        self._is_counted &= not under_way

    def text(self) -> str:
        """Return the summary up to now, several lines without a last line ending."""
        return str(self.styled())

    def styled(self) -> Styled:
        """Return what `text` does, with styles."""
        traffic = Traffic(
            self._requests, self._connections, self._throttled, is_whole=self._is_counted
        )
        lines = [
            self._counts() + sent(traffic),
            *self._lines_of_reasons(),
            *self._failures.lines(),
        ]
        return joined("\n  ", lines)

    def _counts(self) -> Text:
        if not any((self._succeeded, self._failed, self._cut, self._elsewhere, self._under_way)):
            return "no call of `aws` came: one by its path is not answered here"
        numbers: list[Text] = [f"{counted(self._succeeded, 'call')} succeeded"]
        if self._failed:
            numbers.append(Style.FAILURE.of(f"{self._failed} failed"))
        if self._cut:
            numbers.append(Style.FAILURE.of(f"{self._cut} ended in {_middle(self._cut)}"))
        if self._elsewhere:
            numbers.append(f"{self._elsewhere} not made here")
        if self._under_way:
            numbers.append(f"{self._under_way} still under way")
        return joined(", ", numbers) + f" in {duration.shown(self._clock() - self._started)}"

    def _lines_of_reasons(self) -> Iterator[str]:
        shown = self._reasons.most_common(_MOST_REASONS)
        for why, count in shown:
            yield f"{count} {why}"
        if rest := self._reasons.total() - sum(count for _, count in shown):
            yield f"{rest} so for other reasons"


def _middle(count: int) -> str:
    return "its middle" if count == 1 else "their middle"


def _ended(end: CallEnd) -> Ended:
    """Return the end of a call as that of a command."""
    operation = " ".join(parts(tuple(end.argv)).operation) or _UNKNOWN
    failure = end.failure
    if failure is None and end.signal is not None:
        failure = Failure(end.how, f"ended by {end.how}", local=True)
    return Ended(
        Operation(operation, 0, 0, 1, ""),
        seq=0,
        round=(),
        argv=end.argv,
        status=Status.FAILED,
        exit_status=end.exit_status,
        started=datetime.now(timezone.utc),
        seconds=end.seconds,
        failure=failure,
    )
