"""The colours of the CLI's tables, kept to the output of one command.

awscli 1.46: `ColorizedStyler.__init__` calls `colorama.init`, which replaces
`sys.stdout` and `sys.stderr`, until the process ends, by streams that reset
the colour after each write. Importing this module replaces that method by one
that wraps only the streams of the command.
"""

from typing import Any

from awscli.table import COLORAMA_KWARGS, ColorizedStyler, colorama

from awsbatch.aws.isolation import router

_OPTIONS = {"convert": None, **COLORAMA_KWARGS}


def _decorated(written: Any) -> Any:
    return colorama.AnsiToWin32(written, **_OPTIONS).stream


def _initialize(_: ColorizedStyler) -> None:
    router.decorate(_decorated)


ColorizedStyler.__init__ = _initialize
