"""`awsbatch help`, and `--help` wherever it stands."""

from collections.abc import Sequence

from awsbatch.cli.help import verb_help
from awsbatch.cli.verb import VERBS
from awsbatch.exit_status import ExitStatus
from awsbatch.fault.error import UsageError
from awsbatch.report.console import Console

_FUNCTIONS = "functions"
_LANGUAGE = "language"


def show(topics: Sequence[str], console: Console) -> ExitStatus:
    """Print the help of what is named, or of the whole program where nothing is.

    Raise `AwsbatchError` for a file that cannot be read and output that cannot be written.
    """
    match topics:
        case []:
            console.print(verb_help.OVERVIEW)
        case [name] if name in VERBS:
            console.print(verb_help.of_verb(VERBS[name]))
        case ["functions" | "language" as name]:
            from awsbatch.cli.help import pager

            pager.show(_text(name), console)
        case _:
            return _show_files(topics, console)
    return ExitStatus.OK


def _text(name: str) -> str:
    if name == _LANGUAGE:
        from importlib.resources import files

        # In the repository, a link to the file among the documents.
        return files(__package__).joinpath("language.md").read_text(encoding="utf-8")
    from awsbatch.cli.help import function_help

    return function_help.text()


def _show_files(names: Sequence[str], console: Console) -> ExitStatus:
    # It needs the parser of the language.
    from awsbatch.cli.help import file_help
    from awsbatch.cli.unknown_word import is_there

    for name in names:
        if "." not in name and not is_there(name):
            _refuse(name)
    return file_help.show(names, console)


def _refuse(name: str) -> None:
    """Raise `UsageError` for a name that is no file and like a topic."""
    from awsbatch.fault.suggestion import nearest

    topic = nearest(name, [*VERBS, _FUNCTIONS, _LANGUAGE])
    if topic is not None:
        message = f"there is neither a topic of the help nor a file `{name}`"
        raise UsageError(message, hint=f"did you mean `awsbatch help {topic}`?")
