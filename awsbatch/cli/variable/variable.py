"""What the inputs of scripts are given from outside."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from awsbatch.cli.variable.secret_variable import PREFIX
from awsbatch.fault import discretion
from awsbatch.fault.error import UsageError
from awsbatch.language.input_value import InputValue, hushed
from awsbatch.language.name import GIVEN, KEYWORDS, NAME
from awsbatch.script_file import content

_PREFIX = "AWSBATCH_VARIABLE_"


def _shown(_name: str, _value: object) -> None:
    """Do nothing to hide a value."""


def gathered(
    pairs: Iterable[str],
    files: Iterable[str],
    environment: Mapping[str, str],
    *,
    lines: Iterable[str] = (),
    secrets_files: Iterable[str] = (),
    secrets: Mapping[str, str] | None = None,
    hide: Callable[[str, object], None] = _shown,
) -> dict[str, InputValue]:
    """Return what each name is given: by a pair, else by lines, the last file, the environment.

    `lines` are pairs of a name and the file whose lines are its value. Files of
    secrets come after other files, and the `secrets` of the environment after
    its other variables; `hide` is called with the name and the value of each,
    whether it counts or not. Raise `UsageError`.
    """
    given = dict(_from_environment(secrets or {}, PREFIX, is_secret=True))
    _hide(given, hide)
    given.update(_from_environment(environment, _PREFIX))
    for file in secrets_files:
        found = _from_file(file, is_secret=True)
        _hide(found, hide)
        given.update(found)
    for file in files:
        given.update(_from_file(file))
    given.update(_once(map(_from_lines, lines)))
    given.update(_once(map(_from_pair, pairs)))
    return given


def _hide(given: Mapping[str, InputValue], hide: Callable[[str, object], None]) -> None:
    for name, each in given.items():
        hide(name, each.value)


def _once(given: Iterable[tuple[str, InputValue]]) -> Iterator[tuple[str, InputValue]]:
    """Yield names and values; raise `UsageError` for a name that comes twice."""
    before: dict[str, InputValue] = {}
    for name, value in given:
        if name in before:
            # Whether the name is that of a secret is not known before the files are read.
            first, second = (hushed(name, each).source for each in (before[name], value))
            message = f"{first} and {second} both give `{name}` a value"
            raise UsageError(message, hint="leave out one of them")
        before[name] = value
        yield name, value


def _from_environment(
    environment: Mapping[str, str], prefix: str, *, is_secret: bool = False
) -> Iterator[tuple[str, InputValue]]:
    for variable, value in environment.items():
        if variable.startswith(prefix):
            given = InputValue(value, f"`{variable}`", is_explicit=False, is_secret=is_secret)
            yield variable.removeprefix(prefix), given


def _from_pair(pair: str) -> tuple[str, InputValue]:
    name, equals, value = pair.partition("=")
    if not equals:
        found = discretion.shown("", pair)
        message = f"expected `--variable NAME=VALUE`, found `--variable {found}`"
        raise UsageError(message, hint=f"--variable {_typed(name)}=VALUE")
    given = discretion.without_object(discretion.pair(name, value))
    return _checked(name, f"`--variable {given}`"), InputValue(value, f"`{given}`")


def _from_lines(pair: str) -> tuple[str, InputValue]:
    name, equals, file = pair.partition("=")
    if not equals or not file:
        found = discretion.without_object(pair)
        message = f"expected `--lines NAME=FILE`, found `--lines {found}`"
        raise UsageError(message, hint=f"--lines {_typed(name)}=FILE")
    # Not splitlines(), which also ends lines at characters such as U+2028.
    lines = [line.removesuffix("\r") for line in _text(file).split("\n")]
    if not lines[-1]:
        lines.pop()
    source = f"`--lines {pair}`"
    return _checked(name, source), InputValue(lines, source, is_text=False)


def _from_file(file: str, *, is_secret: bool = False) -> dict[str, InputValue]:
    # It is of use for these options only.
    from awsbatch.cli.variable import variables_file

    values = variables_file.parse(_text(file), file, is_secret=is_secret)
    source = f"`{file}`"
    return {
        name: InputValue(value, source, is_text=False, is_explicit=False, is_secret=is_secret)
        for name, value in values.items()
    }


def _text(file: str) -> str:
    # With the byte order mark that some editors begin a file with.
    try:
        return content(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"`{file}` is not UTF-8 text") from None


def _typed(name: str) -> str:
    """Return a name as a hint has it, or a stand-in for what is no name."""
    return name if NAME.fullmatch(name) else "NAME"


def _checked(name: str, where: str) -> str:
    if name in GIVEN:
        raise UsageError(f"{where} sets `{name}`, which cannot be set: {GIVEN[name]}")
    if name in KEYWORDS:
        message = f"{where} sets `{name}`, which is a keyword of the language, not a name"
        raise UsageError(message, hint="choose another name for the input")
    if not NAME.fullmatch(name):
        hint = "a name is letters, digits and `_`, and does not begin with a digit"
        shown = discretion.without_object(name)
        raise UsageError(f"{where} sets `{shown}`, which is not a name", hint=hint)
    return name
