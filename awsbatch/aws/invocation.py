"""One attempt at one command: what it is given, has done so far, and whether it may go on.

A session serves one attempt at a time, but credentials are fetched once for
all and `aws s3` sends and prints from threads of its own. So the attempt that
something is done for is found by the context, which threads inherit.
"""

from __future__ import annotations

import threading
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from awsbatch.contract.cancellation import Cancellation

if TYPE_CHECKING:
    from awsbatch.aws.driver.formatter import Result
    from awsbatch.contract.idempotency_token import IdempotencyTokens
    from awsbatch.output.text_stream import TextStreams

_REDIRECTION = 300


class Abandoned(BaseException):
    """The command is to end here; in its own thread nothing of the CLI's holds it up."""


class AbandonedError(Exception):
    """The same in another thread, whose pool would wait forever for what is no `Exception`."""

    def __init__(self) -> None:
        super().__init__("the command was abandoned")


class Attempt:
    """One attempt, from the thread that makes it."""

    def __init__(
        self,
        *,
        streams: TextStreams | None = None,
        wanted: Result | None = None,
        tokens: IdempotencyTokens | None = None,
        cancellation: Cancellation | None = None,
    ) -> None:
        self.streams = streams
        """Where what is written goes."""
        self.wanted = wanted
        """The result to fill in, if one is wanted."""
        self.tokens = tokens
        """What idempotency tokens are taken from, if anything."""
        self.cancellation = cancellation or Cancellation()
        self.is_beside = False
        """Whether others are under way."""
        self.requests = 0
        """How many were sent, retries included."""
        self.calls = 0
        self.refusals: list[Any] = []
        """The answers that were errors."""
        self.regions: dict[str, str] = {}
        """Where S3 told that buckets are."""
        self._thread = threading.get_ident()

    @property
    def is_of_this_thread(self) -> bool:
        """Whether the thread that asks is the one that makes the attempt."""
        return self._thread == threading.get_ident()

    @property
    def retried(self) -> bool:
        """Whether any call took more than one request."""
        return self.requests != self.calls

    def check(self) -> None:
        """Raise `Abandoned`, or `AbandonedError`, where the attempt is to do nothing more."""
        if self.cancellation.is_abandoned:
            raise Abandoned if self.is_of_this_thread else AbandonedError

    def count_request(self) -> None:
        """Count a request about to be sent; raise as `check` does."""
        with self.cancellation.holding:
            self.check()
            self.requests += 1

    def count_call(self) -> None:
        """Count an API call, whatever the number of its requests."""
        with self.cancellation.holding:
            self.calls += 1


current: ContextVar[Attempt | None] = ContextVar("current", default=None)
"""The attempt that all in this context is done for, and by threads started in it."""


def register(events: Any) -> None:
    """Have what a session sends counted, and held back where its attempt is abandoned."""
    events.register_first("before-send", _before_send)
    events.register("before-call", _before_call)
    events.register("after-call", _after_call)


def _before_send(**_: Any) -> None:
    if (attempt := current.get()) is not None:
        attempt.count_request()


def _before_call(**_: Any) -> None:
    if (attempt := current.get()) is not None:
        attempt.count_call()


def _after_call(http_response: Any, parsed: Any, **_: Any) -> None:
    """Keep an answer that is an error: hand-written commands tell of it, and raise nothing."""
    attempt = current.get()
    if attempt is not None and http_response.status_code >= _REDIRECTION:
        attempt.refusals.append(parsed)
