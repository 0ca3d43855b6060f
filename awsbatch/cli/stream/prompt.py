"""The lines that a person types at a terminal, each asked for with a prompt."""

import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from awsbatch.cli.stream import prompt_word
from awsbatch.language.open_block import ENDS
from awsbatch.report.console import Console

FIRST = "awsbatch> "
NEXT = "     ...> "
"""The prompt of the lines of a statement after its first."""


class LineCleared(Exception):  # noqa: N818 (no error: the person wants another line)
    """Raised where Ctrl-C takes back what was typed of a statement."""


class Prompt:
    """A person at a terminal, who is asked for the lines of statements.

    Only while a line is asked for is standard input the terminal: commands find it empty.
    """

    def __init__(self, console: Console, terminal: int) -> None:
        """Ask at a `terminal`, of which this is a descriptor beside that of standard input."""
        self.number = 0
        """How many lines were typed so far."""
        self._console = console
        self._terminal = terminal
        self._is_begun = False
        self._ask = _editor() if os.isatty(1) else self._plain

    def lines(self) -> Iterator[str]:
        """Yield lines until Ctrl-D or `exit`; raise `LineCleared` for Ctrl-C."""
        while (line := self._line()) is not None:
            # What is pasted may come as one.
            for each in line.split("\n"):
                if not self._is_begun:
                    if prompt_word.leaves(each):
                        return
                    if prompt_word.helps(each, self._console):
                        continue
                self.number += 1
                self._is_begun = self._is_begun or _begins(each)
                yield each

    def begin(self) -> None:
        """Ask for a new statement from now on."""
        self._is_begun = False

    def _line(self) -> str | None:
        try:
            with self._console.asking(), self._at_terminal():
                return self._ask(NEXT if self._is_begun else FIRST)
        except EOFError:
            return None

    @contextmanager
    def _at_terminal(self) -> Iterator[None]:
        nothing = os.dup(0)
        before = signal.signal(signal.SIGINT, _clear)
        os.dup2(self._terminal, 0)
        try:
            yield
        finally:
            os.dup2(nothing, 0)
            os.close(nothing)
            signal.signal(signal.SIGINT, before)

    def _plain(self, prompt: str) -> str:
        """Return a line without an editor, which would write to standard output."""
        self._console.pass_on_error([prompt.encode()])
        line = b""
        # The terminal gives a line at a time, however much is asked for.
        while not line.endswith(b"\n"):
            if not (part := os.read(0, 1 << 16)):
                break
            line += part
        if not line:
            raise EOFError
        return line.decode(errors="surrogateescape").removesuffix("\n")


def _editor() -> Callable[[str], str]:
    """Return what asks for a line that can be edited, and keeps it in a history."""
    # With it, `input` edits; it is missing in some builds of Python.
    with suppress(ImportError):
        import readline  # noqa: F401 (to import it is to use it)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")
    return input


def _clear(_number: int, _frame: object) -> None:
    raise LineCleared


def _begins(line: str) -> bool:
    """Return whether a line, after which nothing is open, may begin a statement."""
    first = line.split(maxsplit=1)[:1]
    return bool(first) and not first[0].startswith("#") and first[0] not in ENDS
