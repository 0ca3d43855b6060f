"""Whether anything of a run was signed and sent yet: until then, nothing may work at all."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def _nobody() -> None:
    """Wake nobody: nothing waits to run side by side."""


class FirstSigning:
    """The first requests of a run, noted by whoever runs its commands, in any thread.

    Each wish is noted in one step, so that nothing here needs a lock.
    """

    def __init__(self, *, is_over: bool = False) -> None:
        """Begin with nothing sent; if it `is_over`, with all that is to be noted."""
        self.is_over = is_over
        """Whether somebody signed a request that was sent."""
        self.sent = 0
        """How many requests of commands were sent until then."""
        self.on_pass: Callable[[], None] = _nobody
        """Called when the first request is sent, from the thread that sends it."""

    @property
    def is_passed(self) -> bool:
        """Whether any request of a command was sent, signed or not."""
        return self.is_over or self.sent > 0

    def note(self, *, signed: bool) -> None:
        """Note that a command sends a request."""
        was_passed = self.is_passed
        self.sent += 1
        self.is_over = self.is_over or signed
        if not was_passed:
            self.on_pass()
