"""What a function takes, and what it says of values that it does not."""

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
"""JMESPath's types, in words."""
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
    """A value that an expression cannot be computed on."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def kind(value: object) -> str:
    """Return the type of a value, in words."""
    return KINDS[_TYPES.get(type(value).__name__, "expref")]


def shown(value: object) -> str:
    """Return a value as a message shows it: a string, on one line and not all of a long one."""
    if not isinstance(value, str):
        return kind(value)
    text = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
    return f"`{''.join(each if each.isprintable() else '�' for each in text)}`"


def takes(
    *types: Sequence[str], optional: int = 0, variadic: bool = False
) -> Callable[[_Method], _Method]:
    """Mark a function with the types that each argument may have; none given is any.

    Of its arguments, the last `optional` may be left out, or with `variadic`
    the last one repeated.
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
    """Return the least and the most arguments that a function takes; None is no limit."""
    least = sum(not parameter.get("optional") for parameter in signature)
    variadic = bool(signature and signature[-1].get("variadic"))
    return least, None if variadic else len(signature)
