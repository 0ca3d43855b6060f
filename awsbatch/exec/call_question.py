"""What a call that is under way asks the parent, one question at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, current_thread, main_thread
from typing import Any

from awsbatch.exec.channel import Channel, Message


class NobodyAnswersError(Exception):
    """The parent has gone, or the call is over."""


class Questions:
    """Asks the parent, from any thread of a call.

    An interrupt waits for the answer that the main thread waits for: half an answer would be
    read as the next call.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        # Held while a question is under way: answers come in the order of the questions.
        self._lock = Lock()
        self._is_open = False
        self._is_waiting = False
        """Whether the main thread waits for an answer."""
        self._is_interrupted = False

    @contextmanager
    def allowed(self) -> Iterator[None]:
        """Let questions be asked in this block; outside, the channel is not theirs."""
        self._is_open = True
        try:
            yield
        finally:
            with self._lock:
                self._is_open = False

    def ask(self, question: Message) -> Any:
        """Return the answer of the parent; raise `NobodyAnswersError`."""
        if current_thread() is not main_thread():
            return self._asked(question)
        self._is_waiting = True
        try:
            return self._asked(question)
        finally:
            self._is_waiting = False
            if self._is_interrupted:
                self._is_interrupted = False
                raise KeyboardInterrupt

    def interrupt(self) -> None:
        """Raise `KeyboardInterrupt` in the main thread, at once or when it has its answer."""
        if not self._is_waiting:
            raise KeyboardInterrupt
        self._is_interrupted = True

    def _asked(self, question: Message) -> Any:
        with self._lock:
            if not self._is_open:
                raise NobodyAnswersError
            try:
                self._channel.send(question)
                message = self._channel.receive()
            except OSError:
                raise NobodyAnswersError from None
        if message is None:
            raise NobodyAnswersError
        return message["answer"]
