"""JMESPath expressions: what stands between `<<` and `>>`.

The only importer of jmespath.
"""

import difflib
import itertools
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import jmespath.exceptions
import jmespath.functions
import jmespath.lexer
import jmespath.parser
import jmespath.visitor

from awsbatch.errors import ScriptError
from awsbatch.language.functions import EvaluationError, Functions
from awsbatch.source import Place

_SYMBOLS = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
_KINDS = {
    "array": "a list",
    "array-number": "a list of numbers",
    "array-string": "a list of strings",
    "boolean": "a boolean",
    "expref": "an `&expression`",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}
_ORDERED = frozenset(["a number", "a string"])
_STRING = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`""")
_DOLLAR_NAME = re.compile(r"\$[A-Za-z0-9_]*", re.ASCII)
_HINTS = {
    "=": "write `==`",
    "\\": "quotes inside `<<…>>` need no backslash",
    "-": 'a name with a `-` is written in double quotes: `"a-b"`',
    "and": "write `&&`",
    "or": "write `||`",
    "/": "write `divide(a, b)`",
}
# What jmespath.py's functions let through on data that their signatures allow,
# such as contains('a', `1`).
_DATA_ERRORS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)


@dataclass(frozen=True, slots=True)
class Expression:
    """A JMESPath expression over the names in scope."""

    source: str
    """As written, white space around it included; a joined line begins at each newline."""
    names: frozenset[str]
    """The names it refers to; what a filter or `&` says of an element is not among them."""
    places: tuple[Place, ...]
    """The placeholder, its `<<` included; one place for each line it stands on."""
    _tree: Any = field(repr=False, compare=False)

    def evaluate(self, names: Mapping[str, object], functions: Functions) -> Any:
        """Compute the value over the names; one that is not there is null.

        Raises ScriptError at the placeholder for values that it cannot be
        computed on, such as a string compared by `<` with a number.
        """
        # A plain dict, because JMESPath's functions know values by their exact type.
        known = names if type(names) is dict else dict(names)
        try:
            return _interpreter(functions).visit(self._tree, known)
        except EvaluationError as error:
            raise ScriptError(error.message, place=self.places[0], hint=error.hint) from error
        except jmespath.exceptions.JMESPathTypeError as error:
            raise ScriptError(_type_message(error), place=self.places[0]) from error
        except _DATA_ERRORS as error:
            message = f"this expression cannot be computed: {error}"
            raise ScriptError(message, place=self.places[0]) from error

    def place_of(self, name: str) -> Place:
        """Give where it first refers to a name, or the whole placeholder."""
        found = _find(self.source, name, call=False)
        return _inside(self.source, self.places, *found) if found else self.places[0]


def compile_expression(text: str, *places: Place) -> Expression:
    """Compile the text between `<<` and `>>`.

    The places are those of the whole placeholder, one for each line of the
    text; its `<<` is where the first begins. Raises ScriptError, at the
    character, for what is not JMESPath, an unknown function, or a call with
    too few or too many arguments.
    """
    try:
        tree, names = _compile(text)
    except _ExpressionError as fault:
        place = _inside(text, places, fault.position, fault.width)
        raise ScriptError(fault.message, place=place, hint=fault.hint) from None
    return Expression(text, names, places, tree)


class _ExpressionError(Exception):
    """What is wrong in an expression, and where in its text."""

    def __init__(self, message: str, position: int, width: int, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.position = position
        self.width = width
        self.hint = hint


# mypy sees jmespath's metaclass only here: `Functions` itself does not know it.
class _Library(Functions, jmespath.functions.Functions):
    """JMESPath's functions and ours."""


class _Interpreter(jmespath.visitor.TreeInterpreter):
    """JMESPath, but values that cannot be ordered are an error and not null."""

    def visit_comparator(self, node: Any, value: Any) -> Any:
        symbol = _SYMBOLS.get(node["value"])
        if symbol is None:
            return super().visit_comparator(node, value)
        left, right = (self.visit(child, value) for child in node["children"])
        if left is None or right is None:
            return None
        kinds = {_kind(left), _kind(right)}
        if len(kinds) > 1 or not kinds <= _ORDERED:
            raise EvaluationError(
                f"`{symbol}` compares two numbers or two strings,"
                f" not {_kind(left)} with {_kind(right)}",
                "to_number(…) gives the number that a string holds" if kinds == _ORDERED else None,
            )
        return self.COMPARATOR_FUNC[node["value"]](left, right)


@lru_cache(maxsize=8)
def _interpreter(functions: Functions) -> _Interpreter:
    library = _Library(functions.now)
    return _Interpreter(jmespath.visitor.Options(custom_functions=library))


@lru_cache(maxsize=1024)
def _compile(text: str) -> tuple[Any, frozenset[str]]:
    try:
        with warnings.catch_warnings():
            # jmespath 1.1 warns of literals that are not JSON, `running`,
            # which the AWS CLI's users are accustomed to.
            warnings.simplefilter("ignore", PendingDeprecationWarning)
            tree: Any = jmespath.parser.Parser().parse(text).parsed
        _check_calls(text, tree, argument=False)
        return tree, frozenset(_names(tree, root=True))
    except jmespath.exceptions.ParseError as error:
        raise _parse_fault(text, error) from error
    except jmespath.exceptions.EmptyExpressionError:
        raise _ExpressionError(
            "`<<>>` holds no expression", -2, 4, "write a name between them"
        ) from None
    except (RecursionError, ValueError) as error:
        reason = "nests too deeply" if isinstance(error, RecursionError) else str(error)
        raise _ExpressionError(f"this expression cannot be read: {reason}", 0, len(text)) from error


def _parse_fault(text: str, error: jmespath.exceptions.ParseError) -> _ExpressionError:
    position = error.lex_position
    if not text.strip():
        return _ExpressionError(
            "`<<>>` holds no expression", -2, len(text) + 4, "write a name between them"
        )
    if position >= len(text):
        return _ExpressionError("this expression ends too early", len(text), 2)
    if text[position] == "$":
        return _dollar_fault(text, position)
    shown = _token_text(text, position)
    if isinstance(error, jmespath.exceptions.LexerError) and shown[0] in '`"':
        return _ExpressionError("what these quotes hold is not JSON", position, len(shown))
    hint = f"write a number between backquotes: `{shown}`" if shown.isdigit() else _HINTS.get(shown)
    return _ExpressionError(
        f"`{shown}` cannot stand here in an expression", position, len(shown), hint
    )


def _dollar_fault(text: str, position: int) -> _ExpressionError:
    match = _DOLLAR_NAME.match(text, position)
    shown = match[0] if match else "$"
    name = shown[1:] or "name"
    hint = f"write `{name}` outside a filter, the value itself inside one"
    return _ExpressionError(f"`{shown}` is not supported yet", position, len(shown), hint)


def _token_text(text: str, position: int) -> str:
    """Give what stands at a position: a word, a string, or one character."""
    string = _STRING.match(text, position)
    if string is not None:
        return string[0]
    starts = sorted({token["start"] for token in _tokens(text)} | {len(text)})
    end = next((start for start in starts if start > position), position + 1)
    return text[position:end].rstrip() or text[position]


def _tokens(text: str) -> list[Any]:
    """Give JMESPath's tokens as far as the text can be read."""
    tokens: list[Any] = []
    try:
        tokens.extend(jmespath.lexer.Lexer().tokenize(text))
    except jmespath.exceptions.LexerError as error:
        tokens.append({"type": "fault", "value": "", "start": error.lex_position + 1})
    return tokens


def _find(text: str, name: str, *, call: bool) -> tuple[int, int] | None:
    """Give position and width of the first call of, or reference to, a name."""
    tokens = _tokens(text)
    # `@` at the root is the names themselves, so that what follows its `.` is a name.
    before = "", ""
    for token, after in itertools.pairwise(tokens):
        called = after["type"] == "lparen"
        free = before[1] != "dot" or before[0] == "current"
        free = free and after["type"] != "colon"
        if token["value"] == name and token["type"].endswith("quoted_identifier"):
            quotes = 0 if token["type"].startswith("un") else 2
            if called if call else free and not called:
                return token["start"], len(name) + quotes
        before = before[1], token["type"]
    return None


def _inside(text: str, places: Sequence[Place], position: int, width: int) -> Place:
    line = text.count("\n", 0, max(position, 0))
    offset = position - (text.rfind("\n", 0, max(position, 0)) + 1)
    place = places[line]
    column = place.column + offset + (0 if line else len("<<"))
    return replace(place, column=column, width=max(min(width, len(place.text) + 1 - column), 1))


def _check_calls(text: str, node: Any, *, argument: bool) -> None:
    """Hold every call against the functions there are and what they take."""
    if not isinstance(node, dict):
        return
    if node["type"] == "expref" and not argument:
        raise _ExpressionError("`&` stands only before an argument of a function", 0, len(text))
    called = node["type"] == "function_expression"
    if called:
        _check_call(text, node["value"], len(node["children"]))
    for child in node["children"]:
        _check_calls(text, child, argument=called)


def _check_call(text: str, name: str, given: int) -> None:
    position, width = _find(text, name, call=True) or (0, len(text))
    known = _Library.FUNCTION_TABLE.get(name)
    if known is None:
        close = difflib.get_close_matches(name, _Library.FUNCTION_TABLE, 1)
        hint = f"did you mean `{close[0]}()`?" if close else None
        raise _ExpressionError(f"there is no function `{name}()`", position, width, hint)
    wanted = len(known["signature"])
    least = bool(wanted and known["signature"][-1].get("variadic"))
    if given < wanted or (given > wanted and not least):
        count = f"{'at least ' if least else ''}{wanted} argument{'' if wanted == 1 else 's'}"
        raise _ExpressionError(f"`{name}()` takes {count}, not {given}", position, width)


def _names(node: Any, *, root: bool) -> frozenset[str]:
    """Give the names a node refers to; at the root a field is a name."""
    match node["type"]:
        case "field":
            return frozenset([node["value"]] if root else [])
        case "slice":
            return frozenset()
        case "expref":
            return _names(node["children"][0], root=False)
        case "projection" | "filter_projection" | "value_projection":
            return _names(node["children"][0], root=root)
        case "subexpression" | "index_expression" | "pipe":
            first, *others = node["children"]
            # `@` at the root is the names themselves, so that `@.a` is `a`.
            same = root and first["type"] == "current"
            rest = (_names(child, root=same and not index) for index, child in enumerate(others))
            return _names(first, root=root).union(*rest)
        case _:
            return frozenset().union(*(_names(child, root=root) for child in node["children"]))


def _kind(value: object) -> str:
    return _KINDS[jmespath.functions.TYPES_MAP.get(type(value).__name__, "expref")]


def _type_message(error: jmespath.exceptions.JMESPathTypeError) -> str:
    *others, last = (_KINDS[kind] for kind in error.expected_types)
    wanted = f"{', '.join(others)} or {last}" if others else last
    given = _KINDS.get(error.actual_type)
    # For an element of a list, jmespath 1.1 gives the name of a Python type.
    shown = given or f"one that holds {_kind(error.current_value)}"
    return f"`{error.function_name}()` takes {wanted}, not {shown}"
