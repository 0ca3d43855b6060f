"""The process's descriptors 0 to 2, for the child processes of a command."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from awsbatch.output.sink import Sink


@contextmanager
def empty_input() -> Iterator[None]:
    """Make standard input empty in this block, for this process and its child processes.

    Descriptor 0 belongs to the whole process: enter and leave the block while
    no command runs.
    """
    outer = sys.stdin
    taken = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    encoding, errors = (getattr(outer, name, None) for name in ("encoding", "errors"))
    try:
        with open(0, encoding=encoding, errors=errors, closefd=False) as sys.stdin:
            yield
    finally:
        sys.stdin = outer
        os.dup2(taken, 0)
        os.close(taken)


@contextmanager
def descriptor(number: int, sink: Sink) -> Iterator[None]:
    """Send what child processes write to descriptor `number` in this block to a sink.

    A sink without a descriptor gets it all at the end of the block. The
    descriptor belongs to the whole process, so the command must be alone.
    """
    target = sink.fileno()
    if target == number:
        yield
        return
    saved = os.dup(number)
    with tempfile.TemporaryFile() as spool:
        os.dup2(spool.fileno() if target is None else target, number)
        try:
            yield
        finally:
            os.dup2(saved, number)
            os.close(saved)
            spool.seek(0)
            sink.write(spool.read())
