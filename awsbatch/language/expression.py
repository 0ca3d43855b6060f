"""JMESPath expressions: what stands between `<<` and `>>`."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from awsbatch.errors import ScriptError
from awsbatch.language import grammar, interpreter
from awsbatch.language.functions import Functions
from awsbatch.language.functions.signature import EvaluationError, arity
from awsbatch.source import Place


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
    _starts: Mapping[str, int] = field(repr=False, compare=False)

    def evaluate(self, names: Mapping[str, object], functions: Functions) -> Any:
        """Compute the value over the names; one that is not there is null.

        Raises ScriptError at the placeholder for values that it cannot be
        computed on, such as a string compared by `<` with a number. May be
        called from several threads at once.
        """
        try:
            return interpreter.evaluate(self._tree, names, functions)
        except EvaluationError as error:
            raise ScriptError(error.message, place=self.places[0], hint=error.hint) from error

    def place_of(self, name: str) -> Place:
        """Give where it first refers to a name, `$` and quotes included."""
        start = self._starts[name]
        return _inside(self.source, self.places, start, grammar.width(self.source, start))


def compile_expression(text: str, *places: Place) -> Expression:
    """Compile the text between `<<` and `>>`.

    The places are those of the whole placeholder, one for each line of the
    text; its `<<` is where the first begins. Raises ScriptError, at the
    character, for what is not JMESPath, an unknown function, or a call with
    too few or too many arguments.
    """
    try:
        tree, starts = _compile(text)
    except grammar.ExpressionError as fault:
        place = _inside(text, places, fault.position, fault.width)
        raise ScriptError(fault.message, place=place, hint=fault.hint) from None
    return Expression(text, frozenset(starts), places, tree, starts)


@lru_cache(maxsize=1024)
def _compile(text: str) -> tuple[Any, Mapping[str, int]]:
    tree = grammar.parse(text)
    starts: dict[str, int] = {}
    try:
        _check_calls(tree, argument=False)
        for name, start in _names(tree, root=True):
            starts[name] = min(start, starts.get(name, start))
    except RecursionError as error:
        raise grammar.too_deep(text) from error
    return tree, starts


def _inside(text: str, places: Sequence[Place], position: int, width: int) -> Place:
    line = text.count("\n", 0, max(position, 0))
    offset = position - (text.rfind("\n", 0, max(position, 0)) + 1)
    place = places[line]
    column = place.column + offset + (0 if line else len("<<"))
    return replace(place, column=column, width=max(min(width, len(place.text) + 1 - column), 1))


def _check_calls(node: Any, *, argument: bool) -> None:
    """Hold every call against the functions there are and what they take."""
    if not isinstance(node, dict):
        return
    if node["type"] == "expref" and not argument:
        raise grammar.ExpressionError(
            "`&` stands only before an argument of a function", node["start"], 1
        )
    called = node["type"] == "function_expression"
    if called:
        _check_call(node["value"], len(node["children"]), node["start"])
    for child in node["children"]:
        _check_calls(child, argument=called)


def _check_call(name: str, given: int, start: int) -> None:
    known = interpreter.TABLE.get(name)
    if known is None:
        close = difflib.get_close_matches(name, interpreter.TABLE, 1, cutoff=0.7)
        hint = f"did you mean `{close[0]}()`?" if close else None
        raise grammar.ExpressionError(f"there is no function `{name}()`", start, len(name), hint)
    least, most = arity(known["signature"])
    if given < least or (most is not None and given > most):
        message = f"`{name}()` takes {_count(least, most)}, not {given}"
        raise grammar.ExpressionError(message, start, len(name))


def _count(least: int, most: int | None) -> str:
    if most is None:
        return f"at least {least} argument{'' if least == 1 else 's'}"
    counts = " or ".join(str(count) for count in range(least, most + 1))
    return f"{counts} argument{'' if most == 1 else 's'}"


def _names(node: Any, *, root: bool) -> Iterator[tuple[str, int]]:
    """Give the names a node refers to, and where; at the root a field is a name."""
    match node["type"]:
        case "dollar_name":
            yield node["value"], node["start"]
        case "field" if root:
            yield node["value"], node["start"]
        case "slice":
            # Its children are numbers.
            return
        case "expref":
            yield from _names(node["children"][0], root=False)
        case "projection" | "filter_projection" | "value_projection":
            first, *others = node["children"]
            yield from _names(first, root=root)
            for child in others:
                yield from _names(child, root=False)
        case "subexpression" | "index_expression" | "pipe":
            first, *others = node["children"]
            yield from _names(first, root=root)
            # `@` at the root is the names themselves, so that `@.a` is `a`.
            same = root and first["type"] == "current"
            for index, child in enumerate(others):
                yield from _names(child, root=same and not index)
        case _:
            for child in node["children"]:
                yield from _names(child, root=root)
