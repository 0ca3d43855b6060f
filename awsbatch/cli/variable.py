"""Values that names are given from outside a script."""

from collections.abc import Iterable, Iterator, Mapping

from awsbatch.fault.error import UsageError
from awsbatch.language.name import GIVEN, NAME
from awsbatch.script_file import content

_PREFIX = "AWSBATCH_VARIABLE_"


def gathered(
    pairs: Iterable[str],
    files: Iterable[str],
    environment: Mapping[str, str],
    *,
    lines: Iterable[str] = (),
) -> dict[str, object]:
    """Return the value of every name: of a pair, else of the last file, else of the environment.

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
            message = (
                f"`--lines {pair}` sets `{name}`, which another option or the environment sets"
            )
            raise UsageError(message)
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
        message = f"expected `--variable NAME=VALUE`, found `--variable {pair}`"
        raise UsageError(message, hint=f"--variable {pair}=VALUE")
    return _checked(name, f"`--variable {pair}`"), value


def _from_lines(pair: str) -> tuple[str, list[str]]:
    name, equals, file = pair.partition("=")
    if not equals or not file:
        message = f"expected `--lines NAME=FILE`, found `--lines {pair}`"
        raise UsageError(message, hint=f"--lines {name}=FILE")
    # Not splitlines(), which also ends lines at characters such as U+2028.
    lines = [line.removesuffix("\r") for line in _text(file).split("\n")]
    if not lines[-1]:
        lines.pop()
    return _checked(name, f"`--lines {pair}`"), lines


def _from_file(file: str) -> dict[str, object]:
    # It is of use for this option only.
    from awsbatch.cli import variables_file

    values = variables_file.parse(_text(file), file)
    return {_checked(name, f"`{file}`"): value for name, value in values.items()}


def _text(file: str) -> str:
    # With the byte order mark that some editors begin a file with.
    try:
        return content(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"`{file}` is not UTF-8 text") from None


def _checked(name: str, where: str) -> str:
    if name in GIVEN:
        raise UsageError(f"{where} sets `{name}`, which cannot be set: {GIVEN[name]}")
    if not NAME.fullmatch(name):
        hint = "a name is letters, digits and `_`, and does not begin with a digit"
        raise UsageError(f"{where} sets `{name}`, which is not a name", hint=hint)
    return name
