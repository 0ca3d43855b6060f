"""The CLI's usage errors, cut down to the sentence that helps.

awscli 1.46 shows every one with a banner on version 2 and a table of all
choices, some 600 rows. Importing this module replaces both.
"""

import argparse
from typing import IO, Any

from awscli.argparser import USAGE, CLIArgParser

from awsbatch.fault.suggestion import alike

_BANNER = f"usage: {USAGE}\n"


def without_banner(text: str) -> str:
    """Return what the CLI wrote, or nothing where it is only the banner."""
    return "" if text == _BANNER else text


def _print_no_usage(self: CLIArgParser, file: IO[str] | None = None) -> None:
    """Leave the error to speak for itself."""


def _check_value(self: CLIArgParser, action: Any, value: Any) -> None:  # noqa: ARG001
    if action.choices is not None and value not in action.choices:
        near = alike(str(value), action.choices)
        meant = f", maybe you meant: {', '.join(near)}" if near else ""
        raise argparse.ArgumentError(action, f"Invalid choice: {value!r}{meant}")


CLIArgParser.print_usage = _print_no_usage
CLIArgParser._check_value = _check_value  # noqa: SLF001 (the method that the CLI overrides)
