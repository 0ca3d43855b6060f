"""Whether a file has begun anything that its `finally` may have to put right."""

from collections.abc import Sequence

from awsbatch.contract.runner import CommandRunner
from awsbatch.contract.word import Word


class ChangeWatch:
    """Looks at each command of a file until one has begun that may change something.

    It looks only where there may be a `finally`, so that others cost nothing.
    """

    def __init__(self, runner: CommandRunner) -> None:
        self.looks = False
        """Whether `see` is to be told of the next command."""
        self.has_seen_change = False
        """Whether anything has begun that may change something."""
        self._runner = runner

    def begin(self, *, for_finally: bool) -> None:
        """Begin with a file, which may have a `finally` or has none."""
        self.looks, self.has_seen_change = for_finally, False

    def see(self, words: Sequence[Word]) -> None:
        """Take note of a command that begins, whatever comes of it."""
        if self._runner.effect(words).stays:
            self.note()

    def note(self) -> None:
        """Take note that something is changed, if only a file on this machine."""
        self.looks, self.has_seen_change = False, True
