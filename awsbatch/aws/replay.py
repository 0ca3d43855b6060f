"""What the requests of a thread are to find, or to show, in place of what they would do.

What sends a request in another way than botocore may have to hand over to
botocore when the answer has come: then botocore goes through the same call,
and finds the answer where its connection would be.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NOTHING = object()
"""What has come of a request that was not sent after all: it is to be sent."""


class _OfThread(threading.local):
    came: Any = None
    """The answer or the exception that a request is to find, or `NOTHING`."""
    sender: Any = None
    """The endpoint of botocore's by which the request goes."""
    number: str = ""
    """What the request tells in `amz-sdk-invocation-id`."""
    is_due = False
    """Whether the next request is the one meant."""
    sent: list[bytearray | None] | None = None
    """The requests so far, while somebody watches."""


_HERE = _OfThread()


@contextmanager
def replaying(came: Any, sender: Any, number: str = "") -> Iterator[None]:
    """Have the next request of a sender, in this thread, find what has come, and send nothing.

    `came` is what a pool's `exchange` has returned, or an exception that it has raised. It is found
    once: a second request in the block is sent, with the same `number`.
    """
    _HERE.came, _HERE.sender, _HERE.number = came, sender, number
    try:
        yield
    finally:
        _HERE.came = _HERE.sender = None


def is_replaying() -> bool:
    """Return whether a request of this thread is to find what has come already."""
    return _HERE.came is not None


def number(sender: Any) -> str | None:
    """Return the number of a request of a sender that is to find what has come."""
    return _HERE.number if _HERE.came is not None and _HERE.sender is sender else None


@contextmanager
def due(sender: Any) -> Iterator[None]:
    """Have the next request be the one that is meant, if that is the sender's."""
    # Others may be sent before it, such as one that fetches the keys to sign with.
    _HERE.is_due = _HERE.sender is sender
    try:
        yield
    finally:
        _HERE.is_due = False


def take() -> Any:
    """Return what the next request is to find, if anything, and forget it."""
    if _HERE.came is None or not _HERE.is_due:
        return None
    came, _HERE.came = _HERE.came, None
    return None if came is NOTHING else came


@contextmanager
def watching() -> Iterator[list[bytearray | None]]:
    """Give the requests that this thread sends in this block, each as it goes over the wire.

    Those of pools of connections that are `exchange`'s, whichever way they are
    sent. Nothing is added for a request that `replaying` keeps from being sent,
    and None for one that cannot be seen whole.
    """
    outer, sent = _HERE.sent, list[bytearray | None]()
    _HERE.sent = sent
    try:
        yield sent
    finally:
        _HERE.sent = outer


def begin() -> None:
    """Begin another request of those that are watched."""
    if _HERE.sent is not None:
        _HERE.sent.append(bytearray())


def note(data: Any) -> None:
    """Add a piece to the last request of those that are watched."""
    if _HERE.sent and (last := _HERE.sent[-1]) is not None:
        if isinstance(data, bytes | bytearray):
            last += data
        else:
            # urllib3 1.26: a file, which http.client reads.
            _HERE.sent[-1] = None
