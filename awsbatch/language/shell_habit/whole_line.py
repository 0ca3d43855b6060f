"""Hints for lines of a shell that are made of all words of the line."""

import re
from collections.abc import Callable

from awsbatch.language.model import Word
from awsbatch.language.name import NAME
from awsbatch.language.shell_habit import environment_variable, program
from awsbatch.language.shell_habit.environment_variable import ASSIGNMENT
from awsbatch.language.shell_habit.written_command import written

LOCALSTACK = "`defaults --endpoint-url http://localhost:4566`"
"""What has commands go where `awslocal` sends them."""

NO = "with the code of the failure that means no, and `end` after what it runs"
"""What belongs to a condition that is a command."""
_WRAPPERS = ("command", "nice", "nohup", "sudo", "time")
# What keeps `read` from showing what is typed.
_SILENT = re.compile("-[a-z]*s[a-z]*")
# A number of seconds, or of another unit.
_LIMIT = re.compile(r"([0-9]{1,6})([smhd])?")


def hint(command: str, words: tuple[Word, ...]) -> str | None:
    """Return a hint at what to write instead of this line, where its words tell more."""
    if command in _LINES:
        return _LINES[command](words)
    line = written(words[0], words)
    value = program.value(line.text) if line else None
    if line is None or value is None:
        return None
    return f"write `{line.front or 'print '}<<{value}>>{line.end}`"


def _export(words: tuple[Word, ...]) -> str | None:
    """Return a hint at what to write instead of `export NAME=VALUE`."""
    # `export -n` and `declare +x` take out of the environment what was put into it.
    if len(words) > 1 and words[1].literal in {"-n", "+x"}:
        return _unset(words)
    hint = environment_variable.alone(words[1:])
    parts = words[1].parts if len(words) > 1 else ()
    match parts:
        case (str(text), *rest) if not hint and (match := ASSIGNMENT.fullmatch(text)):
            return assignment_hint(match[1], None if rest else match[2])
        case _:
            return hint


def _unset(words: tuple[Word, ...]) -> str | None:
    return environment_variable.unset(words[1:])


def _read(words: tuple[Word, ...]) -> str | None:
    name = words[-1].literal or ""
    if len(words) > 1 and NAME.fullmatch(name):
        if _SILENT.fullmatch(words[1].literal or ""):
            variable = f"AWSBATCH_SECRET_{name}"
            return f"write `@secret input {name}`, and set the environment variable `{variable}`"
        return f"write `input {name}`, and give it as `{name}=VALUE`"
    return None


def _wrapped(words: tuple[Word, ...]) -> str | None:
    """Return a hint for a program that only runs another one, such as `sudo aws …`."""
    found = written(words[0], unwrapped(words))
    return f"write `{found.line()}`" if found else None


def unwrapped(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return the words of a command without such as `sudo` and `time` before it."""
    while words and words[0].literal in _WRAPPERS:
        words = _without_options(words[1:])
    return words


def _negated(words: tuple[Word, ...]) -> str | None:
    """Return a hint for `! aws …`."""
    if len(words) == 1 or words[1].literal != "aws":
        return None
    found = written(words[0], words[1:])
    return f"write `if ! @ignore=CODE {found.text}`, {NO}" if found else None


def _echo(words: tuple[Word, ...]) -> str | None:
    """Return a hint for `echo -n` and `echo -e`."""
    options = words[1].literal if len(words) > 1 else None
    if not options or not re.fullmatch("-[neE]+", options):
        return None
    escapes = '; write `<<`"\\n"`>>` for an escape' if "e" in options else ""
    end = "; it always ends its line" if "n" in options else ""
    return f"write `print`, without `{options}`{end}{escapes}"


def _exit(words: tuple[Word, ...]) -> str | None:
    """Return a hint for an `exit` or a `return` that need not be a failure."""
    status = words[1].literal if len(words) > 1 else None
    if len(words) > 1 and status != "0":
        return None
    failed = "" if status else "; to end the run as failed, write `fail MESSAGE`"
    return f"to end the run without a failure, put the rest into an `if` or its `else`{failed}"


def _timeout(words: tuple[Word, ...]) -> str | None:
    """Return a hint for `timeout 300 aws …`."""
    limit, *command = _without_options(words[1:]) or words[:1]
    match, found = _LIMIT.fullmatch(limit.literal or ""), written(words[0], command)
    if match is None or found is None:
        return None
    span = f"{match[1]}{match[2] or 's'}"
    return f"write `{found.line(f'@timeout={span} ')}`"


def _without_options(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return the words after such as `-k 10` and `-s KILL`, which are for the program itself."""
    while words and words[0].starts_with("-"):
        words = words[2 if words[0].literal in {"-k", "-s", "-n"} else 1 :]
    return words


def _local(words: tuple[Word, ...]) -> str | None:
    """Return a hint for `awslocal`, which is `aws` against LocalStack."""
    found = written(words[0], words[1:])
    return f"write `{found.line('aws ')}`, after {LOCALSTACK}" if found else None


_LINES: dict[str, Callable[[tuple[Word, ...]], str | None]] = {
    "!": _negated,
    "awslocal": _local,
    "echo": _echo,
    "read": _read,
    "timeout": _timeout,
    "unset": _unset,
    **dict.fromkeys(["declare", "export", "local", "readonly", "typeset"], _export),
    **dict.fromkeys(["exit", "return"], _exit),
    **dict.fromkeys(_WRAPPERS, _wrapped),
}
"""What returns a hint for a line by its first word, where the other words tell more."""


def assignment_hint(name: str, value: str | None) -> str:
    """Return a hint for `NAME=VALUE`, whose value is None if it is not plain text."""
    if value == "aws":
        return f"write `{name} = aws …`, with a space on each side of `=`"
    if value and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?|true|false", value):
        return f"write `{name} = <<`{value}`>>`, with a space on each side of `=`"
    if value and re.fullmatch(r"[^'\\\n]+", value):
        return f"write `{name} = <<'{value}'>>`, with a space on each side of `=`"
    return f"write `{name} = COMMAND` or `{name} = <<…>>`, with a space on each side of `=`"
