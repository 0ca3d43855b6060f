"""The CLI's usage errors, cut down to the sentence that helps.

awscli 1.46 shows every one with a banner on version 2 and a table of all
choices, some 600 rows.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from awscli.argparser import USAGE, CLIArgParser

from awsbatch.fault.suggestion import alike

_BANNER = f"usage: {USAGE}\n"
# awscli 1.46: how the messages begin that quote what it was given. Those of services do not: a
# message that is to be decoded has to be whole.
_QUOTING = (
    "aws: error: ",
    "Unknown options: ",
    "Error parsing parameter",
    "Parameter validation failed",
    "invalid literal for ",
)
_MOST_CHARACTERS = 600
_BEGINNING = 300
_END = 100
_MOST_LINES = 12
_FIRST_LINES = 8
_LAST_LINES = 2


@contextmanager
def short_usage() -> Iterator[None]:
    """Have the CLI's parsers show neither the banner nor all choices, in this block."""
    # The second one is the method that the CLI overrides.
    outer = CLIArgParser.print_usage, CLIArgParser._check_value  # noqa: SLF001
    CLIArgParser.print_usage, CLIArgParser._check_value = _print_no_usage, _check_value  # noqa: SLF001
    try:
        yield
    finally:
        CLIArgParser.print_usage, CLIArgParser._check_value = outer  # noqa: SLF001


def readable(text: str) -> str:
    """Return what the CLI wrote on standard error, for a person.

    That is nothing for the banner alone. A usage error that quotes a value of
    thousands of characters or many lines, such as a list that was taken for
    options, or JSON with a comma too many, loses the middle of it.
    """
    if text == _BANNER:
        return ""
    if not text.startswith(_QUOTING):
        return text
    return "\n".join(map(_without_middle, _few(text.split("\n"))))


def _few(lines: list[str]) -> list[str]:
    """Return lines without those in the middle of many."""
    if len(lines) <= _MOST_LINES:
        return lines
    left = len(lines) - _FIRST_LINES - _LAST_LINES
    return [*lines[:_FIRST_LINES], f"… ({left} lines) …", *lines[-_LAST_LINES:]]


def _without_middle(line: str) -> str:
    if len(line) <= _MOST_CHARACTERS:
        return line
    return f"{line[:_BEGINNING]} … ({len(line)} characters) … {line[-_END:]}"


def _print_no_usage(self: CLIArgParser, file: IO[str] | None = None) -> None:
    """Leave the error to speak for itself."""


def _check_value(self: CLIArgParser, action: Any, value: Any) -> None:  # noqa: ARG001
    if action.choices is not None and value not in action.choices:
        near = alike(str(value), action.choices)
        meant = f", maybe you meant: {', '.join(near)}" if near else ""
        raise argparse.ArgumentError(action, f"Invalid choice: {value!r}{meant}")
