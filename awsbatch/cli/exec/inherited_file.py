"""The open files that awsbatch was started with, all of which are for the program."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_FOLDERS = ("/proc/self/fd", "/dev/fd")
_LAST_STANDARD = 2


def inherited_files() -> list[int]:
    """Return the descriptors above 2 that whoever started awsbatch has left open for a program.

    Those that this process has opened itself are not handed on.
    """
    return [number for number in _open() if number > _LAST_STANDARD and _is_handed_on(number)]


def let_go(descriptors: Iterable[int]) -> None:
    """Close what the program has, once it has it: a reader may wait for the last one to do so.

    Standard error is kept, for messages.
    """
    for number in descriptors:
        with suppress(OSError):
            os.close(number)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nothing, number, inheritable=False)
    os.close(nothing)


def _open() -> list[int]:
    folder = next(each for each in _FOLDERS if Path(each).is_dir())
    return [int(name) for name in os.listdir(folder)]  # noqa: PTH208 (names only, and quickly)


def _is_handed_on(number: int) -> bool:
    # The one that the folder was read by is closed again.
    with suppress(OSError):
        return os.get_inheritable(number)
    return False
