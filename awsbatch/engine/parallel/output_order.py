"""The order in which the output of statements that run side by side is shown."""

from collections import deque
from collections.abc import Iterator

from awsbatch.event import Shown, Telling


class Turn:
    """A place in the order of the script: that of one walk, or of all walks of a block."""

    __slots__ = ("around", "closed", "held")

    def __init__(self, around: "Turn | None" = None) -> None:
        self.around = around
        self.closed = False
        """Whether nothing more comes at this place."""
        self.held: deque[Telling | Turn] = deque()
        """The events and inner places of this place that were not shown, in script order."""


class Order:
    """Holds events back until all that comes before them in the script was shown.

    If the order is not `kept`, nothing is held back. One thread at a time
    calls, and takes all of an iterator before the next call.
    """

    def __init__(self, *, kept: bool) -> None:
        self._kept = kept
        self.first = Turn()
        self._next = self.first

    def open(self, around: Turn) -> Turn:
        """Return a new place inside another, after all that came there so far."""
        turn = Turn(around)
        if self._kept:
            around.held.append(turn)
        return turn

    def take(self, turn: Turn, event: Telling) -> Iterator[Shown]:
        """Add an event at a place, and yield all events that can be shown now."""
        if not self._kept:
            return iter([Shown(event)])
        turn.held.append(event)
        return self._shown()

    def close(self, turn: Turn) -> Iterator[Shown]:
        """End a place, where nothing more comes, and yield all events that can be shown now."""
        turn.closed = True
        return self._shown()

    def is_next(self, turn: Turn) -> bool:
        """Return whether a place is the next to be shown, for which all others wait."""
        return self._kept and self._found() is turn

    def _shown(self) -> Iterator[Shown]:
        while held := self._found().held:
            event = held.popleft()
            assert not isinstance(event, Turn)  # noqa: S101 (it would be the one found)
            yield Shown(event)

    def _found(self) -> Turn:
        """Return the first place at which something may still come."""
        turn = self._next
        while True:
            # Down into an inner place, which is forgotten here: its end leads back by `around`.
            if turn.held and isinstance(inner := turn.held[0], Turn):
                turn.held.popleft()
                turn = inner
            elif turn.closed and not turn.held and turn.around is not None:
                turn = turn.around
            else:
                self._next = turn
                return turn
