"""What an expression can come to, and the parts of it that can find nothing.

The syntax tree is followed as the evaluation would, on what is known of the
values instead of the values. A part is at fault only where no value that can
be there has it: `aws` would give null for it, whatever it answers with.
"""

from collections.abc import Callable, Sequence
from typing import Any

from awsbatch.check.field_fault import LookedFor, Wrong, missing, no_list_found
from awsbatch.check.function_result import elements_of, result
from awsbatch.contract.answer import (
    ANYTHING,
    BOOLEAN,
    NULL,
    Answer,
    Anything,
    Known,
    Later,
    ListOf,
    MapOf,
    Object,
    Scalar,
    called,
    either,
    kinds_of,
    of_literal,
)
from awsbatch.expression.comparison import is_refused, refusal
from awsbatch.expression.functions.signature import EvaluationError
from awsbatch.expression.path import no_field, no_object

_FEW = 8
# What `--query` does not have, and hints may propose.
_NOT_IN_QUERIES = ("get(", "lines(", "slice(")


class Inference:
    """One expression followed from its root."""

    def __init__(
        self, names: Callable[[str], Answer], text: str, *, is_query: bool = False
    ) -> None:
        """Begin with what `$name` can be, by the name, and the text of the expression.

        `is_query` says that the expression is a `--query`, which has JMESPath's functions only.
        """
        self._names = names
        self._text = text
        self._is_query = is_query
        self._projections: list[Any] = []
        """The projections whose elements are being followed, the innermost last."""
        self._start = 0
        """Where the part begins that was followed last, as far as the tree tells."""
        self.wrong: list[Wrong] = []

    def of_tree(self, tree: Any, value: Answer) -> Answer:
        """Return what a whole expression can come to, or anything if it is nested too deeply."""
        try:
            return self.of(tree, value)
        except RecursionError:
            self.wrong = []
            return ANYTHING

    def of(self, node: Any, value: Answer) -> Answer:  # noqa: C901, PLR0911, PLR0912 (a case each)
        """Return what a node of the tree can come to, on what a value can be."""
        self._start = node.get("start", self._start)
        children = node["children"]
        match node["type"]:
            case "field":
                return self._field(node, value)
            case "subexpression" | "index_expression" | "pipe" | "script":
                for child in children:
                    value = self.of(child, value)
                return value
            case "current" | "identity":
                return value
            case "literal":
                return of_literal(node["value"])
            case "dollar_name":
                return self._names(node["value"])
            case "projection":
                return self._projection(node, value)
            case "filter_projection":
                return self._filter(node, value)
            case "value_projection":
                return self._values(node, value)
            case "flatten":
                inner = self._elements(node, self.of(children[0], value))
                return ListOf(either(map(_flat, kinds_of(inner))))
            case "index":
                return self._elements(node, value)
            case "slice":
                return ListOf(self._elements(node, value))
            case "or_expression" | "and_expression":
                return either([self.of(child, value) for child in children])
            case "comparator":
                self._compare(node, self._operands(children, value))
                return BOOLEAN
            case "not_expression":
                self.of(children[0], value)
                return BOOLEAN
            case "multi_select_list":
                return ListOf(either([self.of(child, value) for child in children]))
            case "multi_select_dict":
                fields = {pair["value"]: self.of(pair["children"][0], value) for pair in children}
                return Object(fields, f"`{{{', '.join(fields)}}}`", {})
            case "function_expression":
                return self._call(node, value)
            case _:
                return ANYTHING

    def _field(self, node: Any, value: Answer, looked_for: LookedFor = LookedFor.PATH) -> Answer:
        name, found = node["value"], list[Answer]()
        lacking: list[Known] = []
        for kind in kinds_of(value):
            match kind:
                case Anything():
                    return ANYTHING
                case Object(fields) if name in fields:
                    found.append(fields[name])
                case MapOf(inner):
                    found.append(inner)
                case Scalar() if kind == NULL:
                    pass
                case _:
                    lacking.append(kind)
        # `x == null` is what it says: no object has a field of that name.
        if not found and name == "null":
            return NULL
        if not found and lacking:
            self._lacks(lacking[0], name, looked_for)
            return ANYTHING
        return either(found) if found else ANYTHING

    def _lacks(self, kind: Known, name: str, looked_for: LookedFor) -> None:
        if isinstance(kind, Object):
            message, hint = missing(kind, name, looked_for, is_query=self._is_query)
            operand = None if looked_for is LookedFor.PATH else name
            self.wrong.append(Wrong(message, hint, self._start, operand))
        else:
            self._note(no_field(called(kind), name))

    def _operands(self, nodes: Sequence[Any], value: Answer) -> list[Answer]:
        """Follow what an operator or a function takes: strings may be meant but for the first."""
        taken: list[Answer] = []
        looked_for = LookedFor.FIRST
        for node in nodes:
            if node["type"] == "field":
                self._start = node["start"]
                taken.append(self._field(node, value, looked_for))
            else:
                taken.append(ANYTHING if node["type"] == "expref" else self.of(node, value))
            looked_for = LookedFor.OTHER
        return taken

    def _compare(self, node: Any, operands: Sequence[Answer]) -> None:
        """Note it if no values that can be there can be compared; `--query` compares them all."""
        # What nothing has asked for yet is not worked out for this.
        if self._is_query or any(isinstance(each, Later) for each in operands):
            return
        left, right = ([kind for kind in kinds_of(each) if kind != NULL] for each in operands)
        kinds = [(called(one), called(other)) for one in left for other in right]
        if ANYTHING in (*left, *right) or not kinds:
            return
        if all(is_refused(node["value"], *pair) for pair in kinds):
            texts = (each["value"] for each in node["children"] if each["type"] == "literal")
            text = next((each for each in texts if isinstance(each, str)), "")
            self._start = _start(node["children"][1], self._start)
            self._note(refusal(node["value"], *kinds[0], text, is_literal=True))

    def _projection(self, node: Any, value: Answer) -> Answer:
        element = self._elements(node, self.of(node["children"][0], value))
        return ListOf(self._rest(node, element))

    def _filter(self, node: Any, value: Answer) -> Answer:
        left, _, condition = node["children"]
        element = self._elements(node, self.of(left, value))
        self.of(condition, element)
        return ListOf(self._rest(node, element))

    def _values(self, node: Any, value: Answer) -> Answer:
        inner: list[Answer] = []
        kinds = kinds_of(self.of(node["children"][0], value))
        for kind in kinds:
            match kind:
                case Object(fields) if 0 < len(fields) <= _FEW:
                    inner += fields.values()
                case MapOf(one):
                    inner.append(one)
                case Object() | Anything():
                    inner.append(ANYTHING)
                case _:
                    pass
        lists = [kind for kind in kinds if kind != NULL]
        if not inner and lists:
            self._note(no_object(called(lists[0])), node.get("at"))
        return ListOf(self._rest(node, either(inner) if inner else ANYTHING))

    def _rest(self, projection: Any, element: Answer) -> Answer:
        self._projections.append(projection)
        found = self.of(projection["children"][1], element)
        self._projections.pop()
        return found

    def _elements(self, node: Any, value: Answer) -> Answer:
        """Return what the elements of a list can be, and note it if it is none."""
        found: list[Answer] = []
        others: list[Known] = []
        for kind in kinds_of(value):
            match kind:
                case Anything():
                    return ANYTHING
                case ListOf(element):
                    found.append(element)
                case Scalar() if kind == NULL:
                    pass
                case _:
                    others.append(kind)
        if not found and others:
            self._note(
                no_list_found(node, others[0], self._projections, self._text), node.get("at")
            )
        return either(found) if found else ANYTHING

    def _call(self, node: Any, value: Answer) -> Answer:
        arguments = node["children"]
        taken = self._operands(arguments, value)
        applied = [
            self.of(each["children"][0], elements_of(taken))
            for each in arguments
            if each["type"] == "expref"
        ]
        return result(node["value"], taken, applied)

    def _note(self, error: EvaluationError, start: int | None = None) -> None:
        hint = error.hint
        if self._is_query and hint is not None and any(name in hint for name in _NOT_IN_QUERIES):
            hint = None
        self.wrong.append(Wrong(error.message, hint, self._start if start is None else start))


def _start(node: Any, otherwise: int) -> int:
    """Return where a node begins, as far as the tree tells."""
    while node["children"] and "start" not in node and isinstance(node["children"][0], dict):
        node = node["children"][0]
    return int(node.get("start", otherwise))


def _flat(kind: Known) -> Answer:
    return kind.element if isinstance(kind, ListOf) else kind
