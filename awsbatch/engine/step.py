"""What carrying out a statement tells, and asks of whoever drives it.

The walk of a statement is a generator. It never runs a command, waits or
starts anything beside itself: it yields a step, and goes on when that is
done. So the same walk serves one command after the other and many at a time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

from awsbatch.contract.cancellation import Cancellation
from awsbatch.event import Event
from awsbatch.record import record

T = TypeVar("T")


@record
class Ready:
    """A command wants to start; it goes on when it may, or the run is to end."""


@dataclass(slots=True, eq=False)
class Job(Generic[T]):
    """Something that may take its time, to be done in whatever thread."""

    work: Callable[[], T]
    cancellation: Cancellation = field(default_factory=Cancellation)
    result: T | None = None
    """None for one that was interrupted, or abandoned."""

    def run(self) -> None:
        """Do it to its end."""
        self.result = self.work()


@record
class Pause:
    """Nothing to do for a while, or until the run is to end."""

    seconds: float


@record
class Fork:
    """Walks that may run beside each other; it goes on when all have ended."""

    walks: "Iterator[Steps | None]"
    """Asked for the next one when there is room for it; None where that is not known yet."""
    listen: "Listen | None" = None
    """Takes what is to be called, from any thread, when one that was not known may be."""


Listen: TypeAlias = Callable[[Callable[[], None]], None]
Step: TypeAlias = Event | Ready | Job[Any] | Pause | Fork
Steps: TypeAlias = Iterator[Step]

READY = Ready()
