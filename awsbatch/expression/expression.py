"""A compiled expression, which is the JMESPath text between `<<` and `>>`."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from awsbatch.expression import field, grammar, interpreter, scanner, syntax_fault
from awsbatch.expression.emptiness import is_meant
from awsbatch.expression.function_call import check_calls
from awsbatch.expression.functions import Functions
from awsbatch.expression.functions.local_text import local_path
from awsbatch.expression.functions.signature import EvaluationError
from awsbatch.expression.literal_argument import path_read, try_call
from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.record import record


@record
class Expression:
    """A JMESPath expression, compiled and checked, whose fields are names of the script."""

    source: str
    """The text between `<<` and `>>`; each newline stands for a `\\` that joined two lines."""
    names: frozenset[str]
    """The script's names that it refers to, without the fields that belong to list elements."""
    places: tuple[Place, ...]
    """The places of the whole placeholder, `<<` included: one for each line that it is on."""
    tree: Any = dataclasses.field(repr=False, compare=False)
    _starts: Mapping[str, int] = dataclasses.field(repr=False, compare=False)
    _compared: Mapping[str, int] = dataclasses.field(repr=False, compare=False)
    _read: Mapping[str, int] = dataclasses.field(repr=False, compare=False)

    @property
    def readable(self) -> str:
        """The source on one line."""
        return _on_one_line(self.source)

    def evaluate(self, names: Mapping[str, object], functions: Functions) -> Any:
        """Return the value of the expression; a name that is missing is null.

        Raise `ScriptError` at the placeholder if the values have wrong types,
        such as a string that `<` compares with a number. Several threads may
        call this at once.
        """
        try:
            return interpreter.evaluate(self.tree, names, functions)
        except EvaluationError as error:
            raise ScriptError(error.message, place=self.places[0], hint=error.hint) from error

    def place_of(self, name: str) -> Place:
        """Return the place of the first reference to a name, its `$` or quotes included."""
        return self.place_at(self._starts[name])

    def compared(self) -> Iterator[tuple[str, Place]]:
        """Yield each unquoted field that a filter compares an element with, and its place."""
        for name, start in self._compared.items():
            yield name, self.place_at(start)

    def files_read(self) -> Iterator[tuple[Path, Place]]:
        """Yield each file that `read()` names by a literal, and the place of the literal."""
        for path, start in self._read.items():
            yield local_path(path), self.place_at(start)

    def means_empty(self, key: str | int | None = None) -> bool:
        """Return whether it says that its value, or the one under a key or index, may be empty."""
        return is_meant(self.tree, key)

    def place_at(self, start: int) -> Place:
        """Return the place of the token that begins at a position of the source."""
        return _inside(self.source, self.places, start, scanner.width(self.source, start))


def compile_expression(text: str, *places: Place) -> Expression:
    """Return the expression that is the text between `<<` and `>>`.

    The places are those of the whole placeholder, one for each line of the
    text, the first from its `<<` on. Raise `ScriptError` at the character for
    invalid JMESPath, an unknown function, or a wrong number of arguments.
    """
    try:
        tree, starts, compared, read = _compile(text)
    except syntax_fault.ExpressionError as fault:
        place = _inside(text, places, fault.position, fault.width)
        hint = None if fault.hint is None else _on_one_line(fault.hint)
        raise ScriptError(_on_one_line(fault.message), place=place, hint=hint) from None
    return Expression(text, frozenset(starts), places, tree, starts, compared, read)


def is_true(value: object) -> bool:
    """Return whether a value is true by JMESPath's rules, by which 0 is true."""
    return not (value is None or value is False or value in ("", [], {}))


# A loop's body is parsed once, but a stream may repeat the same text on every line.
@lru_cache(maxsize=1024)
def _compile(
    text: str,
) -> tuple[Any, Mapping[str, int], Mapping[str, int], Mapping[str, int]]:
    tree = grammar.parse(text)
    starts: dict[str, int] = {}
    compared: dict[str, int] = {}
    read: dict[str, int] = {}
    try:
        check_calls(tree)
        # Not in the order of the text: a filter's condition comes after what follows
        # the filter. So the smallest start of each name counts.
        for node, root in field.walk(tree):
            if node["type"] == "dollar_name" or (root and node["type"] == "field"):
                starts[node["value"]] = min(node["start"], starts.get(node["value"], node["start"]))
            field.check_field(node, text, root=root)
            if node["type"] == "function_expression":
                try_call(node, text)
                read.update(path_read(node))
            if not root or node["type"] == "filter_projection":
                compared.update(field.compared(node, text))
    except RecursionError as error:
        raise syntax_fault.too_deep(text) from error
    return tree, starts, compared, read


def _on_one_line(text: str) -> str:
    return " ".join(line.strip() for line in text.split("\n")).strip()


def _inside(text: str, places: Sequence[Place], position: int, width: int) -> Place:
    line = text.count("\n", 0, max(position, 0))
    offset = position - (text.rfind("\n", 0, max(position, 0)) + 1)
    place = places[line]
    column = place.column + offset + (0 if line else len("<<"))
    # A fault at the very end gets one column after the line's text.
    return replace(place, column=column, width=max(min(width, len(place.text) + 1 - column), 1))
