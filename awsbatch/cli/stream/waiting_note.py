"""What is said before something is read from a terminal, which shows nothing by itself."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from awsbatch.cli.verb import Verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from awsbatch.cli.option import Options
    from awsbatch.report.console import Console

READING = "reading {} from the terminal{}; Ctrl-D ends"


def is_typed() -> bool:
    """Return whether a person types what standard input has."""
    # As a shell decides whether it has a prompt.
    return os.isatty(0) and os.isatty(2)


def tell(options: Options, console: Console) -> None:
    """Say what a person at the terminal is to type before anything runs or is checked."""
    if is_typed():
        for what, why in _awaited(options):
            console.say(READING.format(what, why))


def _awaited(options: Options) -> Iterator[tuple[str, str]]:
    if "-" in options.variables_files:
        yield "the values of inputs", ""
    for pair in options.lines:
        name, _, file = pair.partition("=")
        if file == "-":
            yield f"the lines of `{name}`", ""
    if options.verb is Verb.CHECK and "-" in options.files:
        yield "commands", ", to check them"
