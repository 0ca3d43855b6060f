"""The garbage collector, out of the way of imports."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Collect no garbage in this block, which makes many objects that stay."""
    # awscli 1.46: importing it starts 128 collections, which find next to nothing.
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
