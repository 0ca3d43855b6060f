"""The value of an `input`: what it is given from outside, as its default has it."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NoReturn

from awsbatch.fault import discretion
from awsbatch.fault.error import ScriptError
from awsbatch.fault.wording import quoted
from awsbatch.language.model import Input
from awsbatch.record import record

_BOOLEANS = {"true": True, "false": False}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_KINDS: Mapping[type, str] = {
    bool: "`true` or `false`",
    int: "a number",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "an object",
}
"""What messages call values by their types."""


@record
class InputValue:
    """A value from outside for the inputs of a name."""

    value: Any
    source: str
    """Where it comes from, as messages show it, in backquotes if it can be typed."""
    is_text: bool = True
    """Whether it came as text, which takes the type of a default."""
    is_explicit: bool = True
    """Whether the command line gives it, and not a file or the environment."""
    is_secret: bool = False
    """Whether it was given as a secret, of which messages show nothing."""


def missing(statement: Input) -> ScriptError:
    """Return the fault of an input without a default that nothing gives a value."""
    name = statement.name
    return ScriptError(
        f"the input `{name}` has no default, and is given no value",
        place=statement.place,
        hint=f"set the environment variable `AWSBATCH_SECRET_{name}`, or give `--secrets-file FILE`"
        if statement.secret
        else f"type `{name}=VALUE` after the file",
    )


def is_typed(given: InputValue) -> bool:
    """Return whether the value itself stands on the command line."""
    return given.is_text and given.is_explicit


def hushed(name: str, given: InputValue) -> InputValue:
    """Return a value whose source shows nothing of it."""
    return replace(given, source=quoted(f"{name}=…")) if is_typed(given) else given


def source(statement: Input, given: InputValue) -> str:
    """Return where a value comes from, without the value if it is secret."""
    return (hushed(statement.name, given) if statement.secret else given).source


def _unquoted(given: InputValue, default: object) -> str | None:
    """Return a hint for a string of a file, such as "3", that would fit without its quotes."""
    is_in_file = not given.is_text and not given.is_explicit
    if is_in_file and isinstance(given.value, str) and _fits(_json(given.value), default):
        return "write it without quotes"
    return None


def fitted(statement: Input, given: InputValue, default: object) -> object:
    """Return a value that is given to an input, as the type of its default has it.

    `default` is the value of the default, None where there is none. Raise
    `ScriptError` for a value that is empty, or of another type.
    """
    value = _typed(given.value, default) if given.is_text else given.value
    if _is_empty(value):
        if statement.default is None or value != default:
            raise _empty(statement, given, value, default)
    elif not _fits(value, default):
        raise _unfit(statement, given, default)
    return value


def _typed(text: str, default: object) -> object:
    """Return a text as the type of a default has it, or the text itself where it does not fit."""
    match default:
        case bool():
            return _BOOLEANS.get(text, text)
        case int() | float() if _NUMBER.fullmatch(text):
            return _json(text)
        case list() if text and not text.startswith("["):
            return [text]
        case list() | dict():
            return _json(text)
        case _:
            return text


def _json(text: str) -> object:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return text


def _no_constant(name: str) -> NoReturn:
    # Python takes `NaN` and `Infinity`, which JSON does not have.
    raise ValueError(name)


def _is_empty(value: object) -> bool:
    return value is None or value in ("", [], {})


def _fits(value: object, default: object) -> bool:
    return default is None or _KINDS.get(type(value)) == _KINDS[type(default)]


def _unfit(statement: Input, given: InputValue, default: object) -> ScriptError:
    name = statement.name
    return ScriptError(
        f"the input `{name}` takes {_KINDS[type(default)]},"
        f" found {_found(statement, given, default)} in {source(statement, given)}",
        place=statement.place,
        hint=_unquoted(given, default) or _of_default(statement, default),
    )


def _of_default(statement: Input, default: object) -> str | None:
    name, text = statement.name, json.dumps(default, ensure_ascii=False)
    if statement.secret or discretion.is_hidden(name, text):
        return None
    return f"its default is {quoted(discretion.shown(name, text))}"


def _found(statement: Input, given: InputValue, default: object) -> str:
    """Return a value that does not fit as far as messages may show it, or else what it is."""
    name, value = statement.name, given.value
    is_secret = statement.secret or given.is_secret
    if isinstance(value, str) and not (is_secret or discretion.is_hidden(name, value)):
        shown = quoted(discretion.shown(name, value))
        return shown if given.is_text else f"the string {shown}"
    if given.is_text:
        value = _json(value)
        if isinstance(value, str) and isinstance(default, (list, dict)):
            return "text that is not JSON"
    return _KINDS.get(type(value), "null")


def _empty(statement: Input, given: InputValue, value: object, default: object) -> ScriptError:
    meant = "''" if value == "" else f"`{json.dumps(value)}`"
    keyword = "@secret input" if statement.secret else "input"
    hint = f"where it is meant, write `{keyword} {statement.name} = <<{meant}>>`"
    # Such a default would be of another type, and so would each value that is given after it.
    if statement.default is not None and type(value) is not type(default):
        hint = "give it a value, or leave it out"
    return ScriptError(
        f"the input `{statement.name}` is empty in {source(statement, given)}",
        place=statement.place,
        hint=f"empty often means everything: {hint}",
    )
