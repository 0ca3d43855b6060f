"""What a shell would have treated differently, and what to write instead."""

import re

from awsbatch.errors import ScriptError
from awsbatch.language.cursor import Cursor
from awsbatch.source import Place

EXPANSION = re.compile(
    r"\$(?:\{(?P<braced>[A-Za-z_]\w*)\}|(?P<name>[A-Za-z_]\w*)|(?P<digit>[0-9])|\(\(?|[{$@*#?!-]|\\\Z)",
    re.ASCII,
)
_CAPTURE = re.compile(r"[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=[\"]?", re.ASCII)
_QUOTE = "put it in quotes if it belongs to a word"
_OPERATORS = {
    "||": (
        "`||` does not join commands here",
        "write each command on a line of its own; a failed one does not end the run",
    ),
    "|": (
        "`|` does not feed one command's output to another here",
        "keep the result with `NAME = COMMAND`, or put the character in quotes",
    ),
    "&&": (
        "`&&` does not join commands here",
        "write each command on a line of its own",
    ),
    "&>": (
        "`&>` is not done here as in a shell",
        "only standard output goes to a file: `> file` or `>> file`",
    ),
    "&": ("`&` does not run a command in the background here", _QUOTE),
    ";": ("`;` does not end a command here", "end the line instead, or put it in quotes"),
    "<": ("`<` does not read a file here", "write `file://NAME` as an option's value"),
    "(": ("`(` is not part of a word in a shell", _QUOTE),
    ")": ("`)` is not part of a word in a shell", _QUOTE),
}


def operator(cursor: Cursor) -> ScriptError:
    """Refuse the shell operator at the cursor, outside all quotes."""
    start = cursor.position
    pair = cursor.text[start : start + 2]
    found = pair if pair in _OPERATORS else pair[0]
    message, hint = _OPERATORS[found]
    return ScriptError(message, place=cursor.place(start, start + len(found)), hint=hint)


def expansion(cursor: Cursor, match: re.Match[str]) -> ScriptError:
    """Refuse the `$…` at the cursor, outside single quotes."""
    place = cursor.place(match.start(), match.end())
    if match[0].startswith("$("):
        return ScriptError(
            f"`{match[0]}` is not run here as in a shell", place=place, hint=_instead(cursor, match)
        )
    reference = _reference(match)
    hint = f"write {f'{reference}, or ' if reference else ''}`\\$` for the character itself"
    return ScriptError(f"`{match[0]}` is not expanded here as in a shell", place=place, hint=hint)


def _instead(cursor: Cursor, match: re.Match[str]) -> str:
    capture = _CAPTURE.fullmatch(cursor.text[: match.start()])
    if match[0] == "$((":
        return "write `\\$` for the character itself"
    if capture is None:
        return "write `NAME = COMMAND` on a line before, and `<<NAME>>` here"
    return f"write `{capture[1]} = COMMAND`, and `<<{capture[1]}>>` where it is used"


def _reference(match: re.Match[str]) -> str | None:
    name = match["braced"] or match["name"]
    if match["digit"]:
        index = int(match["digit"]) - 1
        return f"`<<args[{index}]>>`" if index >= 0 else None
    if match[0] in {"$@", "$*"}:
        return "`<<args>>`"
    if name is None:
        return "`<<NAME>>`" if match[0] == "${" else None
    return f"`<<env.{name}>>`" if name.isupper() else f"`<<{name}>>`"


def ansi_quotes(cursor: Cursor) -> ScriptError:
    """Refuse `$'…'` and `$"…"`, which bash reads and a POSIX shell does not."""
    start = cursor.position
    return ScriptError(
        "`$` before a quote means different things in different shells",
        place=cursor.place(start, start + 2),
        hint="leave out the `$`, or write `\\$` for the character itself",
    )


def backquote(cursor: Cursor) -> ScriptError:
    """Refuse a backquote outside single quotes."""
    start = cursor.position
    return ScriptError(
        "a backquote runs a command in a shell, and not here",
        place=cursor.place(start, start + 1),
        hint="write '…' around the word, or \\` for the character itself",
    )


def tilde(cursor: Cursor) -> ScriptError:
    """Refuse `~` at the beginning of a word, outside quotes."""
    start = cursor.position
    return ScriptError(
        "`~` is not expanded here as in a shell",
        place=cursor.place(start, start + 1),
        hint="write `<<env.HOME>>`, or `'~'` for the character itself",
    )


def trailing_space(cursor: Cursor) -> ScriptError:
    r"""Refuse a `\` with nothing but white space after it."""
    start = cursor.position
    return ScriptError(
        "this `\\` does not join the next line: white space follows it",
        place=cursor.place(start, len(cursor.text)),
        hint="delete what follows it",
    )


def redirection(cursor: Cursor, start: int, end: int) -> ScriptError:
    """Refuse a redirection of anything but standard output to a file."""
    return ScriptError(
        f"`{cursor.text[start:end]}` is not done here as in a shell",
        place=cursor.place(start, end),
        hint="only standard output goes to a file: `> file` or `>> file`",
    )


def unclosed(opening: str, place: Place) -> ScriptError:
    """Refuse a quote or a placeholder that nothing closes."""
    return ScriptError(
        f"nothing closes this `{opening}`",
        place=place,
        hint="write `>>` after the expression, or `\\<<` for the characters"
        if opening == "<<"
        else f"write the second `{opening}`, or `\\{opening}` for the character itself",
    )


def unclosed_in_expression(opening: str, place: Place) -> ScriptError:
    """Refuse a quote inside a placeholder that nothing closes."""
    return ScriptError(
        f"nothing closes this `{opening}` inside `<<…>>`",
        place=place,
        hint="write the second one before the `>>`",
    )
