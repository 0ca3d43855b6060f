"""Objects that live as long as the process, left alone by Python's collector."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collected() -> Iterator[None]:
    """Have the collector look again at its end at all that was `made_for_good` in this block."""
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def made_for_good() -> Iterator[None]:
    """Have the collector leave alone what is there at the end of this block.

    Making drivers and clients has the collector look at all that there is
    over and over, for half of the time that it takes. What was made for good
    before is garbage by now, full of cycles, and is not to be frozen again.
    """
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    try:
        yield
    finally:
        gc.freeze()
