"""What happens side by side, in the order of the script."""

from collections import deque
from collections.abc import Iterator

from awsbatch.event import Shown, Telling


class Turn:
    """A place in the order of the script: of a walk, or of walks beside each other."""

    __slots__ = ("around", "closed", "held")

    def __init__(self, around: "Turn | None" = None) -> None:
        self.around = around
        self.closed = False
        self.held: deque[Telling | Turn] = deque()
        """What comes at this place and has not been shown, in order."""


class Order:
    """Gives what there is to tell when all that comes before it in the script has been told.

    Unless it is `kept`, it gives everything at once.
    """

    def __init__(self, *, kept: bool) -> None:
        self._kept = kept
        self.first = Turn()
        self._next = self.first

    def open(self, around: Turn) -> Turn:
        """Begin a place inside another, after all that was told there so far."""
        turn = Turn(around)
        if self._kept:
            around.held.append(turn)
        return turn

    def take(self, turn: Turn, event: Telling) -> Iterator[Shown]:
        """Take what there is to tell at a place, and return what can be shown now."""
        if not self._kept:
            return iter([Shown(event)])
        turn.held.append(event)
        return self._shown()

    def close(self, turn: Turn) -> Iterator[Shown]:
        """End a place: no more comes there; return what can be shown now."""
        turn.closed = True
        return self._shown()

    def is_next(self, turn: Turn) -> bool:
        """Return whether all that others wait for is what comes at a place."""
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
            if turn.held and isinstance(inner := turn.held[0], Turn):
                turn.held.popleft()
                turn = inner
            elif turn.closed and not turn.held and turn.around is not None:
                turn = turn.around
            else:
                self._next = turn
                return turn
