"""Lines that wait for the first of their kind, which may show the others a short way."""

from collections.abc import Hashable
from threading import Condition

from awsbatch.aws.invocation import Invocation


class FirstComers:
    """The lines that go first, each of a kind, until they have shown what the kind becomes."""

    def __init__(self) -> None:
        # It guards the kinds. A reentrant lock: to listen may wake at once.
        self._changed = Condition()
        self._kinds: dict[Invocation, Hashable] = {}

    def follows(self, invocation: Invocation, kind: Hashable) -> bool:
        """Return whether another went first, once it has shown the way; else this one goes first.

        One that is abandoned waits no longer.
        """
        with self._changed:
            if kind not in self._kinds.values():
                self._kinds[invocation] = kind
                return False
        with invocation.cancellation.listen(self._wake), self._changed:
            self._changed.wait_for(
                lambda: invocation.cancellation.is_abandoned or kind not in self._kinds.values()
            )
        return True

    def pass_on(self, invocation: Invocation) -> None:
        """Let those go on that wait for a line, if it is a first one."""
        if invocation in self._kinds:
            with self._changed:
                self._kinds.pop(invocation, None)
                self._changed.notify_all()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()
