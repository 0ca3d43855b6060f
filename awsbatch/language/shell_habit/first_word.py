"""First words that work in a shell or another language, and not here."""

import re
from dataclasses import replace
from functools import lru_cache

from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Word
from awsbatch.language.name import KEYWORDS
from awsbatch.language.shell_habit import (
    environment_variable,
    loop,
    mistyped_keyword,
    program,
    whole_line,
)
from awsbatch.language.shell_habit.environment_variable import ASSIGNMENT
from awsbatch.language.shell_habit.governing import mistyped
from awsbatch.language.shell_habit.shell_operator import FILTERS
from awsbatch.language.shell_habit.written_command import written

_EXPECTED = "write `@ignore=CODE` before a command whose failure does not matter"
_FILES = "name several files on the command line: `awsbatch run FILE FILE`"
_KEEP = "to keep a value, write `NAME = COMMAND` or `NAME = <<…>>`"
_NO_FUNCTION = "functions are not supported: write the commands where they are to run"
_SELECT = "to select from a response, use `--query`, or an expression in `<<…>>`"
_OUTSIDE = "awsbatch runs AWS CLI commands only; run this before or after it"
_NO_BLOCK = "delete it: a block ends with `end`"
_BRANCH = "write `if <<…>>`, and `end` after what it runs"
_LOOP = "write `while NAME = COMMAND`, and `end` after what it runs"
_SOME = "to choose what a `for` loops over, use a filter: `<<list[?…]>>`"
_PROGRAMS = "bash cp curl env eval exec git ls mkdir mv python python3 rm sh tee touch"
_ALIAS = "write the command where it is to run, or make it an alias of the AWS CLI, in its own file"
_HABITS = {
    "alias": _ALIAS,
    "unalias": _ALIAS,
    "awslocal": f"write `aws` in its place, after {whole_line.LOCALSTACK}",
    "!": f"write `if ! @ignore=CODE COMMAND`, {whole_line.NO}",
    "$": "leave out the prompt",
    ".": _FILES,
    ":": "delete the line",
    "[": _BRANCH,
    "[[": _BRANCH,
    "break": _SOME,
    "case": _BRANCH,
    "catch": _EXPECTED,
    "cd": "write file names relative to where awsbatch is started",
    "const": _KEEP,
    "continue": _SOME,
    "declare": _KEEP,
    "def": _NO_FUNCTION,
    "do": _NO_BLOCK,
    "done": "write `end`",
    "echo": "write `print`",
    "elif": "write `else if <<…>>`",
    "esac": "write `end`",
    "exit": "to end the run as failed, write `fail MESSAGE`",
    "except": _EXPECTED,
    "export": _KEEP,
    "fi": "write `end`",
    "function": _NO_FUNCTION,
    "import": _FILES,
    "include": _FILES,
    "let": _KEEP,
    "local": _KEEP,
    "printf": "write `print`, and `format()` in `<<…>>`",
    "pushd": "write file names relative to where awsbatch is started",
    "read": _KEEP,
    "readonly": _KEEP,
    "retry": "write `@retry=N` before the command, on the same line",
    "return": "to end the run as failed, write `fail MESSAGE`",
    "select": "scripts are not interactive: write `input NAME`, and run it with `NAME=VALUE`",
    "shift": "use `<<args>>`",
    "sleep": "to wait for a state, use an AWS CLI `wait` command, or `@every=15s while …`",
    "source": _FILES,
    "sudo": "leave it out",
    "test": _BRANCH,
    "then": _NO_BLOCK,
    "time": "leave it out",
    "trap": "write `finally` at the end of the file, and `end` after what it runs",
    "timeout": "write `@timeout=300s` before the command",
    "true": "delete the line",
    "try": _EXPECTED,
    "typeset": _KEEP,
    "unset": "delete the line: a name set in a `for` ends with its round",
    "until": _LOOP,
    "wait": "delete the line: a `parallel` block ends when all its commands have",
    "var": _KEEP,
    **dict.fromkeys(["command", "nice", "nohup"], "leave it out"),
    "{": "delete it: a file has neither functions nor groups of commands",
    "}": "delete it: a file has neither functions nor groups of commands",
    "xargs": "write `for NAME in <<list>>`, the command on a line of its own, and `end`",
    **dict.fromkeys(FILTERS, _SELECT),
    **dict.fromkeys(_PROGRAMS.split(), _OUTSIDE),
    **program.HINTS,
}

_ELSEWHERE = frozenset(
    ["catch", "const", "def", "except", "import", "include", "retry", "try", "var"]
)
"""The words of `_HABITS` that come from other languages, not from a shell."""
_MEANT = {
    **{keyword: keyword for keyword in KEYWORDS if keyword != "in"},
    "default": "defaults",
    "elseif": "else if",
    "end-for": "end",
    "end-if": "end",
    "elsif": "else if",
    "endfor": "end",
    "endif": "end",
    "endwhile": "end",
    "foreach": "for",
    "parfor": "parallel for",
}
"""The statements by their misspellings, which would otherwise run as AWS CLI commands."""


_SERVICE = re.compile(r"[a-z0-9-]+")
_PATH = re.compile(r"[\w.-]*(?:/[\w.-]+)+")
_COMMENTS = frozenset(["--", "//", "/*", "*/", "/**", "*", "rem", "{#"])
"""The words that begin a comment in other languages."""
_TEMPLATE = re.compile(r"\{\{-?[ \t]*([A-Za-z_][\w.]*)?|\{%")


def refuse_template(words: tuple[Word, ...]) -> None:
    """Raise `ScriptError` for an unquoted `{{ name }}` or `{% … %}`."""
    for word in words:
        text = word.place.text
        end = word.place.column - 1 + word.place.width
        if word.literal is None or word.literal[-2:] not in {"{{", "{%"}:
            continue
        # In quotes, it is text, such as a template of another program.
        if text[end - 2 : end] != word.literal[-2:]:
            continue
        match = _TEMPLATE.match(text, end - 2)
        name = match[1] if match else None
        raise ScriptError(
            f"templates with `{word.literal[-2:]}` are not supported",
            place=replace(word.place, column=end - 1, width=2),
            hint=f"write `<<{name or '…'}>>`"
            if word.literal[-1] == "{"
            else "write `for NAME in WORD…` or `if <<…>>`, and `end`",
        )


def refuse(words: tuple[Word, ...]) -> None:
    """Raise `ScriptError` for a first word that belongs in a shell or another language."""
    literal = words[0].literal
    if literal is not None and _is_usual(literal):
        mistyped_keyword.refuse_loop(words)
        return
    text, *rest = words[0].parts or ("",)
    if not isinstance(text, str):
        return
    if text == "env":
        # The program `env` sets variables for a command, as a shell does without it.
        _refuse_assignment(words[1:])
    _refuse_assignment(whole_line.unwrapped(words))
    if not rest:
        _refuse_word(text, words)


@lru_cache(maxsize=1024)
def _is_usual(text: str) -> bool:
    """Return whether a word by itself may be a service, as that of most lines is."""
    is_habit = text in _HABITS or text in _MEANT or text in _COMMENTS
    return bool(_SERVICE.fullmatch(text)) and not is_habit and mistyped(text) is None


def _refuse_assignment(words: tuple[Word, ...]) -> None:
    text, *_ = (words[0].parts if words else None) or ("",)
    match = ASSIGNMENT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return
    number = environment_variable.count(words)
    command = whole_line.unwrapped(words[number:])
    first = (command[0].literal if command else None) or ""
    if first in KEYWORDS:
        raise ScriptError(
            f"`{match[1]}=` sets a variable in a shell, not here",
            place=words[0].place,
            hint=f"delete it: `{first}` reads no variable",
        )
    if not first.endswith("/aws"):
        # By itself: what its line would become has no place for the variables.
        _refuse_word(first, command[:1])
    words = (*words[:number], *command)
    word, hint = environment_variable.before(words) or (words[0], None)
    name = str(word.parts[0]).partition("=")[0]
    raise ScriptError(
        f"`{name}=` sets a variable in a shell, not here",
        place=word.place,
        hint=hint or environment_variable.alone(words) or _assignment_hint(words[0], match),
    )


def _assignment_hint(word: Word, match: re.Match[str]) -> str:
    name, value = match[1], None if len(word.parts) > 1 else match[2]
    if not match[0].startswith(f"{name}+"):
        return whole_line.assignment_hint(name, value)
    added = value if value and re.fullmatch(r"[^'\\\n]+", value) else "…"
    return f"write `{name} = <<join('', [{name}, '{added}'])>>`"


def _refuse_word(text: str, words: tuple[Word, ...]) -> None:
    # Statements in any case, such as `IF`, but the words of a shell only as it has them.
    lowered = text.lower()
    if meant := _MEANT.get(lowered.removesuffix(":")):
        raise ScriptError(
            f"there is no statement `{text}`", place=words[0].place, hint=f"write `{meant}`"
        )
    if lowered in _COMMENTS:
        raise ScriptError(
            f"comments begin with `#`, not with `{text}`",
            place=words[0].place,
            hint="write `#` and a space",
        )
    if _PATH.fullmatch(text):
        aws = written(words[0], words) if text.endswith("/aws") else None
        raise ScriptError(
            f"`{text}` belongs in a shell, not here",
            place=words[0].place,
            hint=f"write `{aws.line()}`" if aws else _OUTSIDE,
        )
    if text == "until" and (fault := loop.until(words[0].place)):
        raise fault
    if text in _HABITS:
        message = f"`{text}` belongs in a shell, not here"
        raise ScriptError(
            f"there is no statement `{text}`" if text in _ELSEWHERE else message,
            place=words[0].place,
            hint=whole_line.hint(text, words) or _HABITS[text],
        )
    mistyped_keyword.refuse_loop(words)
    if meant := mistyped(lowered):
        raise ScriptError(
            f"there is no statement `{text}`", place=words[0].place, hint=f"write `{meant}`"
        )
