"""The signatures of functions, and how their messages show types and values."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

KINDS = {
    "array": "a list",
    "array-array": "a list of lists",
    "array-number": "a list of numbers",
    "array-string": "a list of strings",
    "boolean": "a boolean",
    "expref": "an `&expression`",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}
"""JMESPath's types as messages name them."""
TO_NUMBER = "to_number(…) converts a string to a number"
"""How a string becomes a number, as hints say it."""
TO_SECONDS = "epoch(…) converts a time to seconds since 1970"
"""How a time becomes a number, as hints say it."""
# By name, as jmespath 1.1 does it: values of other types are expressions.
_TYPES = {
    "NoneType": "null",
    "OrderedDict": "object",
    "bool": "boolean",
    "dict": "object",
    "float": "number",
    "int": "number",
    "list": "array",
    "str": "string",
}
_LONGEST = 60
_Method = TypeVar("_Method", bound=Callable[..., Any])


class EvaluationError(Exception):
    """A value that an expression cannot be evaluated on."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def kind(value: object) -> str:
    """Return the type of a value as messages name it, such as "a list"."""
    return KINDS[_TYPES.get(type(value).__name__, "expref")]


def shown(value: object) -> str:
    """Return a string in backquotes, printable and cut to 60 characters; else the type."""
    if not isinstance(value, str):
        return kind(value)
    text = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
    return f"`{''.join(each if each.isprintable() else '�' for each in text)}`"


def takes(
    *types: Sequence[str], optional: int = 0, variadic: bool = False
) -> Callable[[_Method], _Method]:
    """Return a decorator that sets a function's signature: the types of each argument.

    An argument without types takes any value. The last `optional` arguments
    may be left out; with `variadic`, the last one may be repeated.
    """
    signature: list[dict[str, object]] = [{"types": list(allowed)} for allowed in types]
    for parameter in signature[len(signature) - optional :]:
        parameter["optional"] = True
    if variadic:
        signature[-1]["variadic"] = True

    def mark(method: _Method) -> _Method:
        vars(method)["signature"] = tuple(signature)
        return method

    return mark


def arity(signature: Sequence[Mapping[str, Any]]) -> tuple[int, int | None]:
    """Return the smallest and the largest number of arguments; None means no limit."""
    least = sum(not parameter.get("optional") for parameter in signature)
    variadic = bool(signature and signature[-1].get("variadic"))
    return least, None if variadic else len(signature)
