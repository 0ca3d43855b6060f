"""The evaluation of an expression's syntax tree on the names of a script."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Any

import jmespath.exceptions
import jmespath.functions
import jmespath.visitor

from awsbatch.expression import comparison
from awsbatch.expression.derivation import Derivation
from awsbatch.expression.functions import Functions
from awsbatch.expression.functions.clock import is_seconds
from awsbatch.expression.functions.signature import KINDS, TO_SECONDS, EvaluationError, kind
from awsbatch.expression.path import StrictPaths
from awsbatch.redaction.secret import Secrets

_DEFAULTS = {"array": "`[]`", "object": "`{}`", "string": "''", "number": "0"}
_EXPREF_HINTS = {
    "array": "the `&expression` comes first",
    "expref": "the `&expression` comes last",
    "string": "write a field as &name",
}
_OF_SECONDS = frozenset(["date", "iso", "strftime"])
# jmespath 1.1: what its functions raise on data that their signatures allow,
# such as ceil() of infinity.
_DATA_ERRORS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)


def evaluate(tree: Any, names: Mapping[str, object], functions: Functions) -> Any:
    """Return the value of a syntax tree; several threads may call this at once.

    Raise `EvaluationError` if the values have types that the tree cannot be
    evaluated on.
    """
    # jmespath 1.1: its functions look types up by name, and know no Mapping but dict.
    known = names if type(names) is dict else dict(names)
    try:
        if functions.secrets:
            return _WatchingInterpreter.evaluate(tree, known, functions, functions.secrets)
        return _interpreter(functions).visit(tree, known)
    except jmespath.exceptions.JMESPathTypeError as error:
        raise _type_error(error, tree) from error
    except OverflowError as error:
        raise EvaluationError("this expression has a number that is too large") from error
    except _DATA_ERRORS as error:
        reason = str(error) or "it takes too much memory"
        raise EvaluationError(f"this expression cannot be evaluated: {reason}") from error


# mypy sees the metaclass of jmespath.py only here: our `Functions` does not have it.
class _Library(Functions, jmespath.functions.Functions):
    """JMESPath's functions together with ours."""

    # jmespath 1.1: a private member, which its type stubs leave out.
    _type_check: Callable[..., None]

    def _validate_arguments(
        self, args: Sequence[Any], signature: tuple[Any, ...], function_name: str
    ) -> None:
        # The number of arguments was checked when the expression was compiled.
        # jmespath 1.1: has no optional arguments, and of repeated ones it
        # checks the first alone.
        repeated = signature[-1:] * (len(args) - len(signature))
        self._type_check(args, (signature + repeated)[: len(args)], function_name)


class _Interpreter(StrictPaths, jmespath.visitor.TreeInterpreter):
    """JMESPath's interpreter, for which values of the wrong types are errors.

    JMESPath itself evaluates a comparison or a path of them to null.
    """

    def __init__(self, library: _Library, names: Mapping[str, object]) -> None:
        super().__init__(jmespath.visitor.Options(custom_functions=library))
        self.library = library
        self._names = names

    def visit_script(self, node: Any, value: Any) -> Any:
        """Evaluate a tree in which `$name` refers to a field of this value."""
        return self._of(value).visit(node["children"][0], value)

    def _of(self, names: Mapping[str, object]) -> "_Interpreter":
        # A new interpreter, since the one in the cache is shared by threads.
        return _Interpreter(self.library, names)

    def visit_dollar_name(self, node: Any, _value: Any) -> Any:
        return self._names.get(node["value"])

    def visit_comparator(self, node: Any, value: Any) -> Any:
        left, right = (self.visit(child, value) for child in node["children"])
        comparator = node["value"]
        if left is None or right is None:
            if comparator in comparison.ORDERING:
                return None
        elif comparison.is_refused(comparator, kind(left), kind(right)):
            text = left if isinstance(left, str) else right
            raise comparison.refusal(comparator, kind(left), kind(right), str(text))
        return self.COMPARATOR_FUNC[comparator](left, right)


class _WatchingInterpreter(_Interpreter):
    """One that sees what functions make of secrets, for one evaluation."""

    def __init__(
        self, library: _Library, names: Mapping[str, object], derivation: Derivation
    ) -> None:
        super().__init__(library, names)
        self._derivation = derivation

    @classmethod
    def evaluate(
        cls, tree: Any, names: Mapping[str, object], functions: Functions, secrets: Secrets
    ) -> Any:
        """Return the value of a syntax tree; what it has made of secrets is one from now on."""
        derivation = Derivation(secrets)
        library = _interpreter(functions).library
        try:
            result = cls(library, {}, derivation).visit(tree, names)
        except BaseException:
            derivation.keep_all()
            raise
        derivation.keep(result)
        return result

    def _of(self, names: Mapping[str, object]) -> _Interpreter:
        return _WatchingInterpreter(self.library, names, self._derivation)

    def visit_function_expression(self, node: Any, value: Any) -> Any:
        """Call a function as JMESPath does, and note what comes of it."""
        arguments = [self.visit(child, value) for child in node["children"]]
        try:
            result = self.library.call_function(node["value"], arguments)
        except EvaluationError as error:
            raise self._derivation.masked(error, arguments) from error
        self._derivation.note(node["value"], arguments, result)
        return result


TABLE: Mapping[str, Mapping[str, Any]] = _Library.FUNCTION_TABLE
"""The functions of `<<…>>`: the `signature` of each, by its name."""

JMESPATH_FUNCTIONS = sorted(jmespath.functions.Functions.FUNCTION_TABLE)
"""The names of the functions that JMESPath itself has, which are those of `--query`."""


# One interpreter a run; a test process has several clocks.
@lru_cache(maxsize=8)
def _interpreter(functions: Functions) -> _Interpreter:
    return _Interpreter(_Library(functions.now, functions.would_write), {})


def _type_error(error: jmespath.exceptions.JMESPathTypeError, tree: Any) -> EvaluationError:
    *others, last = (KINDS[expected] for expected in error.expected_types)
    wanted = f"{', '.join(others)} or {last}" if others else last
    given = KINDS.get(error.actual_type)
    message = f"`{error.function_name}()` takes {wanted}, found"
    # jmespath 1.1: names the Python type, and no JMESPath type, of a list's element.
    if given is None:
        contains = f"one that contains {kind(error.current_value)}"
        return EvaluationError(f"{message} {contains}", _element_hint(error.current_value))
    return EvaluationError(f"{message} {given}", _type_hint(error, tree))


def _element_hint(value: object) -> str | None:
    match value:
        case None:
            return "`[*]` after a list leaves nulls out"
        case str():
            return "map(&to_number(@), …) converts strings to numbers"
        case bool() | int() | float():
            return "map(&to_string(@), …) converts them to strings"
        case _:
            return None


def _type_hint(error: jmespath.exceptions.JMESPathTypeError, tree: Any) -> str | None:
    expected = {name.partition("-")[0] for name in error.expected_types}
    if "expref" in {*expected, error.actual_type}:
        return _EXPREF_HINTS.get(error.actual_type)
    match error.actual_type:
        case "null":
            return _null_hint(error.function_name, expected, tree)
        case "string" if "number" in expected:
            return _number_hint(error.function_name, error.current_value)
        case "array" if expected & {"string", "number"}:
            return f"map(&{error.function_name}(…), x) applies it to each element of a list"
        case "boolean" | "number" | "object" if "string" in expected and "array" not in expected:
            return "to_string(…) converts it to a string"
        case _:
            return None


def _number_hint(function: str, text: str) -> str:
    # A text of few digits is a year or a date.
    if function in _OF_SECONDS and not is_seconds(text):
        return TO_SECONDS
    return comparison.number_hint(text)


def _null_hint(function: str, expected: AbstractSet[str], tree: Any) -> str | None:
    if "number" not in expected or not _converts(tree, function):
        return _default_hint(function, expected)
    if function in _OF_SECONDS:
        return "to_number(…) is null for what is no number; epoch(…) converts a time"
    return "to_number(…) is null for what is no number; give a default: to_number(x) || 0"


def _converts(node: Any, function: str) -> bool:
    """Return whether a call of a function in a tree is given what `to_number()` gives."""
    if not isinstance(node, dict):
        return False
    if node["type"] == "function_expression" and node["value"] == function:
        given = (each.get("value") for each in node["children"] if each["type"] == node["type"])
        if "to_number" in given:
            return True
    return any(_converts(child, function) for child in node["children"])


def _default_hint(function: str, expected: AbstractSet[str]) -> str | None:
    if function == "from_json":
        return "give a default: x || 'null'"
    default = next((text for name, text in _DEFAULTS.items() if name in expected), None)
    if default is None:
        return None
    return f"in a filter, `$x` is the script's x; or give a default: x || {default}"
