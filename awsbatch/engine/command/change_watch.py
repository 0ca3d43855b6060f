"""Whether a file has begun anything that its `finally` may have to put right."""

from collections.abc import Sequence

from awsbatch.contract.runner import CommandRunner
from awsbatch.contract.word import Word

_MOST_WAITING = 100
"""How many commands wait to be judged, so that a short stream need not load the CLI's tables."""


class ChangeWatch:
    """Looks at each command of a file until one has begun that may change something.

    It looks only where there may be a `finally`, so that others cost nothing.
    Walks take their steps under one lock, so one at a time uses it.
    """

    def __init__(self, runner: CommandRunner) -> None:
        self.looks = False
        """Whether `see` is to be told of the next command."""
        self._has_seen_change = False
        self._waiting: list[Sequence[Word]] = []
        """The commands that have begun and are not judged yet."""
        self._runner = runner

    def begin(self, *, for_finally: bool) -> None:
        """Begin with a file, which may have a `finally` or has none."""
        self._set(looks=for_finally, has_seen_change=False)

    def start(self, words: Sequence[Word], *, writes: bool) -> None:
        """Take note of a command that begins, which writes a file itself or not."""
        if writes:
            self.note()
        elif self.looks:
            self.see(words)

    def see(self, words: Sequence[Word]) -> None:
        """Take note of a command that begins, whatever comes of it."""
        self._waiting.append(words)
        if len(self._waiting) >= _MOST_WAITING:
            self._judge()

    def forget(self, words: Sequence[Word]) -> None:
        """Forget a command that was seen: nothing of it was sent."""
        self._waiting = [each for each in self._waiting if each is not words]

    def note(self) -> None:
        """Take note that something is changed, if only a file on this machine."""
        self._set(looks=False, has_seen_change=True)

    def has_seen_change(self) -> bool:
        """Return whether anything has begun that may change something."""
        self._judge()
        return self._has_seen_change

    def _judge(self) -> None:
        if any(self._runner.effect(words).stays for words in self._waiting):
            self.note()
        self._waiting.clear()

    def _set(self, *, looks: bool, has_seen_change: bool) -> None:
        self.looks, self._has_seen_change = looks, has_seen_change
        self._waiting.clear()
