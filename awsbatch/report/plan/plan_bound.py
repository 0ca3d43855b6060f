"""Whether a run of what was planned would make more changes than `--max-changes` allows."""

from collections import Counter

from awsbatch.event import Ended, Event
from awsbatch.fault.error import FailedError
from awsbatch.fault.wording import counted


class PlanBound:
    """A report that counts planned changes as a run does, those of `finally` apart."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._changes: Counter[bool] = Counter()
        """How many there surely are, outside `finally` and in it."""
        self._open: set[bool] = set()
        """Whether there may be others in each."""

    def take(self, event: Event) -> None:
        """Count a planned command, if a run would count it."""
        if isinstance(event, Ended) and event.step is not None and event.step.effect.counts:
            if event.is_open:
                self._open.add(event.finishing)
            else:
                self._changes[event.finishing] += 1

    def error(self) -> FailedError | None:
        """Return why a run would be stopped, if it surely would be."""
        finishing = self._changes[False] <= self._most
        number = self._changes[finishing]
        if number <= self._most:
            return None
        what = "`finally`" if finishing else "the plan"
        # Those are counted apart, but listed with the others.
        apart = " outside `finally`" if self._changes[True] and not finishing else ""
        allowed = counted(self._most, "change") if self._most else "none"
        besides = ", but none of those that may come besides" if finishing in self._open else ""
        return FailedError(
            f"{what} has {counted(number, 'change')}{apart}, and `--max-changes {self._most}`"
            f" allows {allowed}",
            hint=f"`--max-changes {max(self._changes.values())}` allows them{besides}",
        )
