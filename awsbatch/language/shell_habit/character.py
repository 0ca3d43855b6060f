"""Characters within words that a shell treats differently: `$`, backquotes, `~` and quotes."""

import json
import re

from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.language.cursor import Cursor
from awsbatch.language.shell_habit import environment_variable, program
from awsbatch.language.shell_habit.shell_operator import PROGRAM

# Everything that a POSIX shell or bash expands. The `$` of `'$ '` and `'$.'` is a
# character, and one before a joined line would take a name from that line.
EXPANSION = re.compile(
    r"\$(?:\{(?P<braced>[A-Za-z_]\w*)\}|(?P<name>[A-Za-z_]\w*)|(?P<digit>[0-9])|\(\(?|[{$@*#?!-]|\\\Z)",
    re.ASCII,
)
# Without expansions of its own: a default that has them has no simple translation.
_DEFAULT = re.compile(r"\$\{([A-Za-z_]\w*|[1-9]):?-([^{}$]*)\}", re.ASCII)
_POWER_SHELL = re.compile(r"[ \t]*\$env:(AWS_\w+)[ \t]*=[ \t]*(\S.*?)[ \t]*", re.IGNORECASE)
_BACKQUOTED = re.compile(r"`([^`]*)`")
# A literal of JMESPath is one word.
_COMMAND = re.compile(r"date\b|[a-z][\w.-]*[ \t]+[^ \t]")
_ONE_WORD = re.compile(r"(?!(?:true|false|null)\Z)[a-z./][\w./-]*")
_ANSI = re.compile(r"\$'((?:[^'\\]|\\.)*)'")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|([0-7]{1,3})|(.))")
_ESCAPED = {
    **dict(zip("abefnrtv", "\a\b\x1b\f\n\r\t\v", strict=True)),
    **{each: each for each in "\\'\"?"},
}
_CAPTURE = re.compile(r"[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*[\"]?", re.ASCII)
_FOR = re.compile(r"[ \t]*(?:parallel[ \t]+)?for[ \t]+\w+[ \t]+in[ \t]+")
# Up to the `)` that closes it, if none does before.
_INSIDE = re.compile(r"[^()]*")
_UNCLOSED = (
    "close it with `>>`, end the line with `\\` to continue it, or write `\\<<` for a literal `<<`"
)


def expansion(cursor: Cursor, match: re.Match[str]) -> ScriptError:
    """Return the fault of the `$…` at the cursor, outside single quotes."""
    place = cursor.place(match.start(), match.end())
    if match[0].startswith("$("):
        return ScriptError(
            "shell arithmetic is not supported"
            if match[0] == "$(("
            else "command substitution is not supported",
            place=place,
            hint=_instead(cursor, match),
        )
    if power_shell := _POWER_SHELL.fullmatch(cursor.text):
        name, value = power_shell.groups()
        return ScriptError(
            f"`$env:{name}` is set in PowerShell, not here",
            place=cursor.place(match.start(), power_shell.end(1)),
            hint=environment_variable.assigned(name, value),
        )
    if default := _DEFAULT.match(cursor.text, match.start()):
        place = cursor.place(default.start(), default.end())
        return ScriptError(
            f"`{default[0]}` is not expanded: awsbatch is not a shell",
            place=place,
            hint=_defaulted(default[1], default[2]),
        )
    reference = _reference(match)
    hint = f"write {f'{reference}, or ' if reference else ''}`\\$` for the character itself"
    return ScriptError(
        f"`{match[0]}` is not expanded: awsbatch is not a shell", place=place, hint=hint
    )


def _instead(cursor: Cursor, match: re.Match[str]) -> str:
    if match[0] == "$((":
        return "write `<<add(a, b)>>`, or `subtract`, `multiply`, `divide`"
    inside = _INSIDE.match(cursor.text, match.end())
    return _computed(cursor.text[: match.start()], inside[0] if inside else "")


def _computed(before: str, command: str) -> str:
    """Return a hint at what to write instead of the output of a command, by the text before it."""
    capture = _CAPTURE.fullmatch(before)
    named = PROGRAM.match(command)
    if capture and environment_variable.is_aws(capture[1]):
        return environment_variable.computed(capture[1])
    if value := program.value(command):
        return f"write `{_placed(before, capture, value)}`"
    if named is not None and named[1] not in {"aws", "awslocal"}:
        name = capture[1] if capture else "NAME"
        return program.HINTS.get(
            named[1], f'write `input {name}` and `<<{name}>>`, and run it with `{name}="$(…)"`'
        )
    if capture is None:
        return "write `NAME = COMMAND` on a line before, and `<<NAME>>` here"
    return f"write `{capture[1]} = COMMAND`, and `<<{capture[1]}>>` where it is used"


def _placed(before: str, capture: re.Match[str] | None, value: str) -> str:
    """Return the placeholder of a value, and the name before it where it is one's whole value."""
    if capture:
        return f"{capture[1]} = <<{value}>>"
    if _FOR.fullmatch(before) and value.startswith("trim("):
        # A shell splits what a file holds.
        return f"<<lines({value.removeprefix('trim(').removesuffix(')')})>>"
    return f"<<{value}>>"


def _defaulted(name: str, default: str) -> str:
    """Return a hint at what to write instead of `${NAME:-default}`."""
    # A default that would need escapes inside the single quotes is not spelled out.
    value = "…" if "'" in default or "\\" in default else default
    if name.isupper():
        return f"write `<<env.{name} || '{value}'>>`"
    if name.isdigit():
        argument = f"<<args[{int(name) - 1}] || '{value}'>>"
        return f"write `{argument}`, or an input: `input NAME = <<'{value}'>>`"
    return f"write `input {name} = <<'{value}'>>` at the beginning of the file"


def _reference(match: re.Match[str]) -> str | None:
    name = match["braced"] or match["name"]
    if match["digit"]:
        index = int(match["digit"]) - 1
        return f"`<<args[{index}]>>`" if index >= 0 else None
    if match[0] in {"$@", "$*"}:
        return "`<<args>>`"
    if name is None:
        return "`<<NAME>>`" if match[0] == "${" else None
    # By convention, variables of the environment are in capitals.
    return f"`<<env.{name}>>`" if name.isupper() else f"`<<{name}>>`"


def ansi_quotes(cursor: Cursor) -> ScriptError:
    """Return the fault of `$'…'` and `$"…"`, which bash knows and a POSIX shell does not."""
    start = cursor.position
    quoted = _ANSI.match(cursor.text, start)
    hint = "leave out the `$`, or write `\\$` for the character itself"
    if quoted and "\\" in quoted[1]:
        hint = f"write `<<`{_json(quoted[1])}`>>`, or `\\$` for the character itself"
    return ScriptError(
        "`$` before a quote means different things in different shells",
        place=cursor.place(start, quoted.end() if quoted else start + 2),
        hint=hint,
    )


def _json(text: str) -> str:
    r"""Return as JSON, for a literal in an expression, what `$'a\nb'` holds."""
    return json.dumps(_ESCAPE.sub(_unescaped, text), ensure_ascii=False).replace("`", "\\`")


def _unescaped(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    if code:
        return chr(int(code, 16))
    if escape[3]:
        return chr(int(escape[3], 8) % 0x100)
    return _ESCAPED.get(escape[4], escape[0])


def backquote(cursor: Cursor) -> ScriptError:
    """Return the fault of a backquote outside single quotes."""
    start = cursor.position
    inside = _BACKQUOTED.match(cursor.text, start)
    # Within `--query`, it is JMESPath's: a literal, and no command.
    is_command = inside and (
        _COMMAND.match(inside[1])
        or (_CAPTURE.fullmatch(cursor.text[:start]) and _ONE_WORD.fullmatch(inside[1]))
    )
    return ScriptError(
        "command substitution with backquotes is not supported",
        place=cursor.place(start, start + 1),
        hint=_computed(cursor.text[:start], inside[1])
        if inside and is_command
        else "write '…' around the word, or \\` for the character itself",
    )


def tilde(cursor: Cursor) -> ScriptError:
    """Return the fault of an unquoted `~` at the start of a word."""
    start = cursor.position
    return ScriptError(
        "`~` is not expanded: awsbatch is not a shell",
        place=cursor.place(start, start + 1),
        hint="write `<<env.HOME>>`, or `'~'` for the character itself",
    )


def half_escaped(cursor: Cursor, start: int) -> ScriptError:
    r"""Return the fault of an unquoted `\<<…>>`, whose `>>` appends to a file in a shell."""
    end = cursor.position + len(">>")
    text = cursor.text[start + 1 : end]
    return ScriptError(
        "the `>>` after this `\\<<` would append to a file",
        place=cursor.place(start, end),
        hint=f"write '{text}' in single quotes" if "'" not in text else "put it in single quotes",
    )


def trailing_space(cursor: Cursor) -> ScriptError:
    r"""Return the fault of a `\` with only white space after it."""
    start = cursor.position
    return ScriptError(
        "this `\\` does not join the next line: white space follows it",
        place=cursor.place(start, len(cursor.text)),
        hint="delete the white space",
    )


def unclosed(opening: str, place: Place) -> ScriptError:
    """Return the fault of a quote or a placeholder that is not closed."""
    return ScriptError(
        f"this `{opening}` is not closed",
        place=place,
        hint=_UNCLOSED
        if opening == "<<"
        else f"write the closing `{opening}`, or `\\{opening}` for the character itself",
    )


def unclosed_in_expression(opening: str, place: Place) -> ScriptError:
    """Return the fault of a quote inside a placeholder that is not closed."""
    return ScriptError(
        f"this `{opening}` is not closed inside `<<…>>`",
        place=place,
        hint="write the closing one before the `>>`",
    )
