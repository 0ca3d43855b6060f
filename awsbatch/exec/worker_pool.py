"""Which workers are idle, and who of them gets the next call."""

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar


class PooledWorker(Protocol):
    """A worker, as far as it matters here."""

    @property
    def is_detached(self) -> bool:
        """Whether it is for clients of other sessions."""


W = TypeVar("W", bound=PooledWorker)


class WorkerPool(Generic[W]):
    """Workers that are idle. It starts and ends none itself."""

    def __init__(self, most: int) -> None:
        """Keep at most so many."""
        self._most = most
        self._idle: list[W] = []
        """The one that was used last is the last."""

    def take(self, *, is_detached: bool) -> W | None:
        """Return the worker of a kind that was used last, which knows most of what comes next."""
        for place in reversed(range(len(self._idle))):
            if self._idle[place].is_detached == is_detached:
                return self._idle.pop(place)
        return None

    def give_back(self, worker: W) -> W | None:
        """Take an idle worker; return one that is too many, the one not used for longest."""
        self._idle.append(worker)
        return self._idle.pop(0) if len(self._idle) > self._most else None

    def close(self) -> Sequence[W]:
        """Keep none from now on; return those that there are."""
        idle, self._idle, self._most = self._idle, [], 0
        return idle

    def remove(self, worker: W) -> None:
        """Forget a worker, if it is idle."""
        if worker in self._idle:
            self._idle.remove(worker)
