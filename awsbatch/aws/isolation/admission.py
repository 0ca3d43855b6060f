"""Commands beside one another, and commands alone."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Condition

from awsbatch.aws.invocation import Invocation


class Gate:
    """Lets any number of invocations in together, or one alone.

    One that waits to be alone goes before those that come after it. An
    invocation that is abandoned while it waits is not let in: it raises
    `Abandoned`. One that is abandoned inside is waited for no longer, unless
    it is alone: then it may hold the process's descriptors.
    """

    def __init__(self) -> None:
        # It guards all below. A reentrant lock: to listen may wake at once.
        self._changed = Condition()
        self._inside: set[Invocation] = set()
        self._alone: Invocation | None = None
        self._waiting = 0
        """How many wait to be alone."""

    @property
    def is_empty(self) -> bool:
        """Whether nobody is inside, abandoned invocations included."""
        return not self._inside and self._alone is None

    def enter(self, invocation: Invocation) -> None:
        """Let it run beside others, but not beside one that is alone, until it leaves."""
        with self._changed:
            invocation.check()
            if self._alone is not None or self._waiting:
                self._wait(invocation, lambda: self._alone is None and not self._waiting)
            self._inside.add(invocation)

    def leave(self, invocation: Invocation) -> None:
        """Let it run no longer; one that did not come in may leave as well."""
        with self._changed:
            self._inside.discard(invocation)
            if self._waiting:
                self._changed.notify_all()

    @contextmanager
    def alone(self, invocation: Invocation) -> Iterator[None]:
        """Let an invocation that is inside run the block alone."""
        with self._changed:
            self._inside.discard(invocation)
            self._waiting += 1
            try:
                # Nobody else comes in while one waits.
                self._wait(invocation, self._is_free, *self._inside)
                self._alone = invocation
            finally:
                self._waiting -= 1
                self._inside.add(invocation)
                self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._alone = None
                self._changed.notify_all()

    def _is_free(self) -> bool:
        return self._alone is None and all(
            inside.cancellation.is_abandoned for inside in self._inside
        )

    def _wait(
        self, invocation: Invocation, is_open: Callable[[], bool], *others: Invocation
    ) -> None:
        """Wait until it is open, the others having left or been abandoned; raise `Abandoned`."""
        with ExitStack() as stack:
            for each in (invocation, *others):
                stack.enter_context(each.cancellation.listen(self._wake))
            self._changed.wait_for(lambda: invocation.cancellation.is_abandoned or is_open())
        invocation.check()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()
