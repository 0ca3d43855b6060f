"""`awsbatch help`, and `--help` wherever it stands."""

from collections.abc import Sequence

from awsbatch.cli.help import verb_help
from awsbatch.cli.verb import VERBS
from awsbatch.exit_status import ExitStatus
from awsbatch.report.console import Console


def show(topics: Sequence[str], console: Console) -> ExitStatus:
    """Print the help of verbs or of files, or of the whole program where none is named.

    Raise `AwsbatchError` for a file that cannot be read and output that cannot be written.
    """
    match topics:
        case []:
            console.print(verb_help.OVERVIEW)
        case [name] if name in VERBS:
            console.print(verb_help.of_verb(VERBS[name]))
        case files:
            # It needs the parser of the language.
            from awsbatch.cli.help import file_help

            return file_help.show(files, console)
    return ExitStatus.OK
