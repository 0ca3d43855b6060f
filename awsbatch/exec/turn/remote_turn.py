"""The turns of a process that makes calls: the parent has the book of them all."""

import time
from collections.abc import Hashable
from mmap import mmap
from threading import Lock
from typing import Any

from awsbatch.exec.call_question import NobodyAnswersError, Questions
from awsbatch.exec.turn.turn_desk import TURN


class RemoteTurns:
    """Asks the parent, but only while anything is held back."""

    def __init__(self, is_used: mmap) -> None:
        """Take the byte, shared with the parent, that tells whether its book has anything in it."""
        self.refusals = 0
        # It guards the count.
        self._lock = Lock()
        self._is_used = is_used
        self._questions: Questions | None = None

    def connect(self, questions: Questions) -> None:
        """Ask by these from now on."""
        self._questions = questions

    def __bool__(self) -> bool:
        return self._is_used[0] != 0

    @property
    def now(self) -> float:
        """See `awsbatch.contract.turn.Turns`: all processes have the same clock."""
        return time.monotonic()

    def turn(self, key: Hashable, asker: str) -> float:
        """See `awsbatch.contract.turn.Turns`."""
        return float(self._asked(key, asker=asker) or 0.0)

    def refuse(self, key: Hashable, entered: float) -> bool:
        """See `awsbatch.contract.turn.Turns`; where nobody answers, there is no hope."""
        return bool(self._asked(key, entered=entered, refused=True))

    def let_through(self, key: Hashable, entered: float) -> None:
        """See `awsbatch.contract.turn.Turns`."""
        self._asked(key, entered=entered, refused=False)

    def count_refusal(self) -> None:
        """See `awsbatch.contract.turn.Turns`."""
        with self._lock:
            self.refusals += 1

    def _asked(self, key: Hashable, **told: object) -> Any:
        if self._questions is None:
            return None
        try:
            return self._questions.ask({"ask": TURN, "key": key, **told})
        except NobodyAnswersError:
            return None
