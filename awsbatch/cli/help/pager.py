"""A long text shown a screen at a time, by `$PAGER` or `less`."""

import os
import shutil
import signal
import subprocess

from awsbatch.report.console import Console

_LESS = "less"
_LESS_OPTIONS = "FRX"
"""For `less`, as git has it: no wait where all fits on the screen, and leave it there."""
_NOT_FOUND = 127


def show(text: str, console: Console) -> None:
    """Show a text, in a pager where standard output is a terminal, and plainly elsewhere.

    Raise as `Console.print` does.
    """
    command = _command() if os.isatty(1) else None
    if command is None or not _paged(text, command):
        console.print(text.removesuffix("\n"))


def _command() -> str | None:
    """Return the command line of the pager, or None where there is none."""
    if os.environ.get("TERM", "dumb") == "dumb":
        return None
    chosen = os.environ.get("PAGER")
    if chosen is None:
        return _LESS if shutil.which(_LESS) else None
    return None if chosen.strip() in {"", "cat"} else chosen


def _paged(text: str, command: str) -> bool:
    """Return whether the pager could be started; it may have ended before it showed all."""
    environment = {"LESS": _LESS_OPTIONS, **os.environ}
    # A shell's command line, as everywhere else where `$PAGER` is used.
    pager = subprocess.Popen(command, shell=True, stdin=subprocess.PIPE, env=environment)  # noqa: S602
    # Ctrl-C is the pager's.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        # It ignores that a pager has closed its input.
        pager.communicate(text.encode())
    finally:
        signal.signal(signal.SIGINT, before)
    return pager.returncode != _NOT_FOUND
