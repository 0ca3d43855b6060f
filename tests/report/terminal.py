"""A terminal, or two files, for a console to write to, and what can be read there."""

import fcntl
import os
import pty
import struct
import tempfile
import termios

import pyte

from tests.terminal.reflowing_screen import ReflowingScreen

COLUMNS = 80
ROWS = 12


class Terminal:
    """A real pseudo-terminal whose screen is emulated."""

    def __init__(self) -> None:
        self._master, stdout = pty.openpty()
        self.descriptors = stdout, os.dup(stdout)
        self._set_columns(COLUMNS)
        self._screen = ReflowingScreen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)

    def cut(self, columns: int) -> None:
        """Change the width; what does not fit is lost, as in xterm."""
        self.lines()
        self._screen.resize(columns=columns)
        self._set_columns(columns)

    def reflow(self, columns: int) -> None:
        """Make the terminal narrower; what does not fit goes on in the next line."""
        self.lines()
        self._screen.reflow(columns)
        self._set_columns(columns)

    def lines(self) -> list[str]:
        """Return the lines of the screen, without the empty ones at its end."""
        # A character that shows nothing, to know where to stop reading.
        os.write(self.descriptors[0], b"\0")
        data = b""
        while not data.endswith(b"\0"):
            data += os.read(self._master, 65536)
        self._stream.feed(data)
        shown = [line.rstrip() for line in self._screen.display]
        while shown and not shown[-1]:
            shown.pop()
        return shown

    def color(self, line: int, column: int) -> tuple[str, bool]:
        """Return the colour of a character that `lines` has shown, and whether it is bold."""
        character = self._screen.buffer[line][column]
        return character.fg, character.bold

    def _set_columns(self, columns: int) -> None:
        size = struct.pack("HHHH", ROWS, columns, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)

    def close(self) -> None:
        for descriptor in (*self.descriptors, self._master):
            os.close(descriptor)


class Files:
    """Two files in place of standard output and error."""

    def __init__(self) -> None:
        self._stdout = tempfile.TemporaryFile()  # noqa: SIM115 (see close)
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 (see close)
        self.descriptors = self._stdout.fileno(), self._stderr.fileno()

    @property
    def stdout(self) -> bytes:
        return os.pread(self.descriptors[0], 1 << 24, 0)

    @property
    def stderr(self) -> str:
        return os.pread(self.descriptors[1], 1 << 24, 0).decode()

    def close(self) -> None:
        self._stdout.close()
        self._stderr.close()
