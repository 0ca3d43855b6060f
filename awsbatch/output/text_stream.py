"""The standard output and error of one command, as Python streams over its sinks."""

import io
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Lock
from typing import Any, Literal, TypeAlias

from awsbatch.output.sink import Sink

Name: TypeAlias = Literal["stdout", "stderr"]
NAMES: tuple[Name, Name] = ("stdout", "stderr")


class _SinkFile(io.RawIOBase):
    """A sink as a raw file. After the first failure, or the command's end, it discards all."""

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
                # Kept, because the CLI's JSON output swallows a broken pipe and returns 0.
                self.broken = error
                raise
        return len(data)

    def hand_on(self) -> None:
        if self.broken is None and not self.ended:
            self._sink.flush()

    def fileno(self) -> int:
        descriptor = self._sink.fileno()
        if descriptor is None:
            raise io.UnsupportedOperation
        return descriptor

    def isatty(self) -> bool:
        descriptor = self._sink.fileno()
        return descriptor is not None and os.isatty(descriptor)


class _Stream(io.TextIOWrapper):
    """Stands in for `sys.stdout` or `sys.stderr`, with the same encoding and error handler."""

    def __init__(
        self, name: Name, sink: Sink, like: Any, edit: Callable[[str], str] | None
    ) -> None:
        self.raw_sink = _SinkFile(sink)
        self._edit = edit
        super().__init__(
            io.BufferedWriter(self.raw_sink),
            encoding=getattr(like, "encoding", None) or "utf-8",
            errors=getattr(like, "errors", None),
            newline="\n",
            # Python writes lines of standard error at once, also where it is no terminal.
            line_buffering=name == "stderr" or self.raw_sink.isatty(),
        )

    def write(self, text: str, /) -> int:
        if self._edit is not None:
            super().write(self._edit(text))
            return len(text)
        return super().write(text)

    def flush(self) -> None:
        """Hand on all, also what the sink has kept back: the command may wait for an answer."""
        super().flush()
        self.raw_sink.hand_on()

    def finish(self) -> None:
        """Flush, and discard what is written later, such as by a destructor."""
        with suppress(OSError):
            self.flush()
        self.raw_sink.ended = True


class TextStreams:
    """The two streams of one command, each made when something first looks at it."""

    def __init__(
        self, stdout: Sink, stderr: Sink, edit_stderr: Callable[[str], str] | None = None
    ) -> None:
        self._sinks: dict[Name, Sink] = {"stdout": stdout, "stderr": stderr}
        self._edits = {"stdout": None, "stderr": edit_stderr}
        self._made: dict[Name, _Stream] = {}
        self._used: dict[Name, Any] = {}
        self._finished = False
        # It guards all above: a command's threads may look at a stream for the first time together.
        self._lock = Lock()

    def get(self, name: Name, like: Any) -> Any:
        """Return the stream that stands in for `like`, with its encoding."""
        used = self._used.get(name)
        return self._make(name, like) if used is None else used

    def is_used(self, name: Name) -> bool:
        """Return whether something has looked at the stream."""
        return name in self._used

    def decorate(self, decorated: Callable[[Any], Any], like: Mapping[Name, Any]) -> None:
        """Wrap both streams by `decorated`, for all that is written from now on.

        `like` holds the streams that these two stand in for.
        """
        for name in NAMES:
            self._used[name] = decorated(self.get(name, like[name]))

    def finish(self) -> None:
        """Flush both streams, standard error first.

        Raise the error of standard output's sink, such as `BrokenPipeError`,
        even where the CLI swallowed it.
        """
        with self._lock:
            self._finished = True
            # Standard error first, as a fresh `aws` writes it before its exit flushes the other.
            made = self._made
            for name in reversed(NAMES):
                if name in made:
                    made[name].finish()
        if "stdout" in made and made["stdout"].raw_sink.broken is not None:
            raise made["stdout"].raw_sink.broken

    def _make(self, name: Name, like: Any) -> Any:
        with self._lock:
            if name not in self._used:
                made = _Stream(name, self._sinks[name], like, self._edits[name])
                made.raw_sink.ended = self._finished
                self._made[name] = self._used[name] = made
            return self._used[name]
