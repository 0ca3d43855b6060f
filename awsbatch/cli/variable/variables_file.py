"""Names and values from a file of JSON or YAML."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from awsbatch.fault import discretion
from awsbatch.fault.error import UsageError
from awsbatch.fault.place import Place
from awsbatch.fault.wording import uncapitalized

if TYPE_CHECKING:
    import yaml

# The plain values of YAML 1.2, with the characters that each may begin with. PyYAML's are those of
# 1.1, where an account such as 001234567012 is an octal number, a time a number of seconds, `no`
# is false, and a date no string.
_FIRST_OF_NUMBER = list("-+.0123456789")
_PLAIN_VALUES = (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", _FIRST_OF_NUMBER),
    (
        "float",
        r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?",
        _FIRST_OF_NUMBER,
    ),
    ("merge", r"<<", ["<"]),
)


# What PyYAML quotes of the text.
_QUOTED = re.compile(r"""(not YAML: .*?)(['"]).*\2""", re.DOTALL)


def parse(text: str, file: str, *, is_secret: bool = False) -> dict[str, Any]:
    """Return the names and values in a file's text; raise `UsageError`.

    The names are any strings; the values hold nothing but what JSON can. Of a
    text that `is_secret`, the error shows nothing.
    """
    try:
        values = _parsed(text, file)
        _check_data(values, file)
    except UsageError as error:
        raise _hushed(error) if is_secret else error from None
    # Of the parsers, of the check, and of an alias that holds itself.
    except RecursionError:
        raise UsageError(f"`{file}` is nested too deeply") from None
    # Python refuses to convert numbers of more than 4,300 digits.
    except ValueError:
        raise UsageError(f"`{file}` has too large a number") from None
    if not isinstance(values, dict):
        raise UsageError(
            f"expected names and values in `{file}`, found {_kind(values)}",
            hint='{"NAME": "value"} in JSON, or `NAME: value` in YAML',
        )
    return values


def _parsed(text: str, file: str) -> Any:
    if not text.strip():
        return {}
    # YAML holds all JSON but for tabs, and its faults say less.
    is_json = file.endswith(".json") or text.lstrip().startswith("{")
    if is_json and not file.endswith((".yaml", ".yml")):
        return _from_json(text, file)
    return _from_yaml(text, file)


def _from_json(text: str, file: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        message = f"this is not JSON: {uncapitalized(error.msg)}"
        raise _fault(message, text, file, error.lineno, error.colno) from None


def _from_yaml(text: str, file: str) -> Any:
    # Slow to import, and of use for such a file only.
    import yaml

    try:
        return yaml.load(text, _loader())  # noqa: S506 (a safe loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = f"this is not YAML: {uncapitalized(error.problem or str(error))}"
        if mark is None:
            raise UsageError(message) from None
        raise _fault(message, text, file, mark.line + 1, mark.column + 1) from None
    except yaml.YAMLError as error:
        raise UsageError(f"`{file}` is not YAML: {uncapitalized(str(error))}") from None


@cache
def _loader() -> type[yaml.SafeLoader]:
    """Return a safe loader whose plain values are JSON's."""
    import yaml

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012

    for kind, pattern, first in _PLAIN_VALUES:
        tag = f"tag:yaml.org,2002:{kind}"
        Loader.add_implicit_resolver(tag, re.compile(rf"^(?:{pattern})$"), first)
    return Loader


def _fault(message: str, text: str, file: str, line: int, column: int) -> UsageError:
    """Return the fault at a character, with its line unless that may hold a secret."""
    shown = text.split("\n")[line - 1].removesuffix("\r")
    if discretion.is_hidden(shown, shown):
        return UsageError(f"{message}, in `{file}:{line}:{column}`")
    return UsageError(message, place=Place(file, line, column, 1, shown))


def _hushed(error: UsageError) -> UsageError:
    """Return an error without anything of the text that is at fault."""
    message, place = _QUOTED.sub(r"\1…", error.message), error.place
    where = "" if place is None else f", in `{place.file}:{place.line}:{place.column}`"
    return UsageError(f"{message}{where}", hint=error.hint)


def _check_data(value: object, file: str) -> None:
    """Raise `UsageError` for data that JSON, and so a placeholder, cannot hold."""
    match value:
        case dict():
            for key, element in value.items():
                if not isinstance(key, str):
                    raise UsageError(f"`{file}` has a key that is not a string, but {_kind(key)}")
                _check_data(element, file)
        case list():
            for element in value:
                _check_data(element, file)
        case str() | bool() | int() | float() | None:
            pass
        case _:
            raise UsageError(f"`{file}` holds {_kind(value)}, which JSON does not have")


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case str():
            return "a string"
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case _:
            return f"a value of the type {type(value).__name__}"
