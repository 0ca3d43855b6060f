"""A command's standard output and error, taken from the AWS CLI's own writing.

The CLI looks `sys.stdout` and `sys.stderr` up at the moment of writing, as
text and as bytes, from threads of its own too. So a router stands in their
place, which hands on what is written to the streams of the command in whose
context it is written, and all else to what it stands in for.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from awsbatch.aws.invocation import current
from awsbatch.output.text_stream import NAMES, Name, TextStreams


class _Router:
    """Stands in for `sys.stdout` or `sys.stderr`: the command's own, or else the process's."""

    def __init__(self, name: Name, outer: Any) -> None:
        self.name = name
        self.outer = outer

    def flush(self) -> None:
        """Hand on what was written, if anything was: the CLI flushes where it wrote nothing."""
        streams = _streams()
        if streams is None or streams.is_used(self.name):
            self.__getattr__("flush")()

    def __getattr__(self, attribute: str) -> Any:
        streams = _streams()
        stream = self.outer if streams is None else streams.get(self.name, self.outer)
        return getattr(stream, attribute)


def route() -> None:
    """Have what commands write go to their streams, until it is `put_back`.

    To be asked for before each: whoever else replaces the standard streams,
    as pytest does, may have done so since.
    """
    for name in NAMES:
        # Looked at once: another thread may do the same just now.
        outer = getattr(sys, name)
        if type(outer) is not _Router:
            setattr(sys, name, _Router(name, outer))


@contextmanager
def put_back() -> Iterator[None]:
    """Take the routers that commands in this block needed away at its end."""
    try:
        yield
    finally:
        for name in NAMES:
            setattr(sys, name, _outer(name))


def decorate(decorated: Callable[[Any], Any]) -> None:
    """Decorate the streams of the command under way, if there is one."""
    if (streams := _streams()) is not None:
        streams.decorate(decorated, {name: _outer(name) for name in NAMES})


def _streams() -> TextStreams | None:
    """Return where what is written in this context goes."""
    invocation = current()
    return None if invocation is None else invocation.streams


def _outer(name: Name) -> Any:
    stream = getattr(sys, name)
    return stream.outer if isinstance(stream, _Router) else stream
