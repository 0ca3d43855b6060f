"""`awsbatch help`, and `--help` wherever it stands."""

import os
from collections.abc import Sequence
from shutil import get_terminal_size

from awsbatch.cli.help import verb_help
from awsbatch.cli.help.document import DOCUMENTS, TOPICS
from awsbatch.cli.verb import VERBS
from awsbatch.exit_status import ExitStatus
from awsbatch.report.console import Console


def show(topics: Sequence[str], console: Console) -> ExitStatus:
    """Print the help of what is named, or of the whole program where nothing is.

    Raise `AwsbatchError` for a file that cannot be read and output that cannot be written.
    """
    match topics:
        case []:
            console.print(verb_help.OVERVIEW)
        case [name] if name in VERBS:
            console.print(verb_help.of_verb(VERBS[name]))
        case [name] if name in TOPICS:
            from awsbatch.cli.help import pager

            pager.show(text(name), console)
        case _:
            return _show_files(topics, console)
    return ExitStatus.OK


def text(name: str) -> str:
    """Return the whole help of a topic."""
    if name in DOCUMENTS:
        from importlib.resources import files

        from awsbatch.cli.help.screen_text import screen_text

        document = files(__package__).joinpath(DOCUMENTS[name]).read_text(encoding="utf-8")
        return screen_text(document, get_terminal_size().columns) if os.isatty(1) else document
    from awsbatch.cli.help import function_help

    return function_help.text()


def _show_files(names: Sequence[str], console: Console) -> ExitStatus:
    # They need the parser of the language.
    from awsbatch.cli.help import file_help, unknown_topic

    for name in names:
        unknown_topic.refuse(name)
    return file_help.show(names, console)
