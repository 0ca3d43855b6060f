"""The statements of a stream, read ahead in a thread of its own."""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from queue import SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")

_MOST_AHEAD = 1000


class StatementLookAhead(Generic[T]):
    """Yields what has come from a source so far, and None where more is to come.

    An error of the source is raised after all that came before it. A source
    that blocks for ever does not keep the process from its end.
    """

    def __init__(self, source: Iterable[T]) -> None:
        self._source = source
        # No lock: one thread appends, one takes, and both operations of a deque are one step.
        self._come: deque[T] = deque()
        self._room: SimpleQueue[None] = SimpleQueue()
        """An item for each statement that may yet be read ahead.

        Python's semaphores are written in Python, and cost more for each statement.
        """
        for _ in range(_MOST_AHEAD):
            self._room.put(None)
        self._has_ended = False
        self._error: BaseException | None = None

    def listen(self, look: Callable[[], None]) -> None:
        """Begin to read, and call `look` whenever something has come or the source has ended.

        It is called in the reading thread.
        """
        threading.Thread(
            target=self._read, args=(look,), name="awsbatch-input", daemon=True
        ).start()

    def __iter__(self) -> "StatementLookAhead[T]":
        return self

    def __next__(self) -> T | None:
        # In this order: the reader appends the last item before it notes the end.
        has_ended = self._has_ended
        if self._come:
            self._room.put(None)
            return self._come.popleft()
        if not has_ended:
            return None
        raise self._error or StopIteration

    def _read(self, look: Callable[[], None]) -> None:
        try:
            for each in self._source:
                self._room.get()
                self._come.append(each)
                look()
        except BaseException as error:  # noqa: BLE001 (whoever takes from here raises it)
            self._error = error
        self._has_ended = True
        look()
