"""JMESPath's grammar, and `$name` for a name of the script wherever it stands.

The notation is that of JMESPath's let-expressions (JEP-18), which jmespath.py
lacks. Nor do its trees tell where in the text something stands: fields, calls,
`$name` and `&` are given a `start` here.
"""

import re
import warnings
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import jmespath.exceptions
import jmespath.lexer
import jmespath.parser

_TOKEN = re.compile(
    r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`
       |\$?[A-Za-z_][A-Za-z0-9_]*|\$[0-9]+|-?[0-9]+(?:\.[0-9]+)?
       |\[[?\]]|[<>=!]=|<>|=~|&&|\|\||.""",
    re.VERBOSE | re.DOTALL,
)
_CLOSERS = {"(": ")", "[": "]", "[?": "]", "{": "}"}
_SPAN = re.compile(r"[smhdw]\b")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_AFTER_OPERAND = re.compile(r"""[\w"'`)\]}@*](?P<space>\s*)\Z""")
_HINTS = {
    "&": "write `&&`",
    "*": "write `multiply(a, b)`",
    "+": "write `add(a, b)`",
    "/": "write `divide(a, b)`",
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
    """What is wrong in an expression, and where in its text."""

    def __init__(self, message: str, position: int, width: int, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.position = position
        self.width = width
        self.hint = hint


def parse(text: str) -> Any:
    """Return the tree of an expression, under a `script` node if a `$name` is in it.

    Raise ExpressionError, at the character, for what is not JMESPath.
    """
    try:
        with warnings.catch_warnings():
            # jmespath 1.1 warns of literals that are not JSON, `running`,
            # which the AWS CLI's users are accustomed to.
            warnings.simplefilter("ignore", PendingDeprecationWarning)
            return _Parser().parse(text)
    except jmespath.exceptions.ParseError as error:
        raise _fault(text, error) from error
    except jmespath.exceptions.EmptyExpressionError:
        raise _empty(text) from None
    except RecursionError as error:
        raise too_deep(text) from error
    except ValueError as error:
        # A number of more digits than Python reads.
        raise ExpressionError(f"this expression cannot be read: {error}", 0, len(text)) from error


def too_deep(text: str) -> ExpressionError:
    """Refuse an expression whose brackets nest deeper than Python does."""
    return ExpressionError("this expression cannot be read: nests too deeply", 0, len(text))


def width(text: str, position: int) -> int:
    """Return how many characters a word, a string or a symbol has that begins at a position."""
    return len(_token(text, position))


class _Lexer(jmespath.lexer.Lexer):
    """JMESPath's tokens, and `$name`."""

    START_IDENTIFIER: ClassVar = {*jmespath.lexer.Lexer.START_IDENTIFIER, "$"}

    def tokenize(self, expression: str) -> Iterator[Any]:
        for token in super().tokenize(expression):
            if token["type"] == "unquoted_identifier" and token["value"][0] == "$":
                yield self._dollar_name(token)
            else:
                yield token

    def _dollar_name(self, token: Any) -> Any:
        name = token["value"][1:]
        if name[:1] not in super().START_IDENTIFIER:
            raise jmespath.exceptions.LexerError(token["start"], name, "no name")
        return {**token, "type": "dollar_name", "value": name}


class _Parser(jmespath.parser.Parser):
    """JMESPath's parser, with places, and `$name` as an expression of its own.

    It has no cache: jmespath.py's is the AWS CLI's as well, and goes by the
    text alone.
    """

    BINDING_POWER: ClassVar = {**jmespath.parser.Parser.BINDING_POWER, "dollar_name": 0}

    # What the types of jmespath.py leave out.
    _tokens: list[Any]
    _current_token: Callable[[], str]
    _error_led_token: Callable[[Any], None]
    _expression: Callable[..., Any]
    _lookahead_token: Callable[[int], Any]
    _match: Callable[[str], None]

    def parse(self, expression: str) -> Any:
        self._tokens = list(_Lexer().tokenize(expression))
        tree = self._expression()
        if self._current_token() != "eof":
            self._error_led_token(self._lookahead_token(0))
        dollars = any(token["type"] == "dollar_name" for token in self._tokens)
        return {"type": "script", "children": [tree]} if dollars else tree

    def _token_nud_dollar_name(self, token: Any) -> Any:
        return _node("dollar_name", token["start"], token["value"])

    def _token_nud_unquoted_identifier(self, token: Any) -> Any:
        return _node("field", token["start"], token["value"])

    def _token_nud_quoted_identifier(self, token: Any) -> Any:
        if self._current_token() == "lparen":
            raise _misplaced(token)
        return _node("field", token["start"], token["value"])

    def _token_nud_expref(self, token: Any) -> Any:
        operand = self._expression(self.BINDING_POWER["expref"])
        return _node("expref", token["start"], None, operand)

    def _token_led_lparen(self, left: Any) -> Any:
        if left["type"] != "field":
            # What stands before the `(`, which has been passed.
            raise _misplaced(self._lookahead_token(-2))
        arguments = []
        while self._current_token() != "rparen":
            arguments.append(self._expression())
            # jmespath.py, and so `--query`, does without.
            if self._current_token() == "comma":
                self._match("comma")
        self._match("rparen")
        return _node("function_expression", left["start"], left["value"], *arguments)


def _node(kind: str, start: int, value: object, *children: Any) -> Any:
    return {"type": kind, "start": start, "value": value, "children": list(children)}


def _misplaced(token: Any) -> jmespath.exceptions.ParseError:
    return jmespath.exceptions.ParseError(token["start"], token["value"], token["type"])


def _fault(text: str, error: jmespath.exceptions.ParseError) -> ExpressionError:
    position = error.lex_position
    if not text.strip():
        return _empty(text)
    if position >= len(text):
        return ExpressionError("this expression ends too early", len(text), 2, _missing(text))
    if text[position - 1 : position + 1] == "<>":
        position -= 1
    shown = _token(text, position)
    if isinstance(error, jmespath.exceptions.LexerError):
        if shown[0] in '`"':
            return ExpressionError("what these quotes hold is not JSON", position, len(shown))
        if shown[0] == "$":
            return _no_name(shown, position)
    message = f"`{shown}` cannot stand here in an expression"
    return ExpressionError(message, position, len(shown), _hint(text, position, shown))


def _empty(text: str) -> ExpressionError:
    return ExpressionError(
        "`<<>>` holds no expression", -2, len(text) + 4, "write a name between them"
    )


def _no_name(shown: str, position: int) -> ExpressionError:
    hint = "write `$days` for the script's `days`, `@` for the element itself"
    if shown[1:].isdigit() and int(shown[1:]):
        hint = f"write `$args[{int(shown[1:]) - 1}]`"
    return ExpressionError(f"`{shown}` is not a name", position, len(shown), hint)


def _token(text: str, position: int) -> str:
    match = _TOKEN.match(text, position)
    return match[0] if match else ""


def _missing(text: str) -> str:
    """Say what closes the brackets that are open."""
    closers: list[str] = []
    for match in _TOKEN.finditer(text):
        if match[0] in _CLOSERS:
            closers.append(_CLOSERS[match[0]])
        elif closers and match[0] == closers[-1]:
            closers.pop()
    closing = "".join(reversed(closers))
    return f"write `{closing}` before it" if closing else "write the rest before it"


def _hint(text: str, position: int, shown: str) -> str | None:
    before, after = text[:position], text[position + len(shown) :]
    if hint := _bracket_hint(before.rstrip(), shown):
        return hint
    match shown[0]:
        case "-":
            hint = _dash_hint(before, after)
        case ".":
            hint = _dot_hint(before.rstrip(), after)
        case "$":
            return _dollar_hint(before.rstrip(), after.lstrip(), shown[1:])
        case "," if re.search(r"\[\s*-?\d+\s*\Z", before):
            hint = "write a list of numbers between backquotes: `[1, 2]`"
        case _:
            hint = None
    if hint is None and _NUMBER.fullmatch(shown):
        if _SPAN.match(after):
            return f"write a span of time in single quotes: '{shown}{after[0]}'"
        return f"write a number between backquotes: `{shown}`"
    if re.search(r"\bnot\s+\Z", before):
        return "write `!` for `not`"
    return hint or _HINTS.get(shown)


def _bracket_hint(before: str, shown: str) -> str | None:
    """Say what `a[b]` and `a.0` are here."""
    if before.endswith(".") and shown.isdigit():
        return f"write `[{shown}]`, without the `.`"
    if not re.search(r"[\w)\]]\s*\[\Z", before):
        return None
    if shown[0] == "$":
        return "write a number: an index is not computed"
    if field := re.fullmatch(r"""'?([A-Za-z_]\w*)'?""", shown):
        return f"write `.{field[1]}`, without the brackets"
    return None


def _dash_hint(before: str, after: str) -> str | None:
    """Say what a shell's `name:-default` is here, and `a - b` and `a-b`."""
    name = before.removesuffix(":").strip()
    if before.endswith(":") and re.fullmatch(r"\w+", name) and re.fullmatch(r"[\w./-]*", after):
        return f"write `{name} = <<'{after}'>>` before: `--variable {name}=…` overrides it"
    operand = _AFTER_OPERAND.search(before)
    if operand is None:
        return None
    if operand["space"]:
        return "write `subtract(a, b)`"
    return 'a name with a `-` is written in double quotes: `"a-b"`'


def _dot_hint(before: str, after: str) -> str:
    """Say what jq's `.a` and `.[]` are here."""
    if before.endswith("select("):
        return "write `[?condition]` after the list, in place of `select(…)`"
    if after.startswith("["):
        return "leave it out: write `x[]`, and not `x | .[]`"
    return "leave it out: write `a.b`, and not `.a.b`"


def _dollar_hint(before: str, after: str, name: str) -> str | None:
    if before.endswith("."):
        return f"write `items(x)[?[0] == ${name}] | [0][1]` for the field that `${name}` names"
    if after.startswith("("):
        return f"write `{name}(…)` to call a function"
    if after.startswith(":"):
        return f"write `{name}`: a key is written as it is"
    return None
