"""The process's standard output and error, and a progress bar that shares them.

Everything goes straight to the descriptors, in order: a buffer would let
child processes overtake it, and fail late when nobody reads any more.
"""

import os
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager

from awsbatch.fault.caret import styled
from awsbatch.fault.error import AwsbatchError, FailedError
from awsbatch.fault.style import Styled, Text
from awsbatch.fault.wording import reason
from awsbatch.output.sink import Sink
from awsbatch.redaction.secret import Secrets
from awsbatch.report.paint import ColorChoice, is_colored, painted, plain
from awsbatch.report.pipe_reader import PipeReader
from awsbatch.report.standard_stream import columns, is_screen, same_screen, write_whole

_COLUMNS = 80
# The cursor stays before the bar: wherever a terminal that was made narrower puts the pieces of
# its line, all of them are after the cursor. A bar for a width that is no more ends at the margin.
_BAR = "\r\x1b[?7l{}\x1b[J\x1b[?7h\r"
_NO_BAR = b"\r\x1b[J"


class Console:
    """The terminal or files that a run writes to, from any thread, and the bar at their foot."""

    def __init__(
        self,
        *,
        stdout: int = 1,
        stderr: int = 2,
        color: ColorChoice = ColorChoice.AUTO,
        secrets: Secrets | None = None,
    ) -> None:
        self.secrets = Secrets() if secrets is None else secrets
        """What nothing that awsbatch itself writes may show."""
        self.secrets.warn = self.say_error
        self._stdout = stdout
        self._stderr = stderr
        self._color = color
        # It guards the order of what is written, and the bar. Reentrant, since a signal handler
        # may have to say something while the main thread writes.
        self._lock = threading.RLock()
        self._foot = _Screen()
        self._screens = {stderr: self._foot, stdout: _Screen()}
        if same_screen(stdout, stderr):
            self._screens[stdout] = self._foot
        self._encodings = {stdout: _encoding(sys.stdout), stderr: _encoding(sys.stderr)}
        self._drawn = False
        self._hidden = 0
        """How many commands keep the bar away."""
        self._broken = False
        """Whether standard output takes nothing more, for whatever reason."""
        self._hushed = False
        """Whether that is because its reader has gone, who wants to hear no more."""
        self._is_interrupted = False
        """Whether a signal has come: then it was not the reader who wanted the end.

        Ctrl-C ends all programs of a pipeline, and the person still wants to hear how it went.
        """
        self._colored = is_colored(color, os.environ, is_terminal=self.is_terminal)
        self._paints = is_colored(color, os.environ, is_terminal=is_screen(stdout))
        """Whether there is colour on standard output, in what is awsbatch's own."""
        self._reader = PipeReader(stdout, stderr)
        self._line_start = self._ended_line
        """Returns what is written before a message so that it begins a line."""
        self._live = Descriptor(self, stdout), Descriptor(self, stderr)

    def with_output(self, stdout: int) -> "Console":
        """Return a console that has another descriptor as its standard output."""
        return Console(stdout=stdout, stderr=self._stderr, color=self._color, secrets=self.secrets)

    def live(self) -> tuple[Sink, Sink]:
        """Return the sinks of a command that shows its output as it comes.

        Its standard error is without secrets; what it prints is its own.
        """
        out, err = self._live
        if not self.secrets:
            return out, err
        # Of use for such runs only.
        from awsbatch.report.masked_sink import MaskedSink

        return out, MaskedSink(err, self.secrets)

    def write(self, number: int, data: bytes) -> None:
        """Write bytes to a descriptor, 1 or 2, as they are.

        Raise `OSError` if standard output cannot be written to, such as
        `BrokenPipeError` if nobody reads it any more: once, and what is written
        there later is lost. Standard error raises nothing.
        """
        if not data or (self._broken and number == self._stdout):
            return
        with self._lock:
            screen = self._screens[number]
            if screen is self._foot or self._reader.is_there:
                self._erase()
            screen.midline = not data.endswith(b"\n")
            self._put(number, data)
            self._reader.was_given = True

    def print(self, text: Text) -> None:
        """Write a line to standard output, without secrets; raise as `pass_on` does."""
        self.print_data(self.secrets.masked_text(text))

    def print_data(self, text: Text) -> None:
        """Write a line for programs, of whose values the secrets are masked; as `print` does."""
        shown = painted(text) if self._paints and isinstance(text, Styled) else text
        self.pass_on(_encoded(f"{shown}\n", self._encodings[self._stdout]))

    def pass_on(self, data: bytes) -> None:
        """Write output to standard output.

        Raise `BrokenPipeError` as `write` does, and `FailedError` for its other errors.
        """
        try:
            self.write(self._stdout, data)
        except BrokenPipeError:
            raise
        except OSError as error:
            message = f"cannot write to standard output: {reason(error)}"
            raise FailedError(message) from None

    def pass_on_error(self, chunks: Iterable[bytes]) -> None:
        """Write what a command wrote to its standard error, without secrets."""
        if self.secrets:
            # Of use for such runs only.
            from awsbatch.redaction.masked_flow import MaskedFlow

            chunks = MaskedFlow(self.secrets).of(chunks)
        for chunk in chunks:
            self.write(self._stderr, chunk)

    def say(self, text: Text, *, anyway: bool = False) -> None:
        """Write a message of awsbatch's own to standard error, at the beginning of a line.

        It is without secrets.

        Where standard output lost its reader, only what is to be said `anyway` is.
        """
        text = self.secrets.masked_text(text)
        shown = painted(text) if self._colored else plain(text)
        data = _encoded(f"{shown}\n", self._encodings[self._stderr])
        with self._lock:
            if anyway or self._is_interrupted or not self._hushed:
                self._erase()
                self.write(self._stderr, self._line_start() + data)

    def share(self) -> None:
        """Have each message begin a line, whatever a program writes to standard error itself."""
        # Nobody else asks for it.
        from awsbatch.report.line_start import line_start

        self._line_start = lambda: line_start(self._stderr)

    def _ended_line(self) -> bytes:
        return b"\n" if self._foot.midline else b""

    def say_error(self, error: AwsbatchError) -> None:
        """Write an error or a warning as `say` does, for the terminal as wide as it is now."""
        error = self.secrets.masked_error(error)
        self.say(styled(error, terminal=columns(self._stderr)))

    def end_line(self) -> None:
        """End the line of the terminal that was begun, if one was, as by a prompt."""
        with self._lock:
            if self._foot.midline:
                self.write(self._stderr, b"\n")

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Have a person type at the terminal in this block, which begins a line and ends it.

        An exception that leaves the block says that the line was not ended.
        """
        self.end_line()
        # What is typed in it is not written here.
        self._foot.midline = True
        yield
        self._foot.midline = False

    def echoed(self) -> None:
        """Note that a signal has come, which the terminal may have shown, such as `^C`."""
        self._is_interrupted = True
        if os.isatty(self._stderr) and not self._drawn:
            self._foot.midline = True

    def draw(self, bar: Text) -> None:
        """Show the bar, unless a line has been begun and not ended, or others have the screen."""
        with self._lock:
            if self._hidden or self._foot.midline or self._reader.may_write():
                return
            bar = self.secrets.masked_text(bar)
            shown = painted(bar) if self._colored else plain(bar)
            self._put(self._stderr, _encoded(_BAR.format(shown), self._encodings[self._stderr]))
            self._drawn = True

    def erase(self) -> None:
        """Remove the bar until it is drawn again."""
        with self._lock:
            self._erase()

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """Hide the bar in this block, for a command that has the terminal to itself."""
        with self._lock:
            self._hidden += 1
            self._erase()
        try:
            yield
        finally:
            with self._lock:
                self._hidden -= 1
                self._reader.was_given = True

    @property
    def has_no_reader(self) -> bool:
        """Whether the reader of standard output has gone, as `head` does."""
        return self._hushed

    @property
    def bar_columns(self) -> int:
        """How many columns of the terminal a bar may take now."""
        # Some terminals begin a new line once the last column is written to.
        return max((columns(self._stderr) or _COLUMNS) - 1, 1)

    @property
    def is_terminal(self) -> bool:
        """Whether standard error is a terminal that a bar can be drawn on."""
        return is_screen(self._stderr)

    @property
    def draws_blocks(self) -> bool:
        """Whether standard error takes the block characters of a bar, as UTF-8 does."""
        return self._encodings[self._stderr].lower().startswith("utf")

    def _erase(self) -> None:
        if self._drawn:
            self._drawn = False
            self._put(self._stderr, _NO_BAR)

    def _put(self, number: int, data: bytes) -> None:
        try:
            write_whole(number, data)
        except OSError as error:
            # A command must not fail because a message cannot be written.
            if number != self._stdout:
                return
            self._broken = True
            self._hushed = isinstance(error, BrokenPipeError)
            raise


class Descriptor:
    """A sink that is the process's own standard output or error."""

    def __init__(self, console: Console, number: int) -> None:
        self._console = console
        self._number = number

    def write(self, data: bytes, /) -> None:
        """Write the bytes at once; raise as `Console.write` does."""
        self._console.write(self._number, data)

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def fileno(self) -> int | None:
        """Return the descriptor, for child processes."""
        return self._number

    def lent(self) -> AbstractContextManager[None]:
        """Hide the bar in this block, in which child processes write."""
        return self._console.hidden()


class _Screen:
    """Where the bytes of one descriptor, or of both, appear."""

    def __init__(self) -> None:
        self.midline = False
        """Whether the last line has no ending yet."""


def _encoding(stream: object) -> str:
    return getattr(stream, "encoding", None) or "utf-8"


def _encoded(text: str, encoding: str) -> bytes:
    # Bytes of an argument that are not text go out as they came; a message never fails to be said.
    try:
        return text.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        return text.encode(encoding, "replace")
