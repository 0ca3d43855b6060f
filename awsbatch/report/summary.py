"""The lines at the end of a run: how many commands ended how, and the failures by kind."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from awsbatch.event import (
    SOUND,
    Cause,
    Ended,
    EndedEarly,
    Event,
    LeftOut,
    NoRound,
    Refused,
    Status,
)
from awsbatch.fault.style import Style, Styled, Text, joined
from awsbatch.fault.wording import counted
from awsbatch.record import record
from awsbatch.report import duration, early_end
from awsbatch.report.failure_list import FailureList
from awsbatch.report.tally import Tally

if TYPE_CHECKING:
    from awsbatch.fault.place import Place

_OTHERS = (Status.FAILED, Status.PARTIAL, Status.IGNORED, Status.SKIPPED, Status.ABANDONED)
_FAILURES = (Status.FAILED, Status.PARTIAL)
_TOLD = (Cause.UNSIGNED, Cause.REFUSED)
"""Where a run ended early by a failure that was told of as the reason."""
_MOST_NOTES = 3
# A stream may have any number of loops.
_MOST_LOOPS = 1000


@record
class Traffic:
    """How much a run sent over the network."""

    requests: int
    """botocore's retries included."""
    connections: int
    """How many were opened."""
    throttled: int = 0
    """How many of the requests AWS refused because they came too fast."""
    is_whole: bool = True
    """Whether that is all, and not only what is known."""


class Summary:
    """A report that counts the commands of a run and notes what did not succeed, by kind."""

    def __init__(
        self,
        tally: Tally,
        *,
        is_plan: bool = False,
        not_made: Callable[[], int] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start the clock of a run whose events `tally` takes at once, and this in script order.

        `not_made` is how many changes were not made of a plan that binds the run.
        """
        self.tally = tally
        self._is_plan = is_plan
        self._not_made = not_made
        self.failures = FailureList()
        self.idle: Counter[Place] = Counter()
        """How often each loop had no round, by its place."""
        self.left_out: list[LeftOut] = []
        """Each `finally` that did not run."""
        self._clock = clock
        self._started = clock()
        self.early: EndedEarly | None = None
        """Why the run ended before its end, if it did."""
        self._ended_last: list[str] = []

    def take(self, event: Event) -> None:
        """Note an event if it is not a success."""
        match event:
            case Ended() if event.status in SOUND:
                pass
            case Ended(status=Status.SKIPPED, blame=blame):
                self.failures.skip(blame)
            case Ended():
                self.failures.add(event)
            case Refused(place, late=True):
                self._ended_last.append(f"{place}: ended the `finally`")
            case EndedEarly():
                self.early = event
            case LeftOut():
                self.left_out.append(event)
            case NoRound(place) if place in self.idle or len(self.idle) < _MOST_LOOPS:
                self.idle[place] += 1
            case _:
                pass

    @property
    def seconds(self) -> float:
        """How long the run has taken up to now."""
        return self._clock() - self._started

    @property
    def not_made(self) -> int | None:
        """How many changes of the plan that binds the run were not made; None without a plan."""
        return None if self._not_made is None else self._not_made()

    def text(self, traffic: Traffic | None = None) -> str:
        """Return the summary of the run up to now, several lines without a last line ending."""
        return str(self.styled(traffic))

    def styled(self, traffic: Traffic | None = None, notes: Sequence[str] = ()) -> Styled:
        """Return what `text` does, with styles, and notes at the end."""
        lines = [
            self._counts() + sent(traffic),
            *([early_end.sentence(self.early)] if self.early is not None else []),
            *self._idle(),
            *self._left_out(),
            *self._unmade(),
            *self._ended_last[:_MOST_NOTES],
            *self._failures(),
            *map(Style.HINT.of, notes),
        ]
        return joined("\n  ", lines)

    def _failures(self) -> Iterator[str]:
        # The only failure was told just before, whole and with what helps.
        is_told = self.early is not None and self.early.cause in _TOLD
        if not is_told or self.tally.failed > 1:
            yield from self.failures.lines()

    def _idle(self) -> Iterator[str]:
        for place, times in self.idle.most_common(_MOST_NOTES):
            yield f"{place}: the loop had no round{f', {times} times' if times > 1 else ''}"
        if (more := len(self.idle) - _MOST_NOTES) > 0:
            yield f"{counted(more, 'more loop')} had no round"

    def _left_out(self) -> Iterator[str]:
        for each in self.left_out[:_MOST_NOTES]:
            yield f"{each.place}: `finally` was left out, because {early_end.left_out(each)}"
        if (more := len(self.left_out) - _MOST_NOTES) > 0:
            yield f"{more} more `finally` were left out as well"

    def _unmade(self) -> Iterator[str]:
        if number := self.not_made:
            were = "was" if number == 1 else "were"
            yield f"{counted(number, 'planned change')} {were} not made"

    def _counts(self) -> Text:
        if not self.tally.done:
            return "no command was run"
        return joined(", ", self._numbers()) + f" in {duration.shown(self.seconds)}"

    def _numbers(self) -> Iterator[Text]:
        ended = self.tally.ended
        gaps = f", {self.tally.gaps} of them incomplete" if self.tally.gaps else ""
        if self._is_plan:
            yield f"{ended[Status.PLANNED]} planned"
        yield f"{ended[Status.OK]} {'read' if self._is_plan else 'succeeded'}{gaps}"
        if ended[Status.DONE]:
            yield f"{ended[Status.DONE]} done before"
        for status in _OTHERS:
            if ended[status]:
                count = f"{ended[status]} {status.value}"
                yield Style.FAILURE.of(count) if status in _FAILURES else count
        if self.tally.not_started:
            yield f"{self.tally.not_started} not started"


def sent(traffic: Traffic | None) -> str:
    """Return what follows the counts of a summary; empty where nothing was sent."""
    if traffic is None or not traffic.requests:
        return ""
    least = "" if traffic.is_whole else "at least "
    requests = f"{least}{counted(traffic.requests, 'request')}"
    throttled = f", {traffic.throttled} throttled" if traffic.throttled else ""
    return f"; {requests}{throttled}, {counted(traffic.connections, 'connection')} opened"
