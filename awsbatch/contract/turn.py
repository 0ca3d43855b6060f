"""The turns of requests at services that have refused some for coming too fast."""

from collections.abc import Hashable
from typing import Protocol


class Turns(Protocol):
    """A book of what was learnt, which never waits itself; safe to use from any thread.

    It is kept by what is called together, `key`: a tuple of what JSON has.
    """

    refusals: int
    """How many requests services have refused for coming too fast."""

    def __bool__(self) -> bool:
        """Return whether anything is held back at all."""

    @property
    def now(self) -> float:
        """Seconds on the clock of the book."""

    def turn(self, key: Hashable, asker: str) -> float:
        """Return in how many seconds a request is to ask again; 0 where it may be sent now.

        Whoever asks no more takes nobody's turn.
        """

    def refuse(self, key: Hashable, entered: float) -> bool:
        """Slow down the requests of a key, for one that was sent at that time and refused.

        Return False if none got through for so long that waiting is of no use.
        """

    def let_through(self, key: Hashable, entered: float) -> None:
        """Go faster, for a request that was sent at that time and got an answer."""

    def count_refusal(self) -> None:
        """Count a request that was refused."""
