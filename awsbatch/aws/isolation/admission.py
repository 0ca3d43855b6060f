"""Commands beside one another, and commands alone."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Condition

from awsbatch.aws.invocation import Attempt


class Gate:
    """Lets any number of attempts in together, or one alone.

    One that waits to be alone goes before those that come after it. An
    attempt that is abandoned while it waits is not let in: it raises
    `Abandoned`. One that is abandoned inside is waited for no longer, unless
    it is alone: then it may hold the process's descriptors.
    """

    def __init__(self) -> None:
        # It guards all below. A reentrant lock: to listen may wake at once.
        self._changed = Condition()
        self._inside: set[Attempt] = set()
        self._alone: Attempt | None = None
        self._waiting = 0
        """How many wait to be alone."""

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
            if self._waiting:
                self._changed.notify_all()

    @contextmanager
    def alone(self, attempt: Attempt) -> Iterator[None]:
        """Run the block alone."""
        with self._changed:
            self._waiting += 1
            try:
                # Nobody else comes in while one waits.
                self._wait(attempt, self._is_empty, *self._inside)
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

    def _is_empty(self) -> bool:
        return self._alone is None and all(
            inside.cancellation.is_abandoned for inside in self._inside
        )

    def _wait(self, attempt: Attempt, is_open: Callable[[], bool], *others: Attempt) -> None:
        """Wait until it is open, the others having left or been abandoned; raise `Abandoned`."""
        with ExitStack() as stack:
            for each in (attempt, *others):
                stack.enter_context(each.cancellation.listen(self._wake))
            self._changed.wait_for(lambda: attempt.cancellation.is_abandoned or is_open())
        attempt.check()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()
