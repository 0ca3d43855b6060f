"""How much output waits to be shown, and whether there is room for more."""

MOST_WAITING = 1000
"""Ended commands and printed lines that may wait, for each command that may run at a time."""


class WaitingOutput:
    """A count of what was told and not yet shown, which bounds the memory of a run.

    `told` is counted by whoever holds the crew's lock, and `shown` by the main
    thread alone, without it. Neither is ever counted by two threads at a time.
    """

    __slots__ = ("_most", "is_room_wanted", "shown", "told")

    def __init__(self, jobs: int) -> None:
        """Prepare for so many commands at a time."""
        self.told = 0
        self.shown = 0
        self.is_room_wanted = False
        """Whether a walk is held back until the main thread has shown more."""
        self._most = MOST_WAITING * jobs

    def has_room(self) -> bool:
        """Return whether more may be told; if not, note that room is wanted."""
        if self.told - self.shown < self._most:
            return True
        # In this order: the main thread counts first and looks at the wish then, so that
        # what it shows between the two lines below is seen by one of the two threads.
        self.is_room_wanted = True
        return self.told - self.shown < self._most
