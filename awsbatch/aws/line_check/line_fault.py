"""What is wrong with the options and words of a command line, by the tables of its parser."""

from argparse import ArgumentTypeError
from collections.abc import Iterable, Iterator
from typing import Any

from awsbatch.aws.line_check.cli_parser import Given, Parser, Read
from awsbatch.aws.line_check.command_line import Line
from awsbatch.aws.line_check.placeholder_word import Text, is_hidden
from awsbatch.contract.finding import Finding
from awsbatch.fault.suggestion import choice, meant, nearest
from awsbatch.fault.wording import listed

_OF_VERSION_2 = frozenset(
    {
        "--cli-auto-prompt",
        "--cli-binary-format",
        "--cli-input-yaml",
        "--no-cli-auto-prompt",
        "--no-cli-pager",
    }
)
_VERSION_2 = "it came with version 2 of the AWS CLI"
_OUTPUTS_OF_VERSION_2 = frozenset({"yaml", "yaml-stream"})
NUMBERS = {
    "integer": "an integer",
    "long": "an integer",
    "int": "an integer",
    "float": "a number",
    "double": "a number",
}
"""What takes not just any text: models' types and argparse's, in words."""


def wrong_options(parser: Parser, read: Read) -> Iterator[Finding]:
    """Find what is wrong with the options that the parser knows, each by itself."""
    for given in read.options:
        if len(given.matches) > 1:
            yield Finding(
                given.word.place,
                f"`{given.name}` is short for more than one option: {listed(given.matches)}",
                "write the option in full",
            )
        elif given.action is not None:
            yield from _wrong_number(parser, given)
            yield from _wrong_values(parser, given)


def unknown_options(parser: Parser, read: Read, line: Line) -> Iterator[Finding]:
    """Find the options that neither the parser nor the global one knows."""
    values = {id(given.following) for given in read.options if given.following is not None}
    for given in read.options:
        # What begins with one dash was to be the value of the option before.
        if not given.matches and (id(given.word) not in values or given.name[:2] == "--"):
            hint = f"{_VERSION_2}: leave it out" if given.name in _OF_VERSION_2 else None
            hint = hint or meant(given.name, [*parser.options, *line.main.options])
            yield Finding(
                given.word.place,
                f"{line.subject} has no option `{given.name}`",
                hint or f"`{line.typed} help` lists its options",
            )


def loose_words(parser: Parser, read: Read, line: Line) -> Iterator[Finding]:
    """Find words that are neither an option's value nor expected by themselves."""
    told: list[Given | None] = []
    for word, given in _unplaced(parser, read):
        if given not in told:
            told.append(given)
            yield _loose(parser, read, word, given, line)


def missing(parser: Parser, read: Read, line: Line) -> Iterator[Finding]:
    """Find the options that must be given and are not, all in one.

    Not those that a misspelled or an ambiguous one was meant to be, or that
    a word without an option belongs to.
    """
    taken = {nearest(given.name, parser.options) for given in read.options if not given.matches}
    taken.update(name for given in read.options if given.action is None for name in given.matches)
    first = next((word for word, given in _unplaced(parser, read) if given is None), None)
    if first is not None:
        taken.add(_meant_for(parser, read, first))
    names = [name for name in _missing_names(parser, read) if name not in taken]
    words = [action for action in parser.positionals if action.dest in names]
    if names and words and isinstance(words[0].nargs, int):
        names.remove(words[0].dest)
        yield _too_few(words[0], read, line)
    if names:
        typed = " ".join(f"{name} VALUE" if name[:2] == "--" else name.upper() for name in names)
        yield Finding(line.word, f"{line.subject} needs {listed(names)}", f"add `{typed}`")


def _too_few(action: Any, read: Read, line: Line) -> Finding:
    found = [word for word, _ in read.loose]
    message = f"{line.subject} needs {action.nargs} {action.dest}, found {len(found) or 'none'}"
    if action.dest != "paths" or action.nargs == 1:
        hint = None
    elif not found:
        hint = f"write `{line.typed} FROM TO`"
    else:
        hint = "add `.` for this folder" if found[0][:5] == "s3://" else "add `s3://BUCKET/KEY`"
    return Finding(line.word, message, hint)


def _unplaced(parser: Parser, read: Read) -> list[tuple[Text, Given | None]]:
    """Return the words that nothing takes, each with the option before it, which is known."""
    room = sum(_room(action) for action in parser.positionals)
    loose = [
        (word, given) for word, given in read.loose if given is None or given.action is not None
    ]
    return loose[room:]


def _meant_for(parser: Parser, read: Read, word: Text) -> str | None:
    """Return the one option that is missing, if a word without an option is known."""
    names = [name for name in _missing_names(parser, read) if name.startswith("--")]
    return names[0] if len(names) == 1 and not is_hidden(word) else None


def _missing_names(parser: Parser, read: Read) -> list[str]:
    """Return the required options that are not given, and words that have no place."""
    given = {id(option.action) for option in read.options}
    names = [
        action.option_strings[0]
        for action in parser.actions
        if action.option_strings and action.required and id(action) not in given
    ]
    # What follows an unknown option counts: the parsers take it for such a word.
    words = len(read.loose)
    for action in parser.positionals:
        words -= _least(action)
        if words < 0:
            names.append(str(action.metavar or action.dest).replace("_", "-"))
    return names


def twice(read: Read) -> Iterator[Finding]:
    """Warn of options given more than once, where the last one wins."""
    seen: dict[str, Given] = {}
    for given in read.options:
        if given.action is None or type(given.action).__name__ not in _STORING:
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
            seen[given.action.dest] = given


# argparse's names for the actions that keep one value.
_STORING = ("_StoreAction", "_StoreTrueAction", "_StoreFalseAction", "_StoreConstAction")


def _wrong_number(parser: Parser, given: Given) -> Iterator[Finding]:
    action = given.action
    if action.nargs == 0 and given.joined:
        yield _flag(parser, given, given.values[0])
    elif not given.values and action.nargs not in (0, "?", "*"):
        yield no_value(given)


def _wrong_values(parser: Parser, given: Given) -> Iterator[Finding]:
    action, name = given.action, given.matches[0]
    if action.nargs == 0:
        return
    for value in given.values:
        if is_hidden(value):
            continue
        try:
            converted = parser.convert(action, value)
        except (TypeError, ValueError, ArgumentTypeError):
            wanted = NUMBERS.get(parser.type_name(action), "another kind of value")
            yield unlike(value, name, wanted)
            continue
        if action.choices is not None and converted not in action.choices:
            choices = [str(choice) for choice in action.choices]
            hint = choice(value, choices)
            if name == "--output" and value in _OUTPUTS_OF_VERSION_2:
                hint = f"{_VERSION_2}: {hint}"
            yield unlike(value, name, listed(choices, "or"), hint)


def no_value(given: Given) -> Finding:
    """Return the fault of an option without the value that it needs."""
    name, after = given.matches[0], given.following
    return Finding(
        given.word.place,
        f"`{name}` needs a value, found {f'the option `{_shown(after)}`' if after else 'none'}",
        f"write `{name} VALUE`"
        if after is None or after[:2] == "--"
        else f"write `{name}={_shown(after)}` for a value that begins with a dash",
    )


def unlike(value: Text, name: str, wanted: str, hint: str | None = None) -> Finding:
    """Return the fault of a value that is not what its option takes."""
    found = f"`{value}`" if value else "an empty word"
    at, width = (value.offset, len(value)) if value.offset else (None, None)
    return Finding(value.place, f"`{name}` takes {wanted}, found {found}", hint, at, width)


def _loose(parser: Parser, read: Read, word: Text, given: Given | None, line: Line) -> Finding:
    found = "a placeholder" if is_hidden(word) else f"`{word}`"
    if given is None:
        name = _meant_for(parser, read, word)
        return Finding(
            word.place,
            f"{line.subject} takes no word without an option, found {found}",
            f"write `{name} {word}`"
            if name
            else "write the option that it is the value of before it",
        )
    if given.action.nargs == 0:
        return _flag(parser, given, word)
    return Finding(
        word.place,
        f"`{given.matches[0]}` takes one value, found {found} after it",
        "put JSON in single quotes"
        if given.value.startswith(("{", "[{"))
        else "put a value that has spaces in quotes",
    )


def _flag(parser: Parser, given: Given, value: Text) -> Finding:
    name = given.matches[0]
    opposite = f"--{name[5:]}" if name.startswith("--no-") else f"--no-{name[2:]}"
    hint = f"write `{name}` alone"
    if opposite in parser.options:
        hint += f", or `{opposite}` for the opposite"
    found = "a placeholder" if is_hidden(value) else f"`{value}`"
    return Finding(value.place, f"`{name}` takes no value, found {found}", hint)


def _room(action: Any) -> int:
    """Return how many words the argument takes at most."""
    match action.nargs:
        case None | "?":
            return 1
        case int(most):
            return most
        case _:
            return 1_000_000


def _least(action: Any) -> int:
    match action.nargs:
        case None | "+":
            return 1
        case int(least):
            return least
        case _:
            return 0


def _shown(text: str) -> str:
    return "…" if is_hidden(text) else text


def no_command(word: Text, line: Line, names: Iterable[str], kind: str = "command") -> Finding:
    """Return the fault of a word that is not one of the commands that may stand there."""
    known = [name for name in names if name != "help"]
    hint = meant(word, known) or f"`{line.typed} help` lists them"
    return Finding(word.place, f"{line.subject} has no {kind} `{word}`", hint)
