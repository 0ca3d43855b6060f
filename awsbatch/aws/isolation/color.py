"""The colours of the CLI's tables, for one command's output alone.

`ColorizedStyler` has colorama replace `sys.stdout` and `sys.stderr` with
streams that end every colour after each write, until the process ends.
Importing this module has it decorate the streams of its own command.
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
