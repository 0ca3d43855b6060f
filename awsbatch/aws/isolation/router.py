"""A command's standard output and error, taken from the AWS CLI's own writing.

The CLI looks `sys.stdout` and `sys.stderr` up at the moment of writing, as
text and as bytes, from threads of its own too. So a router stands in their
place, which hands on what is written to the streams of the command in whose
context it is written, and all else to what it stands in for.
"""

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Any, Literal, TypeAlias

from awsbatch.aws import invocation as attempt
from awsbatch.output.sink import Sink

Name: TypeAlias = Literal["stdout", "stderr"]
_NAMES: tuple[Name, Name] = ("stdout", "stderr")


class _SinkFile(io.RawIOBase):
    """A sink as a raw file; once it cannot be written to, it swallows what comes."""

    def __init__(self, sink: Sink) -> None:
        super().__init__()
        self._sink = sink
        self.broken: OSError | None = None
        self.ended = False

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        if self.broken is None and not self.ended:
            try:
                self._sink.write(bytes(data))
            except OSError as error:
                # The CLI's JSON output swallows it and says all is well.
                self.broken = error
                raise
        return len(data)

    def fileno(self) -> int:
        descriptor = self._sink.fileno()
        if descriptor is None:
            raise io.UnsupportedOperation
        return descriptor

    def isatty(self) -> bool:
        descriptor = self._sink.fileno()
        return descriptor is not None and os.isatty(descriptor)


class _Stream(io.TextIOWrapper):
    """What stands in for `sys.stdout` or `sys.stderr`, with the encoding of that."""

    def __init__(self, sink: Sink, like: Any, edit: Callable[[str], str] | None) -> None:
        self.raw_sink = _SinkFile(sink)
        self._edit = edit
        super().__init__(
            io.BufferedWriter(self.raw_sink),
            encoding=getattr(like, "encoding", None) or "utf-8",
            errors=getattr(like, "errors", None),
            newline="\n",
            line_buffering=self.raw_sink.isatty(),
        )

    def write(self, text: str, /) -> int:
        if self._edit is not None:
            super().write(self._edit(text))
            return len(text)
        return super().write(text)

    def finish(self) -> None:
        """Hand everything on, and nothing that is written later, as by the collector."""
        with suppress(OSError):
            self.flush()
        self.raw_sink.ended = True


class Streams:
    """The standard output and error of one command, each made when it is first looked at."""

    def __init__(
        self, stdout: Sink, stderr: Sink, edit_stderr: Callable[[str], str] | None = None
    ) -> None:
        self._sinks: dict[Name, Sink] = {"stdout": stdout, "stderr": stderr}
        self._edits = {"stdout": None, "stderr": edit_stderr}
        self._made: dict[Name, _Stream] = {}
        self._used: dict[Name, Any] = {}
        self._finished = False
        self._lock = Lock()

    def get(self, name: Name, like: Any) -> Any:
        """Return the stream that stands in for one like that."""
        used = self._used.get(name)
        return self._make(name, like) if used is None else used

    def is_used(self, name: Name) -> bool:
        """Return whether anything has looked at the stream yet."""
        return name in self._used

    def decorate(self, decorated: Callable[[Any], Any]) -> None:
        """Have all that is written from now on go through the decorations of the streams."""
        for name in _NAMES:
            self._used[name] = decorated(self.get(name, _outer(name)))

    def finish(self) -> None:
        """Hand on what was written, the errors first.

        Raise what the standard output's sink raised, such as
        `BrokenPipeError`, even where the CLI took no notice.
        """
        with self._lock:
            self._finished = True
            made = self._made
            for name in reversed(_NAMES):
                if name in made:
                    made[name].finish()
        if "stdout" in made and made["stdout"].raw_sink.broken is not None:
            raise made["stdout"].raw_sink.broken

    def _make(self, name: Name, like: Any) -> Any:
        with self._lock:
            if name not in self._used:
                made = _Stream(self._sinks[name], like, self._edits[name])
                made.raw_sink.ended = self._finished
                self._made[name] = self._used[name] = made
            return self._used[name]


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
    for name in _NAMES:
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
        for name in _NAMES:
            setattr(sys, name, _outer(name))


def decorate(decorated: Callable[[Any], Any]) -> None:
    """Decorate the streams of the command under way, if there is one."""
    if (streams := _streams()) is not None:
        streams.decorate(decorated)


def _streams() -> Streams | None:
    """Return where what is written in this context goes."""
    made = attempt.current.get()
    return None if made is None else made.streams


def _outer(name: Name) -> Any:
    stream = getattr(sys, name)
    return stream.outer if isinstance(stream, _Router) else stream


@contextmanager
def empty_input() -> Iterator[None]:
    """Have standard input empty in this block, for this process and for its children."""
    outer = sys.stdin
    taken = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    encoding, errors = (getattr(outer, name, None) for name in ("encoding", "errors"))
    try:
        with open(0, encoding=encoding, errors=errors, closefd=False) as sys.stdin:
            yield
    finally:
        sys.stdin = outer
        os.dup2(taken, 0)
        os.close(taken)


@contextmanager
def descriptor(number: int, sink: Sink) -> Iterator[None]:
    """Send what child processes write to descriptor `number` in this block to a sink."""
    target = sink.fileno()
    if target == number:
        yield
        return
    saved = os.dup(number)
    with tempfile.TemporaryFile() as spool:
        os.dup2(spool.fileno() if target is None else target, number)
        try:
            yield
        finally:
            os.dup2(saved, number)
            os.close(saved)
            spool.seek(0)
            sink.write(spool.read())
