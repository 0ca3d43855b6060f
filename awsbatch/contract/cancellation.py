"""The end of one attempt at a command: decided by its caller, observed by its runner."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock


def _never() -> bool:
    return False


class Cancellation:
    """Whether one attempt at a command was abandoned; safe to use from any thread.

    An abandoned command sends nothing more, and nobody waits for its outcome.
    """

    __slots__ = ("_listeners", "holding", "is_abandoned", "is_ending")

    def __init__(self, is_ending: Callable[[], bool] = _never) -> None:
        """Prepare an attempt that is not abandoned; `is_ending` may be called from any thread."""
        self.is_abandoned = False
        """Changed once, from False to True, while `holding` is held."""
        self.is_ending = is_ending
        """Return whether the run is to end: the command may finish, but not wait for long."""
        self.holding = Lock()
        """The lock under which a step is taken that cannot be undone, such as to send a request.

        In one block, look at `is_abandoned` and count the step. The lock also
        guards the listeners: each is called exactly once.
        """
        self._listeners: set[Callable[[], None]] = set()

    def abandon(self) -> None:
        """Abandon the command; a second call does nothing.

        When this returns, every request that was sent has been counted.
        """
        with self.holding:
            if self.is_abandoned:
                return
            self.is_abandoned = True
            listeners = [*self._listeners]
        # Without the lock: a listener may take another lock, which a thread that is just
        # beginning to listen holds while it waits for this one.
        for wake in listeners:
            wake()

    @contextmanager
    def listen(self, wake: Callable[[], None]) -> Iterator[None]:
        """Call `wake` when the command is abandoned in this block, or at once if it was before."""
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
        """Wait for a number of seconds, or until the command is abandoned."""
        abandoned = Event()
        with self.listen(abandoned.set):
            abandoned.wait(seconds)
