"""Whether an attempt at a command is to go on: decided by its caller, heeded by its runner."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock


def _never() -> bool:
    return False


class Cancellation:
    """The one book about the end of one attempt at a command; safe to use from any thread."""

    __slots__ = ("_listeners", "holding", "is_abandoned", "is_ending")

    def __init__(self, is_ending: Callable[[], bool] = _never) -> None:
        """Begin with an attempt that goes on; `is_ending` is asked from any thread."""
        self.is_abandoned = False
        """Whether nobody waits for the command any more: it is to send nothing new."""
        self.is_ending = is_ending
        """Returns whether the run is to end: the command may go on, but not wait for long."""
        self.holding = Lock()
        """Held by whoever takes a step that cannot be taken back, such as to send a request.

        Within one block they look at `is_abandoned` and count the step. It
        also guards the listeners: each is woken exactly once.
        """
        self._listeners: set[Callable[[], None]] = set()

    def abandon(self) -> None:
        """Abandon the command; to do so again does nothing.

        When this returns, all that was sent has been counted.
        """
        with self.holding:
            if self.is_abandoned:
                return
            self.is_abandoned = True
            listeners = [*self._listeners]
        # Without the lock: a listener may take one that is held while somebody begins to listen.
        for wake in listeners:
            wake()

    @contextmanager
    def listen(self, wake: Callable[[], None]) -> Iterator[None]:
        """Have `wake` called once the command is abandoned, at once if it is, during this block."""
        with self.holding:
            self._listeners.add(wake)
            is_late = self.is_abandoned
        if is_late:
            wake()
        try:
            yield
        finally:
            with self.holding:
                self._listeners.discard(wake)

    def wait(self, seconds: float) -> None:
        """Wait so long, or until the command is abandoned."""
        abandoned = Event()
        with self.listen(abandoned.set):
            abandoned.wait(seconds)
