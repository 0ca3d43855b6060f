"""The help of command files: their first comments and their inputs."""

import re
from collections.abc import Iterable, Iterator, Sequence

from awsbatch.exit_status import ExitStatus
from awsbatch.fault.style import Style
from awsbatch.fault.wording import counted
from awsbatch.language.encoding import decode
from awsbatch.language.input import inputs
from awsbatch.language.model import Input, Script
from awsbatch.language.parser import parse_all
from awsbatch.report.console import Console
from awsbatch.script_file import content

_COLUMN = 26
"""Where the comments of inputs begin, as in the program's own help."""


def show(files: Iterable[str], console: Console) -> ExitStatus:
    """Print the help of files, and after it, show the faults in how they are written.

    Raise `AwsbatchError` for a file that cannot be read and output that cannot be written.
    """
    texts = [(file, decode(content(file), file)) for file in files]
    parsed = [(text, *parse_all(text, file)) for file, text in texts]
    shown = (_help(text, script) for text, script, _ in parsed)
    console.pass_on("\n".join(shown).encode())
    faults = [fault for _, _, found in parsed for fault in found]
    for fault in faults:
        console.say_error(fault)
    if not faults:
        return ExitStatus.OK
    console.say(Style.FAILURE.of(counted(len(faults), "fault")))
    return ExitStatus.FAULT


def _help(text: str, script: Script) -> str:
    declared = [*inputs(script.statements)]
    comment = "".join(f"{line}\n" for line in _first_comment(text))
    listed = "".join(f"{line}\n" for each in declared for line in _shown(each))
    parts = [_usage(script.file, declared), comment, listed and f"inputs:\n{listed}"]
    return "\n".join(filter(None, parts))


def _usage(file: str, declared: Sequence[Input]) -> str:
    typed = [each for each in declared if not each.secret]
    needed = [f"{each.name}=VALUE" for each in typed if each.default is None]
    more = ["[NAME=VALUE…]"] if len(needed) < len(typed) else []
    return f"usage: {' '.join(['awsbatch', file, *needed, *more])}\n"


def _first_comment(text: str) -> Iterator[str]:
    """Yield the lines of the comment that a file begins with, without the line for a shell."""
    for number, line in enumerate(text.splitlines()):
        if number == 0 and line.startswith("#!"):
            continue
        if not line.startswith("#"):
            return
        yield line.removeprefix("#").removeprefix(" ").rstrip()


def _shown(statement: Input) -> Iterator[str]:
    head = f"  {statement.name}"
    if statement.secret:
        yield from _beside(head, statement.comment)
        default = "" if statement.default is None else "; it has a default"
        yield f"{'':{_COLUMN}}secret: AWSBATCH_SECRET_{statement.name}, --secrets-file{default}"
        return
    if statement.default is not None:
        source = re.sub(r"\s*\n\s*", " ", statement.default.expression.source)
        head = f"{head} = <<{source}>>"
    yield from _beside(head, statement.comment)


def _beside(head: str, comment: str) -> Iterator[str]:
    if len(head) < _COLUMN - 1:
        yield f"{head:{_COLUMN}}{comment}".rstrip()
    else:
        yield head
        if comment:
            yield " " * _COLUMN + comment
