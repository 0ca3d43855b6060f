"""`sys.stdout` and `sys.stderr` as routers to the streams of the command that writes.

The AWS CLI looks the two up at the moment of writing, as text and as bytes,
and from threads of its own. A redirection bound to one thread would lose what
`aws s3` prints. So a router takes their place: output of a command, found by
its context, goes to that command's streams; all other output goes where it
went before.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from awsbatch.aws.invocation import current
from awsbatch.output.text_stream import NAMES, Name, TextStreams


class _Router:
    """Stands in for `sys.stdout` or `sys.stderr`."""

    def __init__(self, name: Name, outer: Any) -> None:
        self.name = name
        self.outer = outer

    def flush(self) -> None:
        """Flush the stream, unless nobody has looked at it: the CLI flushes after every command."""
        streams = _streams()
        if streams is None or streams.is_used(self.name):
            self.__getattr__("flush")()

    def __getattr__(self, attribute: str) -> Any:
        streams = _streams()
        stream = self.outer if streams is None else streams.get(self.name, self.outer)
        return getattr(stream, attribute)


def route() -> None:
    """Put routers in the place of the standard streams, unless they are there.

    Call it before every command: other code in the process, such as pytest,
    may have replaced the standard streams since the last one.
    """
    for name in NAMES:
        # Read once: another thread may put a router there between two reads.
        outer = getattr(sys, name)
        if type(outer) is not _Router:
            setattr(sys, name, _Router(name, outer))


@contextmanager
def put_back() -> Iterator[None]:
    """Remove the routers at the end of this block."""
    try:
        yield
    finally:
        for name in NAMES:
            setattr(sys, name, _outer(name))


def decorate(decorated: Callable[[Any], Any]) -> None:
    """Wrap both streams of the command of this context by `decorated`, if there is a command."""
    if (streams := _streams()) is not None:
        streams.decorate(decorated, {name: _outer(name) for name in NAMES})


def _streams() -> TextStreams | None:
    """Return the streams of the command of this context."""
    invocation = current()
    return None if invocation is None else invocation.streams


def _outer(name: Name) -> Any:
    stream = getattr(sys, name)
    return stream.outer if isinstance(stream, _Router) else stream
