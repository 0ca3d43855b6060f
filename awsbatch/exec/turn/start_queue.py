"""Calls that wait for their start, where no more than so many may begin a second."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from awsbatch.contract.pace import Pace

_T = TypeVar("_T")


class StartQueue(Generic[_T]):
    """Whoever came first starts first; nobody waits in here."""

    def __init__(self, rate: float | None, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with nobody; `rate` is in starts a second, None for no limit."""
        self._pace = Pace(rate, clock=clock)
        self._clock = clock
        self._waiting: deque[_T] = deque()
        self._due = 0.0
        """When the first of them starts."""

    @property
    def seconds(self) -> float | None:
        """How long it is until somebody may start; None where nobody waits."""
        return max(0.0, self._due - self._clock()) if self._waiting else None

    def add(self, one: _T) -> None:
        """Have one wait behind the others."""
        self._waiting.append(one)
        if len(self._waiting) == 1:
            self._look_ahead()

    def remove(self, one: _T) -> None:
        """Have one wait no more; the start of the first is that of the next one then."""
        self._waiting.remove(one)
        if not self._waiting:
            self._pace.take_back()

    def due(self) -> Iterator[_T]:
        """Yield those that start now."""
        while self._waiting and self._due <= self._clock():
            yield self._waiting.popleft()
            if self._waiting:
                self._look_ahead()

    def _look_ahead(self) -> None:
        self._due = self._clock() + self._pace.wait()
