"""What is wrong with one option of a command and its values, by the table of its parser."""

from argparse import ArgumentTypeError
from collections.abc import Iterator

from awsbatch.aws.catalog import other_version
from awsbatch.aws.line_check.cli_parser import CliParser
from awsbatch.aws.line_check.placeholder_word import PlaceholderWord, has_hole
from awsbatch.aws.line_check.reading import GivenOption, Reading
from awsbatch.contract.finding import Finding
from awsbatch.fault.suggestion import choice
from awsbatch.fault.wording import listed

NUMBERS = {
    "integer": "an integer",
    "long": "an integer",
    "int": "an integer",
    "float": "a number",
    "double": "a number",
}
"""The types whose values are not any text, as models and argparse call them, in words."""

# Python 3.10 to 3.14: argparse's own names for the actions that keep one value.
_STORING = ("_StoreAction", "_StoreTrueAction", "_StoreFalseAction", "_StoreConstAction")


def wrong_options(reading: Reading) -> Iterator[Finding]:
    """Find what is wrong with the options that the parser knows, each by itself."""
    for given in reading.options:
        if len(given.matches) > 1:
            yield Finding(
                given.word.place,
                f"`{given.name}` is short for more than one option: {listed(given.matches)}",
                "write the option in full",
            )
        elif given.action is not None:
            yield from _wrong_number(reading.parser, given)
            yield from _wrong_values(reading.parser, given)


def twice(reading: Reading) -> Iterator[Finding]:
    """Warn of options that are given more than once, where only the last one counts."""
    seen: dict[str, GivenOption] = {}
    for given in reading.known:
        if type(given.action).__name__ not in _STORING:
            continue
        first = seen.setdefault(given.action.dest, given)
        if first is not given:
            name, other = given.matches[0], first.matches[0]
            yield Finding(
                given.word.place,
                f"`{name}` is given twice, and only the last one counts"
                if name == other
                else f"`{name}` undoes the `{other}` before it",
                "leave one of them out",
                warning=True,
            )
            # The next one is checked against this one: `--a --no-a --a` undoes twice.
            seen[given.action.dest] = given


def no_value(given: GivenOption) -> Finding:
    """Return the fault of an option without the value that it needs."""
    name, after = given.matches[0], given.following
    return Finding(
        given.word.place,
        f"`{name}` needs a value, found {f'the option `{_shown(after)}`' if after else 'none'}",
        f"write `{name} VALUE`"
        if after is None or after[:2] == "--"
        else f"write `{name}={_shown(after)}` for a value that begins with a dash",
    )


def no_flag_value(parser: CliParser, given: GivenOption, value: PlaceholderWord) -> Finding:
    """Return the fault of a value after an option that takes none."""
    name = given.matches[0]
    opposite = f"--{name[5:]}" if name.startswith("--no-") else f"--no-{name[2:]}"
    hint = f"write `{name}` alone"
    if opposite in parser.options:
        hint += f", or `{opposite}` for the opposite"
    found = "a placeholder" if has_hole(value) else f"`{value}`"
    return Finding(value.place, f"`{name}` takes no value, found {found}", hint)


def unlike(value: PlaceholderWord, name: str, wanted: str, hint: str | None = None) -> Finding:
    """Return the fault of a value such as `x` for an option that takes a number."""
    found = f"`{value}`" if value else "an empty word"
    at, width = (value.offset, len(value)) if value.offset else (None, None)
    return Finding(value.place, f"`{name}` takes {wanted}, found {found}", hint, at, width)


def _wrong_number(parser: CliParser, given: GivenOption) -> Iterator[Finding]:
    action = given.action
    if action.nargs == 0 and given.joined:
        yield no_flag_value(parser, given, given.values[0])
    elif not given.values and action.nargs not in (0, "?", "*"):
        yield no_value(given)


def _wrong_values(parser: CliParser, given: GivenOption) -> Iterator[Finding]:
    action, name = given.action, given.matches[0]
    if action.nargs == 0:
        return
    for value in given.values:
        if has_hole(value):
            continue
        try:
            converted = parser.convert(action, value)
        except (TypeError, ValueError, ArgumentTypeError):
            wanted = NUMBERS.get(parser.type_name(action), "another kind of value")
            yield unlike(value, name, wanted)
            continue
        if action.choices is not None and converted not in action.choices:
            choices = [str(choice) for choice in action.choices]
            hint = other_version.elsewhere(f"{name}={value}") or choice(value, choices)
            yield unlike(value, name, listed(choices, "or"), hint)


def _shown(text: str) -> str:
    return "…" if has_hole(text) else text
