"""The lines at the end of a run: how many commands ended how, and the first failures."""

import time
from collections import Counter
from collections.abc import Callable, Iterator

from awsbatch.event import (
    Ended,
    EndedEarly,
    Event,
    LeftOut,
    Refused,
    Status,
)
from awsbatch.fault.wording import counted
from awsbatch.record import record
from awsbatch.report import duration, early_end
from awsbatch.report.message import NO_CHANGE, skipped
from awsbatch.report.tally import Tally

# The others are counted only: a loop may fail thousands of times.
_MOST_LINES = 20
_OTHERS = (Status.FAILED, Status.PARTIAL, Status.IGNORED, Status.SKIPPED, Status.ABANDONED)


@record
class Traffic:
    """How much a run sent over the network."""

    requests: int
    """botocore's retries included."""
    connections: int
    """How many were opened."""
    throttled: int = 0
    """How many of the requests AWS refused because they came too fast."""


class Summary:
    """A report that counts the commands of a run and notes the first that did not succeed.

    A line of a script that ends alike in many rounds of a loop is noted once, with a count.
    """

    def __init__(self, tally: Tally, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Start the clock of a run whose events `tally` takes at once, and this in script order."""
        self._clock = clock
        self._started = clock()
        self._tally = tally
        self._lines: Counter[str] = Counter()
        self._more = 0
        self._early: EndedEarly | None = None

    def take(self, event: Event) -> None:
        """Note an event if it is not a success."""
        match event:
            case Ended(status=Status.OK | Status.IGNORED):
                pass
            case Ended():
                self._note(f"{event.place}: {_ending(event)}")
            case Refused(place, late=True):
                self._note(f"{place}: ended the `finally`")
            case EndedEarly():
                self._early = event
            case LeftOut(place):
                self._note(f"{place}: `finally` was left out, because {NO_CHANGE}")
            case _:
                pass

    def text(self, traffic: Traffic | None = None) -> str:
        """Return the summary of the run up to now, several lines without a last line ending."""
        lines = [f"{self._counts()}{_sent(traffic)}"]
        if self._early is not None:
            lines.append(f"  {early_end.sentence(self._early)}")
        lines += [f"  {line}{_times(count)}" for line, count in self._lines.items()]
        if self._more:
            lines.append(f"  and {self._more} more")
        return "\n".join(lines)

    def _note(self, line: str) -> None:
        # A line that is known already is counted, however many others there are.
        if line in self._lines or len(self._lines) < _MOST_LINES:
            self._lines[line] += 1
        else:
            self._more += 1

    def _counts(self) -> str:
        if not self._tally.done:
            return "no command was run"
        counts = ", ".join(_counts(self._tally))
        return f"{counts} in {duration.shown(self._clock() - self._started)}"


def _counts(tally: Tally) -> Iterator[str]:
    ended = tally.ended
    gaps = f", {tally.gaps} of them incomplete" if tally.gaps else ""
    yield f"{ended[Status.OK]} succeeded{gaps}"
    for status in _OTHERS:
        if ended[status]:
            yield f"{ended[status]} {status.value}"
    if tally.not_started:
        # The run ended before their turn came.
        yield f"{tally.not_started} not started"


def _ending(event: Ended) -> str:
    match event.status:
        case Status.OK | Status.IGNORED | Status.FAILED:
            return f"exit {event.exit_status}"
        case Status.PARTIAL:
            return _partial(event)
        case Status.SKIPPED:
            return skipped(event)
        case Status.ABANDONED:
            return "abandoned"


def _partial(event: Ended) -> str:
    member = f", by `{event.partial.member}` of the answer" if event.partial is not None else ""
    return f"partial{member}"


def _sent(traffic: Traffic | None) -> str:
    if traffic is None or not traffic.requests:
        return ""
    requests = counted(traffic.requests, "request")
    throttled = f", {traffic.throttled} throttled" if traffic.throttled else ""
    return f"; {requests}{throttled}, {counted(traffic.connections, 'connection')} opened"


def _times(count: int) -> str:
    return f" ({count} times)" if count > 1 else ""
