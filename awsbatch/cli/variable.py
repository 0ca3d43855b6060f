"""Values that names are given from outside a script."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from awsbatch.cli.standard_input import content
from awsbatch.fault.error import UsageError
from awsbatch.fault.place import Place
from awsbatch.fault.wording import uncapitalized
from awsbatch.language.name import GIVEN, NAME

_PREFIX = "AWSBATCH_VARIABLE_"


def gathered(
    pairs: Iterable[str],
    files: Iterable[str],
    environment: Mapping[str, str],
    *,
    lines: Iterable[str] = (),
) -> dict[str, object]:
    """Return every name its value: of a pair, else of the last file, else of the environment.

    `lines` are pairs of a name and the file whose lines are its value.
    Raise `UsageError`.
    """
    variables: dict[str, object] = {}
    variables.update(_from_environment(environment))
    for file in files:
        variables.update(_from_file(file))
    variables.update(map(_from_pair, pairs))
    for pair in lines:
        name, value = _from_lines(pair)
        if name in variables:
            raise UsageError(f"`--lines {pair}` sets `{name}`, which is given another value too")
        variables[name] = value
    return variables


def names(pairs: Iterable[str]) -> list[str]:
    """Return the names of pairs that `gathered` accepts."""
    return [pair.partition("=")[0] for pair in pairs]


def _from_environment(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for variable, value in environment.items():
        if variable.startswith(_PREFIX):
            yield _checked(variable.removeprefix(_PREFIX), f"`{variable}`"), value


def _from_pair(pair: str) -> tuple[str, str]:
    name, equals, value = pair.partition("=")
    if not equals:
        raise UsageError(f"`--variable {pair}` gives no value", hint=f"--variable {pair}=VALUE")
    return _checked(name, f"`--variable {pair}`"), value


def _from_lines(pair: str) -> tuple[str, list[str]]:
    name, equals, file = pair.partition("=")
    if not equals or not file:
        raise UsageError(f"`--lines {pair}` names no file", hint=f"--lines {name}=FILE")
    # Not splitlines(), which also ends lines at characters such as U+2028.
    lines = [line.removesuffix("\r") for line in _text(file).split("\n")]
    if not lines[-1]:
        lines.pop()
    return _checked(name, f"`--lines {pair}`"), lines


def _text(file: str) -> str:
    try:
        return content(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"`{file}` is not UTF-8 text") from None


def _from_file(file: str) -> dict[str, object]:
    text = _text(file)
    try:
        values = _loaded(text, file)
        _check_data(values, file)
    except RecursionError:
        raise UsageError(f"`{file}` is nested too deeply") from None
    if not isinstance(values, dict):
        raise UsageError(
            f"`{file}` holds {_kind(values)} where names and values are expected",
            hint='{"NAME": "value"} in JSON, or `NAME: value` in YAML',
        )
    return {_checked(name, f"`{file}`"): value for name, value in values.items()}


def _loaded(text: str, file: str) -> Any:
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
        place = _place(text, file, error.lineno, error.colno)
        raise UsageError(f"this is not JSON: {uncapitalized(error.msg)}", place=place) from None


def _from_yaml(text: str, file: str) -> Any:
    import yaml

    from awsbatch.yaml12 import Loader

    try:
        return yaml.load(text, Loader)  # noqa: S506 (a safe loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = None if mark is None else _place(text, file, mark.line + 1, mark.column + 1)
        message = f"this is not YAML: {uncapitalized(error.problem or str(error))}"
        raise UsageError(message, place=place) from None
    except yaml.YAMLError as error:
        raise UsageError(f"`{file}` is not YAML: {uncapitalized(str(error))}") from None


def _place(text: str, file: str, line: int, column: int) -> Place:
    lines: Sequence[str] = text.split("\n")
    return Place(file, line, column, 1, lines[line - 1].removesuffix("\r"))


def _check_data(value: object, file: str) -> None:
    """Refuse what JSON, and so a placeholder, cannot hold."""
    match value:
        case dict():
            for key, element in value.items():
                if not isinstance(key, str):
                    raise UsageError(f"`{file}` has the key `{key}`, which is not a string")
                _check_data(element, file)
        case list():
            for element in value:
                _check_data(element, file)
        case str() | bool() | int() | float() | None:
            pass
        case _:
            raise UsageError(f"`{file}` holds {_kind(value)}, which JSON has not")


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


def _checked(name: str, where: str) -> str:
    if name in GIVEN:
        raise UsageError(f"{where} sets `{name}`, which cannot be set: {GIVEN[name]}")
    if not NAME.fullmatch(name):
        hint = "a name is letters, digits and `_`, and does not begin with a digit"
        raise UsageError(f"{where} sets `{name}`, which is not a name", hint=hint)
    return name
