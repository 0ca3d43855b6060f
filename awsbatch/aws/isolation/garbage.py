"""Objects that live as long as the process, left alone by Python's collector."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collected() -> Iterator[None]:
    """Let the collector look, after this block, at all that was `made_for_good` in it."""
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def made_for_good() -> Iterator[None]:
    """Have the collector skip, from the end of this block on, every object that exists then.

    Otherwise, it would look at all drivers, models and clients again and again
    while others are made, which takes half of the time to make them.
    """
    # The generation made before is garbage by now, full of cycles: it is not to be frozen again.
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    try:
        yield
    finally:
        gc.freeze()
