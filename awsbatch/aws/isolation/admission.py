"""Commands beside one another, and commands alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition

from awsbatch.aws.invocation import Attempt


class Gate:
    """Lets any number of attempts in together, or one alone.

    One that waits to be alone goes before those that come after it. An
    attempt that is abandoned while it waits is not let in: it raises
    `Abandoned`.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._inside: set[Attempt] = set()
        self._alone: Attempt | None = None
        self._waiting = 0

    def enter(self, attempt: Attempt) -> None:
        """Run beside others, but not beside one that is alone, until it is left."""
        with self._changed:
            attempt.check()
            if self._alone is not None or self._waiting:
                self._wait(attempt, lambda: self._alone is None and not self._waiting)
            self._inside.add(attempt)

    def leave(self, attempt: Attempt) -> None:
        """Run no longer beside others."""
        with self._changed:
            self._inside.discard(attempt)
            if self._waiting and not self._inside:
                self._changed.notify_all()

    @contextmanager
    def alone(self, attempt: Attempt) -> Iterator[None]:
        """Run the block alone."""
        with self._changed:
            self._waiting += 1
            try:
                self._wait(attempt, lambda: self._alone is None and not self._inside)
            finally:
                self._waiting -= 1
                self._changed.notify_all()
            self._alone = attempt
        try:
            yield
        finally:
            with self._changed:
                self._alone = None
                self._changed.notify_all()

    def forget_abandoned(self) -> None:
        """Let others in as if the abandoned attempts that are beside others had left.

        One that is alone is waited for: it may hold the process's descriptors.
        """
        with self._changed:
            self._inside = {attempt for attempt in self._inside if not attempt.abandoned}
            self._changed.notify_all()

    def _wait(self, attempt: Attempt, is_open: Callable[[], bool]) -> None:
        self._changed.wait_for(lambda: attempt.abandoned or is_open())
        attempt.check()
