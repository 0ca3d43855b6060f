"""JMESPath expressions: what stands between `<<` and `>>`."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from awsbatch.expression import field, grammar, interpreter, scanner, syntax_fault
from awsbatch.expression.function_call import check_calls
from awsbatch.expression.functions import Functions
from awsbatch.expression.functions.signature import EvaluationError
from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.record import record


@record
class Expression:
    """A JMESPath expression over the names in scope."""

    source: str
    """As written, white space around it included; a joined line begins at each newline."""
    names: frozenset[str]
    """The names it refers to; what a filter or `&` says of an element is not among them."""
    places: tuple[Place, ...]
    """The placeholder, its `<<` included; one place for each line it stands on."""
    _tree: Any = dataclasses.field(repr=False, compare=False)
    _starts: Mapping[str, int] = dataclasses.field(repr=False, compare=False)
    _compared: Mapping[str, int] = dataclasses.field(repr=False, compare=False)

    def evaluate(self, names: Mapping[str, object], functions: Functions) -> Any:
        """Compute the value over the names; one that is not there is null.

        Raise ScriptError at the placeholder for values that it cannot be
        computed on, such as a string compared by `<` with a number. May be
        called from several threads at once.
        """
        try:
            return interpreter.evaluate(self._tree, names, functions)
        except EvaluationError as error:
            raise ScriptError(error.message, place=self.places[0], hint=error.hint) from error

    def place_of(self, name: str) -> Place:
        """Return where it first refers to a name, `$` and quotes included."""
        return self._place(self._starts[name])

    def compared(self) -> Iterator[tuple[str, Place]]:
        """Yield the bare fields that a filter compares with, and where each stands."""
        for name, start in self._compared.items():
            yield name, self._place(start)

    def _place(self, start: int) -> Place:
        return _inside(self.source, self.places, start, scanner.width(self.source, start))


def compile_expression(text: str, *places: Place) -> Expression:
    """Compile the text between `<<` and `>>`.

    The places are those of the whole placeholder, one for each line of the
    text; its `<<` is where the first begins. Raise ScriptError, at the
    character, for what is not JMESPath, an unknown function, or a call with
    too few or too many arguments.
    """
    try:
        tree, starts, compared = _compile(text)
    except syntax_fault.ExpressionError as fault:
        place = _inside(text, places, fault.position, fault.width)
        raise ScriptError(fault.message, place=place, hint=fault.hint) from None
    return Expression(text, frozenset(starts), places, tree, starts, compared)


def is_true(value: object) -> bool:
    """Return whether a value counts as true, as JMESPath has it: 0 does."""
    return not (value is None or value is False or value in ("", [], {}))


@lru_cache(maxsize=1024)
def _compile(text: str) -> tuple[Any, Mapping[str, int], Mapping[str, int]]:
    tree = grammar.parse(text)
    starts: dict[str, int] = {}
    compared: dict[str, int] = {}
    try:
        check_calls(tree)
        for node, root in field.walk(tree):
            if node["type"] == "dollar_name" or (root and node["type"] == "field"):
                starts[node["value"]] = min(node["start"], starts.get(node["value"], node["start"]))
            field.check_field(node, text, root=root)
            if not root or node["type"] == "filter_projection":
                compared.update(field.compared(node, text))
    except RecursionError as error:
        raise syntax_fault.too_deep(text) from error
    return tree, starts, compared


def _inside(text: str, places: Sequence[Place], position: int, width: int) -> Place:
    line = text.count("\n", 0, max(position, 0))
    offset = position - (text.rfind("\n", 0, max(position, 0)) + 1)
    place = places[line]
    column = place.column + offset + (0 if line else len("<<"))
    return replace(place, column=column, width=max(min(width, len(place.text) + 1 - column), 1))
