"""A wish to end the run early, from a signal handler to the engine."""

from dataclasses import dataclass


@dataclass(slots=True)
class Stop:
    """Whether the run is to end, and how soon."""

    requested: bool = False
    """Start nothing new: the command under way is the last one."""
    waiting: bool = False
    """Whether the engine waits for the next statement, with no command under way."""

    def request(self) -> None:
        """Ask for the end; for signal handlers, which run in the main thread.

        Raises `KeyboardInterrupt` where nothing is under way that should end
        first, and when the end was asked for before. It surfaces in the
        command under way, which the engine then gives as abandoned.
        """
        at_once = self.requested or self.waiting
        self.requested = True
        if at_once:
            raise KeyboardInterrupt
