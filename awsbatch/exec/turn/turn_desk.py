"""The book of the turns of all calls, in the parent: what one learns holds for the others."""

import json
from mmap import mmap

from awsbatch.contract.turn import Turns
from awsbatch.exec.channel import Message

TURN = "turn"
"""The kind of the questions that it answers."""


class TurnDesk:
    """Answers when requests may be sent, and is told what came of them."""

    def __init__(self, turns: Turns, is_used: mmap) -> None:
        """Take the book, and the byte that tells whether there is anything in it."""
        self._turns = turns
        self._is_used = is_used

    def answer(self, message: Message) -> float | bool | None:
        """Return what the book says."""
        answer = self._said(json.dumps(message["key"]), message)
        self._is_used[0] = bool(self._turns)
        return answer

    def _said(self, key: str, message: Message) -> float | bool | None:
        if "asker" in message:
            return self._turns.turn(key, message["asker"])
        if message["refused"]:
            return self._turns.refuse(key, message["entered"])
        self._turns.let_through(key, message["entered"])
        return None
