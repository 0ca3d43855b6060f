"""A command's standard output and error, taken from the AWS CLI's own writing.

The CLI looks `sys.stdout` and `sys.stderr` up at the moment of writing, as
text and as bytes, from threads of its own too. So they are replaced for the
time of a command.
"""

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from awsbatch.aws.command import Sink


class _SinkFile(io.RawIOBase):
    """A sink as a raw file; once it cannot be written to, it swallows what comes."""

    def __init__(self, sink: Sink) -> None:
        super().__init__()
        self._sink = sink
        self.broken: OSError | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        if self.broken is None:
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

    def __init__(self, sink: Sink, like: TextIO, edit: Callable[[str], str] | None) -> None:
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
        """Hand everything on, and let nothing be written later by the collector."""
        with suppress(OSError):
            self.flush()


@contextmanager
def replaced(
    stdout: Sink, stderr: Sink, edit_stderr: Callable[[str], str] | None
) -> Iterator[None]:
    """Send what is written to standard output and error in this block to sinks.

    Raises at the end of the block what `stdout` raised, such as
    `BrokenPipeError`, even where the CLI took no notice.
    """
    outer = sys.stdout, sys.stderr
    out = _Stream(stdout, sys.stdout, None)
    err = _Stream(stderr, sys.stderr, edit_stderr)
    sys.stdout, sys.stderr = out, err
    try:
        yield
    finally:
        sys.stdout, sys.stderr = outer
        err.finish()
        out.finish()
    if out.raw_sink.broken is not None:
        raise out.raw_sink.broken


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
