"""Python's standard streams, made for a call and ended after it as a process of its own does."""

import io
import os
import sys
import traceback
from contextlib import suppress
from dataclasses import replace
from typing import Any

from awsbatch.contract.outcome import UNWRITTEN
from awsbatch.record import record

_STDERR = 2
_NAMES = ("stdin", "stdout", "stderr")


class _DescriptorFile(io.FileIO):
    """A descriptor that its process keeps. After the call's end, what is written is discarded.

    A stream that could not be written holds its text until it is collected, and tries again: by
    then, the descriptor is another call's.
    """

    has_ended = False

    def write(self, data: Any, /) -> int:
        if self.has_ended:
            return len(memoryview(data).cast("B"))
        return super().write(data)


@record
class _Way:
    """How Python writes or reads a stream, by its options and its environment."""

    encoding: str
    errors: str
    is_unbuffered: bool = False


class StandardStreams:
    """Makes the standard streams over descriptors 0 to 2, which are open."""

    def __init__(self) -> None:
        """Take note of what Python chose for this process, as it would for others like it."""
        out = _way(sys.__stdout__)
        self._ways = (_way(sys.__stdin__), out, replace(out, errors="backslashreplace"))
        self._files: list[_DescriptorFile] = []

    def open(self) -> None:
        """Make all three; raise `OSError`."""
        self._files = []
        for number, name in enumerate(_NAMES):
            stream = self._made(number, name, self._ways[number])
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)

    def end(self, status: int) -> int:
        """Write what is left, and return the exit status with which Python ends."""
        for name in _NAMES[1:]:
            stream = getattr(sys, name)
            try:
                if not stream.closed:
                    stream.flush()
            except BaseException as error:  # noqa: BLE001 (a last Ctrl-C as well, as in Python)
                status = UNWRITTEN
                if name == "stdout":
                    _tell(stream, error)
        for file in self._files:
            file.has_ended = True
        return status

    def _made(self, number: int, name: str, way: _Way) -> Any:
        """Return a stream as CPython makes it (3.10 to 3.14, `create_stdio`)."""
        mode = "w" if number else "r"
        file: Any = _DescriptorFile(number, mode, closefd=False)
        self._files.append(file)
        file.name = f"<{name}>"
        is_direct = way.is_unbuffered and number > 0
        kind = io.BufferedWriter if number else io.BufferedReader
        stream: Any = io.TextIOWrapper(
            # The size that `open` chooses: it decides how the texts of two streams mix.
            file if is_direct else kind(file, file._blksize),  # noqa: SLF001 (CPython 3.10 to 3.14)
            way.encoding,
            way.errors,
            newline="\n",
            line_buffering=not is_direct and (number == _STDERR or file.isatty()),
            write_through=is_direct,
        )
        stream.mode = mode
        return stream


def _way(stream: Any) -> _Way:
    """Return how a stream of this process's start is written; None was closed."""
    if stream is None:
        with open(os.devnull) as usual:  # noqa: PTH123
            return _Way(usual.encoding, "strict")
    return _Way(stream.encoding, stream.errors, stream.write_through)


def _tell(stream: Any, error: BaseException) -> None:
    """Tell of output that could not be written, as Python does at its end."""
    what = f"in: {stream!r}" if sys.version_info < (3, 14) else "while flushing sys.stdout:"
    why = "".join(traceback.format_exception_only(type(error), error))
    with suppress(OSError):
        sys.stderr.write(f"Exception ignored {what}\n{why}")
