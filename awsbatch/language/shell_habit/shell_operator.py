"""Operators of a shell between words: pipes, `&&`, `;`, redirections, here documents."""

import re

from awsbatch.fault.error import ScriptError
from awsbatch.language.cursor import Cursor

# With a `>>` after it, it is a placeholder with a `<` too many.
HERE_STRING = re.compile(r"<<<(?!.*>>)")
# Only the usual end words, since `<<name` is more likely a placeholder that is not closed.
HERE_DOCUMENT = re.compile(
    r"<<-?[ \t]*(?P<quote>['\"]?)(?P<end>_*EO[A-Z]_*|END|HERE[A-Z]*|JSON|YAML|POLICY|DOC[A-Z]*)"
    r"(?P=quote)(?:[ \t]+[|>][^>]*)?[ \t]*\Z"
)
# At the end of the line only: `; do` before a command is refused for its `;`.
_BLOCK = re.compile(r";[ \t]*(?:do|then)(?=[ \t]*(?:#.*)?\Z)")
PROGRAM = re.compile(r"[ \t]*(?:sudo[ \t]+)?([\w.-]+)")
"""A program at the start of a text; `sudo` before it is skipped."""
_IN_BRACKETS = re.compile(r"([A-Za-z_](?:[\w .-]*\w)?)>(?!>)")
# What these programs make of the text of a command before them.
_VALUES = {
    re.compile(r"base64 (?:-d|-D|--decode)\b"): "base64_decode(NAME)",
    re.compile(r"base64\b"): "base64_encode(NAME)",
    re.compile(r"wc -l\b"): "length(lines(NAME))",
    re.compile(r"head (?:-n ?|-)(\d+)\b"): r"take(lines(NAME), \1)",
    re.compile(r"head\b"): "take(lines(NAME), 10)",
    re.compile(r"tail (?:-n ?|-)(\d+)\b"): r"slice(lines(NAME), -\1)",
    re.compile(r"sort -u\b"): "sort(unique(lines(NAME)))",
    re.compile(r"sort\Z"): "sort(lines(NAME))",
}
_LOOPS = frozenset(["parallel", "while", "xargs"])
FILTERS = frozenset(
    [
        *("awk", "column", "cut", "egrep", "fgrep", "grep", "head", "jq", "sed", "sort", "tail"),
        *("tr", "uniq", "wc", "yq"),
    ]
)
"""The programs that select from their input, as `--query` does."""
_QUOTE = "put it in quotes if it belongs to a word"
_ONLY_OUTPUT = "delete it: only standard output goes to a file, by `> file` or `>> file`"
_REPLACES = "write `>`: messages stay on standard error"
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
        _REPLACES,
    ),
    "&": (
        "`&` cannot run a command in the background",
        "put it into a `parallel` block, or in quotes if it belongs to a word",
    ),
    ";": ("`;` cannot end a command", "end the line instead, or put it in quotes"),
    "<": (
        "input redirection with `<` is not supported",
        "write the name as an option's value: `--body NAME` for an upload, else `--option file://NAME`",
    ),
    "(": ("an unquoted `(` cannot be part of a word", _QUOTE),
    ")": ("an unquoted `)` cannot be part of a word", _QUOTE),
}


def operator(cursor: Cursor) -> ScriptError:
    """Return the fault of the unquoted shell operator at the cursor."""
    start = cursor.position
    # Two characters before one: `||` is no pipe.
    pair = cursor.text[start : start + 2]
    found = pair if pair in _OPERATORS else pair[0]
    message, hint = _OPERATORS[found]
    following = cursor.text[start + len(found) :]
    if found == ";" and (block := _BLOCK.match(cursor.text, start)):
        hint = f"delete `{block[0].rstrip()}`: a block ends with `end`"
    elif found == "&>" and following.startswith(">"):
        found, message, hint = "&>>", "`&>>` is not supported", _REPLACES.replace(">", ">>")
    elif found == "|":
        hint = _piped(following) or hint
    elif found == "<" and (inside := _IN_BRACKETS.match(following)):
        message, hint = _in_brackets(inside[1])
        found += inside[0]
    elif found == "<" and " - " in cursor.text[:start]:
        hint = "write the name of the file in place of the `-`"
    elif found == "(" and following.lstrip().startswith(")"):
        hint = "functions are not supported: write the commands where they are to run"
    return ScriptError(message, place=cursor.place(start, start + len(found)), hint=hint)


def _piped(following: str) -> str | None:
    """Return a hint at what to write instead of a pipe to this program, if it is known."""
    program = PROGRAM.match(following)
    name = program[1] if program else ""
    for pattern, value in _VALUES.items():
        if match := pattern.match(following.strip()):
            return f"write `NAME = COMMAND`, and `<<{match.expand(value)}>>`"
    if name == "tee":
        return "write `NAME = COMMAND`, and `print <<NAME>> > FILE`"
    if name in _LOOPS:
        return "write `NAME = COMMAND`, and then a block `for x in <<NAME>>` … `end`"
    if name in FILTERS or name[:1] == "." or following.lstrip()[:1] == "[":
        return "select with `--query`, or write `NAME = COMMAND` and select in `<<NAME…>>`"
    return None


def _in_brackets(text: str) -> tuple[str, str]:
    """Return the fault of `<x>` and its hint."""
    name = re.sub(r"[ .-]", "_", text)
    return (
        f"`<{text}>` is not a placeholder, and redirects in a shell",
        f"write `<<{name}>>` for the value of `{name}`, or put it in quotes if it is text",
    )


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


def redirection(cursor: Cursor, start: int, end: int) -> ScriptError:
    """Return the fault of a redirection other than of standard output to a file."""
    text = cursor.text[start:end]
    hints = {"1>": "write `>`", "1>>": "write `>>`", ">|": "write `>`, which replaces a file"}
    # Before a name, it is another way to write `&>`.
    if cursor.text[end:].strip():
        hints[">&"] = _REPLACES
    return ScriptError(
        f"`{text}` is not supported",
        place=cursor.place(start, end),
        hint=hints.get(text, _ONLY_OUTPUT),
    )
