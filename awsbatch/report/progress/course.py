"""The course of a run, as far as it can be told at a moment, the time left included."""

import time
from collections import deque
from collections.abc import Callable, Sequence

from awsbatch.event import Started, Status
from awsbatch.record import record
from awsbatch.report.tally import Tally

# Only what ended lately tells how long the rest will take, and few ends tell nothing.
_LATELY_SECONDS = 60.0
_LATELY_ENDS = 10
_FEWEST_ENDS = 3
# An end that is this many times later than was to be expected: something else goes on.
_LATE = 3


def _none() -> int:
    return 0


def _not_yet() -> bool:
    return False


@record
class Moment:
    """How far a run is at a moment."""

    done: int
    total: int | None
    """How many commands there will be; None where that is not known."""
    elapsed: float
    """The seconds since its beginning."""
    left: float | None
    """The seconds to its end; None where that cannot be told."""
    failed: int
    throttled: int
    """How many requests AWS refused because they came too fast."""
    under_way: Sequence[Started]
    """In the order in which they started."""
    done_before: int = 0
    """How many of those done an earlier run has carried out, which says nothing of this one."""

    @property
    def rate(self) -> str:
        """How many commands end in a second, or in a minute where those are few."""
        rate = (self.done - self.done_before) / self.elapsed if self.elapsed else 0.0
        return f"{rate:.1f}/s" if rate >= 1 or not rate else f"{rate * 60:.1f}/min"

    @property
    def troubles(self) -> list[str]:
        """What should not happen, with its number."""
        numbers = {"failed": self.failed, "throttled": self.throttled}
        return [f"{number} {what}" for what, number in numbers.items() if number]


class Course:
    """The course of a run, which whoever shows it looks at now and then.

    It is looked at from another thread than the run's, which so pays nothing for it.
    """

    def __init__(
        self,
        tally: Tally,
        *,
        endless: bool = False,
        throttled: Callable[[], int] = _none,
        is_ending: Callable[[], bool] = _not_yet,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin a run now.

        With `endless`, how many commands there will be is not known, as in a
        stream. Once `is_ending`, not all of them have their turn.
        """
        self._tally = tally
        self._endless = endless
        self._throttled = throttled
        self._is_ending = is_ending
        self._clock = clock
        self._started = clock()
        self._ends: deque[tuple[float, int]] = deque([(self._started, 0)])
        """When more had ended here than at the look before, and how many by then."""

    def look(self) -> Moment:
        """Return how far the run is now."""
        tally, now = self._tally, self._clock()
        done = tally.done
        # A copy, in one step: the main thread changes the dictionary meanwhile.
        under_way = list(tally.under_way.values())
        # As in a `while`, which is all but done in each of its rounds.
        is_open = tally.unknown > 0 and tally.known <= done + len(under_way)
        total = None if self._endless or is_open else max(tally.known, done) or None
        done_before = tally.ended[Status.DONE]
        self._note(now, done - done_before)
        can_tell = not (total is None or tally.unknown or self._is_ending())
        return Moment(
            done=done,
            total=total,
            elapsed=now - self._started,
            left=self._left(now, (total or 0) - done, len(under_way)) if can_tell else None,
            failed=tally.failed,
            throttled=self._throttled(),
            under_way=under_way,
            done_before=done_before,
        )

    def _note(self, now: float, done: int) -> None:
        ends = self._ends
        if done > ends[-1][1]:
            ends.append((now, done))
        # The one before the first of these ends is where they are counted from.
        while len(ends) > _LATELY_ENDS and ends[1][0] < now - _LATELY_SECONDS:
            ends.popleft()

    def _left(self, now: float, commands: int, under_way: int) -> float | None:
        (first, before), (last, done) = self._ends[0], self._ends[-1]
        if done - before < _FEWEST_ENDS or last == first:
            return None
        seconds = (last - first) / (done - before)
        idle = now - last
        if idle > _LATE * seconds * max(under_way, 1):
            return None
        return max(seconds * commands - idle, 0.0)
