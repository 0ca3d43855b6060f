"""First words that work in a shell and not here, and what to write instead."""

import re

from awsbatch.errors import ScriptError
from awsbatch.language.model import Literal, Word

ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\+?=(.*)", re.ASCII | re.DOTALL)
_OPTIONS = {
    "AWS_CA_BUNDLE": "--ca-bundle",
    "AWS_DEFAULT_OUTPUT": "--output",
    "AWS_DEFAULT_PROFILE": "--profile",
    "AWS_DEFAULT_REGION": "--region",
    "AWS_ENDPOINT_URL": "--endpoint-url",
    "AWS_PROFILE": "--profile",
    "AWS_REGION": "--region",
}
_KEEP = "to keep a value, write `NAME = COMMAND` or `NAME = <<…>>`"
_SELECT = "to select from a response, use `--query`, or an expression in `<<…>>`"
_OUTSIDE = "awsbatch runs AWS CLI commands only; run this before or after it"
_NO_BLOCK = "a `for` line needs none, and its block ends with `end`"
_NO_BRANCH = "this version runs commands one after the other, and `for`"
_FILTERS = "awk cut egrep grep head jq sed sort tail tr uniq wc xargs"
_PROGRAMS = "bash cat cp curl date env eval exec git ls mkdir mv python python3 rm seq sh tee touch"
_HABITS = {
    "!": _NO_BRANCH,
    "$": "leave out the prompt",
    ".": "name several files on the command line: `awsbatch run FILE FILE`",
    ":": "delete the line",
    "[": _NO_BRANCH,
    "[[": _NO_BRANCH,
    "break": "to choose what a `for` goes over, use a filter: `<<list[?…]>>`",
    "case": _NO_BRANCH,
    "cd": "write file names as they are from where awsbatch is started",
    "continue": "to choose what a `for` goes over, use a filter: `<<list[?…]>>`",
    "declare": _KEEP,
    "do": _NO_BLOCK,
    "done": "write `end`",
    "echo": "write `print`",
    "elif": _NO_BRANCH,
    "esac": "write `end`",
    "exit": "a file ends with its last line",
    "export": _KEEP,
    "fi": "write `end`",
    "function": "a file has commands only",
    "let": _KEEP,
    "local": _KEEP,
    "printf": "write `print`, and `format()` in `<<…>>`",
    "pushd": "write file names as they are from where awsbatch is started",
    "read": _KEEP,
    "readonly": _KEEP,
    "return": "a file ends with its last line",
    "select": _NO_BRANCH,
    "shift": "use `<<args>>`",
    "sleep": "to wait for a state, use the AWS CLI's own `wait` commands",
    "source": "name several files on the command line: `awsbatch run FILE FILE`",
    "sudo": "leave it out",
    "test": _NO_BRANCH,
    "then": _NO_BLOCK,
    "time": "leave it out",
    "trap": _NO_BRANCH,
    "true": "delete the line",
    "typeset": _KEEP,
    "unset": "delete the line: a name set in a `for` ends with its round",
    "until": _NO_BRANCH,
    "wait": "delete the line: each command ends before the next begins",
    "{": "a file has commands only",
    "}": "a file has commands only",
    **dict.fromkeys(_FILTERS.split(), _SELECT),
    **dict.fromkeys(_PROGRAMS.split(), _OUTSIDE),
}


_MEANT = {
    "default": "defaults",
    "defaults": "defaults",
    "end": "end",
    "for": "for",
    "print": "print",
}
"""What a statement is called, by how it is miswritten; an `aws` would run it as a command."""


def refuse(words: tuple[Word, ...]) -> None:
    """Raise ScriptError for a first word that only a shell understands."""
    match words[0].parts:
        case (Literal(text), *rest) if match := ASSIGNMENT.fullmatch(text):
            value = None if rest else match[2]
            raise ScriptError(
                f"`{match[1]}=` sets a name in a shell, and not here",
                place=words[0].place,
                hint=_assignment_hint(match[1], value),
            )
        case (Literal(text),) if text.lower() in _MEANT:
            raise ScriptError(
                f"there is no statement `{text}`",
                place=words[0].place,
                hint=f"write `{_MEANT[text.lower()]}`",
            )
        case (Literal(text),) if text in _HABITS:
            raise ScriptError(
                f"`{text}` belongs to a shell, and not here",
                place=words[0].place,
                hint=_export_hint(text, words) or _HABITS[text],
            )
        case _:
            return


def _export_hint(command: str, words: tuple[Word, ...]) -> str | None:
    """Say what `export NAME=VALUE` becomes."""
    parts = words[1].parts if command == "export" and len(words) > 1 else ()
    match parts:
        case (Literal(text), *rest) if match := ASSIGNMENT.fullmatch(text):
            return _assignment_hint(match[1], None if rest else match[2])
        case _:
            return None


def _assignment_hint(name: str, value: str | None) -> str:
    if name in _OPTIONS:
        shown = value if value and re.fullmatch(r"[\w./:-]+", value) else "VALUE"
        return f"write `defaults {_OPTIONS[name]} {shown}` on a line before"
    if value and re.fullmatch(r"[^'\\\n]+", value):
        return f"write `{name} = <<'{value}'>>`, with a space on each side of `=`"
    return f"write `{name} = COMMAND` or `{name} = <<…>>`, with a space on each side of `=`"
