"""A terminal in which command lines are run, one after the other, and what it then shows."""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pyte

from tests.terminal.reflowing_screen import ReflowingScreen

# Before that of all tests, so that a session that hangs is seen with its screen. In seconds.
_MOST_SECONDS = 120.0
_LEADER = Path(__file__).with_name("leader.py")
_ATTRIBUTES = ("bold", "italics", "underscore", "reverse")
# Which shows nothing, and tells that all that was written before has been read.
_MARK = b"\0"
# Enter and Ctrl-C.
_LINE_ENDS = ("\r", "\x03")


class Session:
    """A real pseudo-terminal with an emulated screen, for the real program and real keys."""

    def __init__(self, columns: int, rows: int, *, env: Mapping[str, str], cwd: Path) -> None:
        self._screen = ReflowingScreen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._master, self._slave = pty.openpty()
        self._set_size()
        asked, self._ask = os.pipe()
        self._told, told = os.pipe()
        self._leader = subprocess.Popen(
            [sys.executable, "-I", "-S", os.fspath(_LEADER), str(asked), str(told)],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            pass_fds=(asked, told),
            env={**env},
            cwd=cwd,
            start_new_session=True,
        )
        os.close(asked)
        os.close(told)
        self._process = 0
        self._awaits_line = False
        """Whether the line that the last keys end has not ended yet."""
        self._tidings = b""
        self.exit_status: int | None = None
        """What the last command line ended with; None while it runs."""

    def start(self, line: str) -> None:
        """Run a command line as `sh -c` does, shown after a prompt."""
        self._stream.feed(f"$ {line}\r\n".encode())
        self.exit_status = None
        self._tidings = b""
        os.write(self._ask, f"{json.dumps(line)}\n".encode())
        self.wait(lambda: b"\n" in self._tidings, f"the start of `{line}`")
        self._process = int(self._tidings.splitlines()[0])

    def press(self, keys: str) -> None:
        """Press keys, as the bytes that a terminal sends for them."""
        self._awaits_line = keys.endswith(_LINE_ENDS)
        os.write(self._master, keys.encode())

    def cut(self, columns: int) -> None:
        """Change the width, which the program is told by a signal; lines are cut, as in xterm."""
        self.settle()
        self._screen.resize(columns=columns)
        self._set_size()

    def reflow(self, columns: int) -> None:
        """Make the terminal narrower, where what does not fit goes on in the next line."""
        self.settle()
        self._screen.reflow(columns)
        self._set_size()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program, and to all that it has started in its group."""
        os.killpg(self._process, number)

    @property
    def size(self) -> str:
        """The size of the terminal as `COLUMNSxROWS`."""
        return f"{self._screen.columns}x{self._screen.lines}"

    def lines(self) -> list[str]:
        """Return the lines of the screen, without the empty ones at its end."""
        return _without_empty_end(line.rstrip() for line in self._screen.display)

    def coloured(self) -> list[str]:
        """Return the lines of the screen, with `«red bold»` where colours or weight begin."""
        rows = range(self._screen.lines)
        return _without_empty_end(self._coloured(row) for row in rows)

    def wait_for(self, text: str) -> None:
        """Wait until a line of the screen holds a text."""
        self.wait(lambda: any(text in line for line in self.lines()), f"`{text}`")

    def wait_at(self, text: str) -> None:
        """Wait until the line of the cursor is a text, and another one than keys have ended."""

        def is_there() -> bool:
            line = self._screen.display[self._screen.cursor.y].rstrip()
            return line == text and not self._awaits_line

        self.wait(is_there, f"`{text}`")

    def wait_for_absence(self, text: str) -> None:
        """Wait until no line of the screen holds a text."""
        self.wait(lambda: not any(text in line for line in self.lines()), f"no `{text}`")

    def wait_for_end(self) -> int:
        """Wait until the command line ends, and return its exit status, as a shell tells it."""
        if self.exit_status is None:
            self.wait(lambda: self.exit_status is not None, "the end")
        assert self.exit_status is not None
        return self.exit_status

    def wait(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds; fail if the program ends first, or hangs."""
        if not self.settles(holds, _MOST_SECONDS):
            shown = "\n".join(self.lines())
            raise AssertionError(
                f"waited for {what}; exit status {self.exit_status}; the screen:\n{shown}"
            )

    def settles(self, holds: Callable[[], bool], seconds: float) -> bool:
        """Return whether something holds at last, before the program ends or the time is over."""
        end = time.monotonic() + seconds
        while not holds():
            left = end - time.monotonic()
            if left <= 0 or self.exit_status is not None:
                return False
            self._read(left)
        return True

    def settle(self) -> None:
        """Read all that has been written up to now."""
        os.write(self._slave, _MARK)
        data = b""
        # The program may write after it, at any time.
        while _MARK not in data:
            data = os.read(self._master, 65536)
            self._stream.feed(data)

    def close(self) -> None:
        """End what still runs."""
        if self.exit_status is None and self._process:
            os.killpg(self._process, signal.SIGKILL)
        # Which ends the leader.
        os.close(self._ask)
        self._leader.wait()
        for descriptor in (self._told, self._slave, self._master):
            os.close(descriptor)

    def _read(self, seconds: float) -> None:
        """Take what comes next, from the program or of it."""
        ready, _, _ = select.select([self._master, self._told], [], [], seconds)
        if self._master in ready:
            data = os.read(self._master, 65536)
            self._awaits_line = self._awaits_line and b"\n" not in data
            self._stream.feed(data)
        elif self._told in ready:
            self._tidings += os.read(self._told, 4096)
            if self._tidings.count(b"\n") > 1:
                # What it wrote last may still be on its way.
                self.settle()
                status = int(self._tidings.splitlines()[1])
                self.exit_status = status if status >= 0 else 128 - status

    def _set_size(self) -> None:
        size = struct.pack("HHHH", self._screen.lines, self._screen.columns, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)

    def _coloured(self, row: int) -> str:
        text, before = "", ""
        line = self._screen.buffer[row]
        columns = range(self._screen.columns)
        # A wide character has a second column, which is empty.
        end = max((column + 1 for column in columns if line[column].data.strip()), default=0)
        for column in range(end):
            char = line[column]
            look = " ".join(
                ([] if char.fg == "default" else [char.fg])
                + [name for name in _ATTRIBUTES if getattr(char, name)]
            )
            if look != before:
                text += f"«{look or '/'}»"
            text, before = text + char.data, look
        return f"{text}«/»" if before else text


def _without_empty_end(lines: Iterable[str]) -> list[str]:
    shown = [*lines]
    while shown and not shown[-1]:
        shown.pop()
    return shown
