"""What the requests of a thread are to find, or to show, in place of what they would do.

What sends a request in another way than botocore may have to hand over to
botocore when the answer has come: then botocore goes through the same call,
and finds the answer where its connection would be.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class _OfThread(threading.local):
    came: Any = None
    """The answer or the exception that the next request is to find."""
    pool: Any = None
    """The pool of connections whose next request is meant."""
    sent: list[bytearray | None] | None = None
    """The requests so far, while somebody watches."""


_HERE = _OfThread()


@contextmanager
def replaying(came: Any, pool: Any) -> Iterator[None]:
    """Have this thread's next request by way of a pool find what has come, and send nothing.

    `came` is what the pool's `exchange` has returned, or an exception that it
    has raised. It is found once: a second request in the block is sent.
    """
    _HERE.came, _HERE.pool = came, pool
    try:
        yield
    finally:
        _HERE.came = _HERE.pool = None


def is_replaying() -> bool:
    """Return whether the next request of this thread finds what has come already."""
    return _HERE.came is not None


def take(pool: Any) -> Any:
    """Return what the next request of a pool is to find, if anything, and forget it."""
    if _HERE.came is None or _HERE.pool is not pool:
        return None
    came, _HERE.came = _HERE.came, None
    return came


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
