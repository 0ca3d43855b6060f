"""The descriptors of standard output and error, as the system has them."""

import os
import select


def is_screen(number: int) -> bool:
    """Return whether a descriptor is a terminal that more than lines can be shown on."""
    return os.isatty(number) and os.environ.get("TERM") != "dumb"


def columns(number: int) -> int | None:
    """Return how wide a terminal is; None if it is none, or does not say."""
    try:
        return os.get_terminal_size(number).columns or None
    except OSError:
        return None


def same_screen(stdout: int, stderr: int) -> bool:
    """Return whether what is written to one descriptor appears after what was written to the other.

    Two terminals are taken for the same one.
    """
    both_terminals = os.isatty(stdout) and os.isatty(stderr)
    return both_terminals or os.path.sameopenfile(stdout, stderr)


def write_whole(number: int, data: bytes) -> None:
    """Write all of some bytes; raise `OSError`."""
    left = memoryview(data)
    while left:
        left = left[_write_some(number, left) :]


def _write_some(number: int, data: memoryview) -> int:
    try:
        return os.write(number, data)
    except BlockingIOError:
        # Another process with the same terminal or pipe may have made it non-blocking.
        select.select([], [number], [])
        return 0
