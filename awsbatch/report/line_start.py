"""The beginning of a line in output that another program writes to as well."""

import os
import stat
from contextlib import suppress

from awsbatch.report.standard_stream import columns, is_screen

_NEWLINE = b"\n"


def line_start(number: int) -> bytes:
    """Return what is to be written to a descriptor before a line, so that it begins one.

    That is nothing where the last line was ended, or where nothing tells whether it was, as in a
    pipe.
    """
    if is_screen(number):
        # The cursor is where the program has left it. Spaces go to the next line from anywhere but
        # the first column, as zsh has it before its prompt.
        width = columns(number)
        return b"" if width is None else b" " * (width - 1) + b"\r\x1b[K"
    return b"" if _ends_with_newline(number) else _NEWLINE


def _ends_with_newline(number: int) -> bool:
    """Return whether a file ends so, or has nothing, or cannot be read."""
    with suppress(OSError):
        found = os.fstat(number)
        if not stat.S_ISREG(found.st_mode) or not found.st_size:
            return True
        # Another opening of it: this descriptor is for writing only.
        file = os.open(f"/dev/fd/{number}", os.O_RDONLY)
        try:
            return os.pread(file, 1, found.st_size - 1) == _NEWLINE
        finally:
            os.close(file)
    return True
