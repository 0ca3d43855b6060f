"""Standard input as a stream of lines."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from awsbatch.fault.error import AwsbatchError
from awsbatch.fault.wording import reason


@contextmanager
def standard_input() -> Iterator[Iterator[bytes]]:
    """Take standard input over, and provide its lines, each as soon as it ends.

    In this block, everything else finds standard input empty. Iteration raises
    `AwsbatchError` if a line cannot be read.
    """
    with taken() as descriptor:
        yield _lines(descriptor)


@contextmanager
def taken() -> Iterator[int]:
    """Provide a descriptor of what is standard input outside this block, and is empty in it."""
    # The descriptor and not only `sys.stdin`: child processes have it, too.
    descriptor = os.dup(0)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    try:
        yield descriptor
    finally:
        os.dup2(descriptor, 0)
        os.close(descriptor)


def _lines(descriptor: int) -> Iterator[bytes]:
    # A caller may have left it non-blocking, which would end the lines early.
    os.set_blocking(descriptor, True)
    try:
        with open(descriptor, "rb", closefd=False) as file:
            yield from file
    except OSError as error:
        raise AwsbatchError(f"cannot read standard input: {reason(error)}") from None
