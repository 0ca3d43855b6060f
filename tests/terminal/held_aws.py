"""A loopback AWS whose answers can be held back, and are then given one by one."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.aws.recorder import Recorded, recording

_OK = (200, b"{}")
# Before the time that all tests have. In seconds.
_MOST_SECONDS = 120.0


class HeldAws:
    """What the requests of a session are answered with, in the order in which they come."""

    def __init__(self) -> None:
        self.url = ""
        self._changed = threading.Condition()
        self._answers: list[tuple[int, bytes]] = []
        self._holds = False
        self._asked = 0

    def hold(self) -> None:
        """Answer no request that comes from here on, until it is told to."""
        with self._changed:
            self._holds = True

    def wait_for_requests(self, requests: str) -> None:
        """Wait until so many requests have come in all, which any session has sent soon."""
        with self._changed:
            came = self._changed.wait_for(lambda: self._asked >= int(requests), _MOST_SECONDS)
        assert came, f"waited for {requests} requests, of which {self._asked} have come"

    def answer(self, requests: str, code: str = "", message: str = "") -> None:
        """Answer so many requests, or `all`, with `{}` or an error of that code."""
        error = json.dumps({"__type": code, "message": message}).encode()
        answer = (400, error) if code else _OK
        with self._changed:
            if requests == "all":
                self._holds = False
            else:
                self._answers += int(requests) * [answer]
            self._changed.notify_all()

    def take(self, _: Recorded) -> tuple[int, bytes]:
        """Wait for the answer to a request, and return it."""
        with self._changed:
            self._asked += 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._answers or not self._holds)
            return self._answers.pop(0) if self._answers else _OK


@contextmanager
def held_aws() -> Iterator[HeldAws]:
    """Run such an AWS on a free port for the block."""
    aws = HeldAws()
    with recording() as recorder:
        recorder.answer = aws.take
        aws.url = recorder.url
        try:
            yield aws
        finally:
            aws.answer("all")
