"""Faults of text that is not a valid expression, with hints at what to write instead."""

import json
import re

import jmespath.exceptions

from awsbatch.expression import foreign_arithmetic, foreign_index, scanner

_PLAIN = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_SPAN = re.compile(r"[smhdw]\b")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_REST_OF_NUMBER = re.compile(r"[\w.+-]*")
_LITERAL_NUMBER = re.compile(r"-?[0-9.]+e[+-]?[0-9]+", re.IGNORECASE)
_AFTER_OPERAND = re.compile(r"""[\w"'`)\]}@*](?P<space>\s*)\Z""")
_DASHED = re.compile(r"[A-Za-z_]\w*(?:-\w+)+")
_EMPTY = re.compile(r"""(?P<before>(?:[\w"'`)\]}@*]|\.)?)\s*(?P<bracket>[{[])\s*\Z""")
EMPTY_LIST = "write an empty list between backquotes: `[]`"
_HINTS = {
    "&": "write `&&`",
    "<>": "write `!=`",
    "=": "write `==`",
    "=~": "write `matches(a, b)`",
    "?": "write `a && b || c`",
    "\\": "quotes inside `<<…>>` need no backslash",
    "and": "write `&&`",
    "in": "write `contains(b, a)`",
    "is": "write `==`",
    "not": "write `!`",
    "or": "write `||`",
}


class ExpressionError(Exception):
    """A fault in an expression, with its position and width in characters of the text."""

    def __init__(self, message: str, position: int, width: int, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.position = position
        self.width = width
        self.hint = hint


def fault(text: str, error: jmespath.exceptions.ParseError) -> ExpressionError:
    """Return a parse error of jmespath.py as a fault, with a hint if there is one."""
    position = error.lex_position
    if not text.strip():
        return empty(text)
    if position >= len(text):
        # The caret goes under the `>>`, two characters wide.
        return ExpressionError("this expression ends too soon", len(text), 2, _rest(text))
    # jmespath.py reads `<` and stops at the `>`.
    if text[position - 1 : position + 1] == "<>":
        position -= 1
    shown = scanner.token(text, position)
    if isinstance(error, jmespath.exceptions.LexerError):
        if shown[0] in '`"':
            return ExpressionError(
                "the text in these quotes is not valid JSON", position, len(shown)
            )
        if shown[0] == "$":
            return _no_name(shown, position)
    message = f"unexpected `{shown}` in an expression"
    return ExpressionError(message, position, len(shown), _hint(text, position, shown))


def too_deep(text: str) -> ExpressionError:
    """Return the fault of an expression that is nested too deep for Python's stack."""
    return ExpressionError("this expression is nested too deeply", 0, len(text))


def empty(text: str) -> ExpressionError:
    """Return the fault of a placeholder without an expression."""
    return ExpressionError(
        "expected an expression in `<<>>`", -2, len(text) + 4, "write a name between them"
    )


def _no_name(shown: str, position: int) -> ExpressionError:
    hint = "write `$days` for the script's `days`, `@` for the element itself"
    if shown[1:].isdigit() and int(shown[1:]):
        hint = f"write `$args[{int(shown[1:]) - 1}]`"
    return ExpressionError(f"`{shown}` is not a name", position, len(shown), hint)


def _rest(text: str) -> str:
    """Return a hint at what an incomplete expression lacks."""
    closing = scanner.closing(text)
    return f"write `{closing}` before the `>>`" if closing else "complete it before the `>>`"


def _hint(text: str, position: int, shown: str) -> str | None:
    # From the most to the least specific: `a.0` before a number, a number before `0`.
    before, after = text[:position], text[position + len(shown) :]
    if shown in ("}", "]") and (hint := _empty_hint(before)):
        return hint
    if hint := _bracket_hint(text, position, shown):
        return hint
    match shown[0]:
        case "+" | "*" | "/":
            hint = foreign_arithmetic.proposal(text, position, shown[0])
        case "-":
            hint = _dash_hint(text, position, shown)
        case ".":
            hint = _dot_hint(before.rstrip(), after)
        case "$":
            return _dollar_hint(before.rstrip(), after.lstrip(), shown[1:])
        case _:
            hint = None
    if hint is None and _NUMBER.fullmatch(shown):
        return _number_hint(before, shown, after)
    if re.search(r"\bnot\s+\Z", before):
        return "write `!` for `not`"
    return hint or _HINTS.get(shown)


def _empty_hint(before: str) -> str | None:
    """Return a hint for `{}` and `[ ]`, unless they follow what they would be a step of."""
    empty = _EMPTY.search(before)
    if empty is None or empty["before"]:
        return None
    if empty["bracket"] == "[":
        return EMPTY_LIST
    return "write an empty object between backquotes: `{}`"


def _bracket_hint(text: str, position: int, shown: str) -> str | None:
    """Return a hint for `a[b]`, `a['b']`, `a.'b'` and `a.0`, which other languages have."""
    if text[:position].rstrip().endswith("."):
        if shown.isdigit():
            return f"write `[{shown}]`, without the `.`"
        if shown[0] == "'" and len(shown) > 1:
            return f"write `{_field(shown)}` for a field"
    return foreign_index.indexed(text, position)


def _dash_hint(text: str, position: int, shown: str) -> str | None:
    """Return a hint for a shell's `name:-default`, and for `a - b`, `a -1` and `a-b`."""
    before, after = text[:position], text[position + 1 :]
    name = before.removesuffix(":").strip()
    if before.endswith(":") and re.fullmatch(r"\w+", name) and re.fullmatch(r"[\w./-]*", after):
        return f"write `input {name} = <<'{after}'>>` at the beginning of the file"
    operand = _AFTER_OPERAND.search(before)
    if operand is None:
        return None
    if shown == "-" and not operand["space"] and (dashed := _dashed(text, position)):
        return f'a name with a `-` is written in double quotes: `"{dashed}"`'
    return foreign_arithmetic.proposal(text, position, "-")


def _dashed(text: str, position: int) -> str | None:
    """Return the name with dashes that a position is in."""
    for match in _DASHED.finditer(text):
        if match.start() <= position < match.end():
            return match[0]
    return None


def _number_hint(before: str, shown: str, after: str) -> str | None:
    """Return a hint for `30d`, `012345678901`, and `[5]` where a list of one is meant."""
    if _SPAN.match(after):
        return f"write a span of time in single quotes: '{shown}{after[0]}'"
    rest = _REST_OF_NUMBER.match(after)
    if rest is not None and rest[0]:
        number = _LITERAL_NUMBER.fullmatch(f"{shown}{rest[0]}")
        return None if number is None else f"write it between backquotes: `{number[0]}`"
    if re.match("-?0[0-9]", shown):
        return f"write a string in single quotes: '{shown}'"
    if re.search(r"[\w)\]]\s*\[\s*\Z", before):
        return "an index is a whole number"
    if before.rstrip().endswith("[") and after.lstrip().startswith("]"):
        return f"write a list of one number between backquotes: `[{shown}]`"
    return None


def _dot_hint(before: str, after: str) -> str:
    """Return a hint for jq's `.a`, `.[]` and `select(…)`."""
    if before.endswith("select("):
        return "write `[?condition]` after the list, in place of `select(…)`"
    if after.startswith("["):
        return "leave it out: write `x[]`, not `x | .[]`"
    return "leave it out: write `a.b`, not `.a.b`"


def _field(quoted: str) -> str:
    """Return a field that is written like a string, with double quotes if it needs any."""
    name = re.sub(r"\\(.)", r"\1", quoted[1:-1])
    return f".{name}" if _PLAIN.fullmatch(name) else f".{json.dumps(name, ensure_ascii=False)}"


def _dollar_hint(before: str, after: str, name: str) -> str | None:
    if before.endswith("."):
        return f"write `items(x)[?[0] == ${name}] | [0][1]` for the field that `${name}` names"
    if after.startswith("("):
        return f"write `{name}(…)` to call a function"
    if after.startswith(":"):
        return f"write `{name}`: a key is written as it is"
    return None
