"""The colours of the CLI's tables, kept to the output of one command.

awscli 1.46: `ColorizedStyler.__init__` calls `colorama.init`, which replaces
`sys.stdout` and `sys.stderr`, until the process ends, by streams that reset
the colour after each write, and once more at that end.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from awscli.table import COLORAMA_KWARGS, ColorizedStyler, colorama

from awsbatch.aws.isolation import router

_OPTIONS = {"convert": None, **COLORAMA_KWARGS}


@contextmanager
def routed() -> Iterator[None]:
    """Have colours wrap only the streams of the command, in this block."""
    outer = ColorizedStyler.__init__
    ColorizedStyler.__init__ = _initialize
    try:
        yield
    finally:
        ColorizedStyler.__init__ = outer


@contextmanager
def until_the_end() -> Iterator[None]:
    """Reset the colour after this block, as the process of a fresh `aws` does at its end."""
    try:
        yield
    finally:
        # colorama 0.4: it remembers that the process is to do so at its end.
        if colorama.initialise.atexit_done:
            colorama.initialise.atexit_done = False
            colorama.initialise.atexit.unregister(colorama.initialise.reset_all)
            colorama.initialise.reset_all()


def _decorated(written: Any) -> Any:
    return colorama.AnsiToWin32(written, **_OPTIONS).stream


def _initialize(_: ColorizedStyler) -> None:
    router.decorate(_decorated)
