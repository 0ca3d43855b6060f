"""The open files that awsbatch was started with, all of which are for the program."""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress

from awsbatch.door.given import given_files, inheritable_files


def inherited_files() -> Sequence[int]:
    """Return the descriptors above 2 that a program is to have, and keep it from all others.

    Libraries of an `aws` open files in a way that every program started from it keeps them.
    """
    given = given_files()
    for number in {*inheritable_files()}.difference(given):
        os.set_inheritable(number, False)  # noqa: FBT003 (it has no name)
    return given


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
