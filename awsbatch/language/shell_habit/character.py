"""Characters that a shell treats differently, such as `$`, backquotes and pipes."""

import re

from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.language.cursor import Cursor

EXPANSION = re.compile(
    r"\$(?:\{(?P<braced>[A-Za-z_]\w*)\}|(?P<name>[A-Za-z_]\w*)|(?P<digit>[0-9])|\(\(?|[{$@*#?!-]|\\\Z)",
    re.ASCII,
)
HERE_STRING = re.compile(r"<<<(?!.*>>)")
HERE_DOCUMENT = re.compile(
    r"<<-?[ \t]*(?P<quote>['\"]?)(?P<end>_*EO[A-Z]_*|END|HERE[A-Z]*|JSON|YAML|POLICY|DOC[A-Z]*)"
    r"(?P=quote)(?:[ \t]+[|>][^>]*)?[ \t]*\Z"
)
_DEFAULT = re.compile(r"\$\{([A-Za-z_]\w*):?-([^{}$]*)\}", re.ASCII)
_BLOCK = re.compile(r";[ \t]*(?:do|then)(?=[ \t]*(?:#.*)?\Z)")
_PROGRAM = re.compile(r"[ \t]*(?:sudo[ \t]+)?([\w.-]+)")
_LOOPS = frozenset(["parallel", "while", "xargs"])
_CAPTURE = re.compile(r"[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*[\"]?", re.ASCII)
FILTERS = frozenset(
    [
        *("awk", "column", "cut", "egrep", "fgrep", "grep", "head", "jq", "sed", "sort", "tail"),
        *("tr", "uniq", "wc", "yq"),
    ]
)
"""The programs that select from their input, as `--query` does."""
_OUTSIDE = {
    "cat": "write `file://NAME` as an option's value, or pass its lines with `--lines NAME=FILE`",
    "date": "write `<<date(now())>>` for today, `<<now()>>` for seconds since 1970",
    "seq": "write the numbers: `1 2 3`",
}
_QUOTE = "put it in quotes if it belongs to a word"
_UNCLOSED = (
    "close it with `>>`, end the line with `\\` to continue it, or write `\\<<` for a literal `<<`"
)
_ONLY_OUTPUT = "delete it: only standard output goes to a file, by `> file` or `>> file`"
_OPERATORS = {
    "||": (
        "`||` cannot join commands",
        "write each command on a line of its own; a failed one does not end the run",
    ),
    "|": (
        "pipes are not supported",
        "keep the result with `NAME = COMMAND`, or put the character in quotes",
    ),
    "&&": (
        "`&&` cannot join commands",
        "write each command on a line of its own; after `set -e` a failed one ends its block",
    ),
    "&>": (
        "`&>` is not supported",
        _ONLY_OUTPUT,
    ),
    "&": (
        "`&` cannot run a command in the background",
        "put it into a `parallel` block, or in quotes if it belongs to a word",
    ),
    ";": ("`;` cannot end a command", "end the line instead, or put it in quotes"),
    "<": (
        "input redirection with `<` is not supported",
        "write `file://NAME` as an option's value",
    ),
    "(": ("an unquoted `(` cannot be part of a word", _QUOTE),
    ")": ("an unquoted `)` cannot be part of a word", _QUOTE),
}


def operator(cursor: Cursor) -> ScriptError:
    """Return the fault of the unquoted shell operator at the cursor."""
    start = cursor.position
    pair = cursor.text[start : start + 2]
    found = pair if pair in _OPERATORS else pair[0]
    message, hint = _OPERATORS[found]
    following = cursor.text[start + len(found) :]
    if found == ";" and (block := _BLOCK.match(cursor.text, start)):
        hint = f"delete `{block[0].rstrip()}`: a block ends with `end`"
    elif found == "|":
        hint = _piped(following) or hint
    elif found == "(" and following.lstrip().startswith(")"):
        hint = "functions are not supported: write the commands where they are to run"
    return ScriptError(message, place=cursor.place(start, start + len(found)), hint=hint)


def _piped(following: str) -> str | None:
    """Return a hint at what to write instead of a pipe to this program, if it is known."""
    program = _PROGRAM.match(following)
    name = program[1] if program else ""
    if name in _LOOPS:
        return "write `NAME = COMMAND`, and then a block `for x in <<NAME>>` … `end`"
    if name in FILTERS or name[:1] == "." or following.lstrip()[:1] == "[":
        return "select with `--query`, or write `NAME = COMMAND` and select in `<<NAME…>>`"
    return None


def here_document(cursor: Cursor, match: re.Match[str]) -> ScriptError:
    """Return the fault of the here document `<<EOF` at the cursor."""
    return ScriptError(
        "here documents are not supported",
        place=cursor.place(match.start(), match.end()),
        hint="write the text between '…', over several lines, or `file://NAME`",
    )


def here_string(cursor: Cursor) -> ScriptError:
    """Return the fault of the here string `<<<` at the cursor."""
    start = cursor.position
    return ScriptError(
        "here strings are not supported",
        place=cursor.place(start, start + 3),
        hint="write the text to a file, and its name in place of the `-`",
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
    capture = _CAPTURE.fullmatch(cursor.text[: match.start()])
    if match[0] == "$((":
        return "write `<<add(a, b)>>`, or `subtract`, `multiply`, `divide`"
    program = _PROGRAM.match(cursor.text, match.end())
    if program is not None and program[1] != "aws":
        name = capture[1] if capture else "NAME"
        return _OUTSIDE.get(
            program[1], f'run awsbatch with `--variable {name}="$(…)"`, and write `<<{name}>>` here'
        )
    if capture is None:
        return "write `NAME = COMMAND` on a line before, and `<<NAME>>` here"
    return f"write `{capture[1]} = COMMAND`, and `<<{capture[1]}>>` where it is used"


def _defaulted(name: str, default: str) -> str:
    """Return a hint at what to write instead of `${NAME:-default}`."""
    value = "…" if "'" in default or "\\" in default else default
    if name.isupper():
        return f"write `<<env.{name} || '{value}'>>`"
    return f"write `{name} = <<'{value}'>>` before: `--variable {name}=…` overrides it"


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
    """Return the fault of `$'…'` and `$"…"`, which bash knows and a POSIX shell does not."""
    start = cursor.position
    return ScriptError(
        "`$` before a quote means different things in different shells",
        place=cursor.place(start, start + 2),
        hint="leave out the `$`, or write `\\$` for the character itself",
    )


def backquote(cursor: Cursor) -> ScriptError:
    """Return the fault of a backquote outside single quotes."""
    start = cursor.position
    return ScriptError(
        "command substitution with backquotes is not supported",
        place=cursor.place(start, start + 1),
        hint="write '…' around the word, or \\` for the character itself",
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


def redirection(cursor: Cursor, start: int, end: int) -> ScriptError:
    """Return the fault of a redirection other than of standard output to a file."""
    return ScriptError(
        f"`{cursor.text[start:end]}` is not supported",
        place=cursor.place(start, end),
        hint=_ONLY_OUTPUT,
    )


def unclosed(opening: str, place: Place) -> ScriptError:
    """Return the fault of a quote or a placeholder that is not closed."""
    return ScriptError(
        f"nothing closes this `{opening}`",
        place=place,
        hint=_UNCLOSED
        if opening == "<<"
        else f"write the closing `{opening}`, or `\\{opening}` for the character itself",
    )


def unclosed_in_expression(opening: str, place: Place) -> ScriptError:
    """Return the fault of a quote inside a placeholder that is not closed."""
    return ScriptError(
        f"nothing closes this `{opening}` inside `<<…>>`",
        place=place,
        hint="write the closing one before the `>>`",
    )
