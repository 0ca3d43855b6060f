"""The steps of a walk: what happens, and what whoever drives the walk is to do.

The walk of a statement is a generator. It never runs a command, waits or
starts a thread: it yields a step, and goes on when that is done. So the same
walk serves one command after the other and many at the same time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

from awsbatch.contract.cancellation import Cancellation
from awsbatch.engine.command.deadline import Deadline
from awsbatch.event import Event, Refused
from awsbatch.record import record

T = TypeVar("T")


class NotReachedError(Exception):
    """Raised in a walk where it is not to go on, because the run is to end."""


class StoppedError(NotReachedError):
    """Raised in a walk that ends the run so that another one goes on with its command."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused)
        self.refused = refused
        """Why, which is to be told."""


@record
class Ready:
    """A command is ready to start; the walk goes on when it may, or when the run is to end."""


@dataclass(slots=True, eq=False)
class Job(Generic[T]):
    """Work that may take long, to be done in any thread."""

    work: Callable[[], T]
    cancellation: Cancellation = field(default_factory=Cancellation)
    only_waits: bool = False
    """Whether nothing is lost if a first signal ends it."""
    deadline: Deadline | None = None
    result: T | None = None
    """None if the work was interrupted or abandoned before its end."""
    is_late: bool = False
    """Whether it was abandoned at its deadline; then the result is none, whatever comes."""

    def run(self) -> None:
        """Do the work to its end, and keep its result."""
        self.result = self.work()

    def give_up(self) -> None:
        """Abandon the work, since its deadline has passed."""
        self.is_late = True
        self.cancellation.abandon()


@record
class Pause:
    """The walk goes on after a while, or when the run is to end."""

    seconds: float


@record
class Fork:
    """Walks that may run side by side; the walk around them goes on when all have ended."""

    walks: "Iterator[Steps | None]"
    """Asked for the next walk when there is room for it; yields None while that is not known."""
    listen: "Listen | None" = None
    """Takes a function to call, from any thread, whenever the next walk may have become known."""


Listen: TypeAlias = Callable[[Callable[[], None]], None]
Step: TypeAlias = Event | Ready | Job[Any] | Pause | Fork
Steps: TypeAlias = Iterator[Step]

# One object for all: it holds nothing, and every command needs one.
READY = Ready()
