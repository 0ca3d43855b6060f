"""What is wrong with the words of a command as a whole, by the table of its parser."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from awsbatch.aws.catalog import other_version
from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.aws.line_check.option_fault import no_flag_value
from awsbatch.aws.line_check.placeholder_word import PlaceholderWord, has_hole, is_hole, shown
from awsbatch.aws.line_check.reading import GivenOption, Reading
from awsbatch.contract.finding import Finding
from awsbatch.contract.signer import SIGNING
from awsbatch.fault.suggestion import meant, nearest
from awsbatch.fault.wording import counted, listed

# More words than a command can have, for arguments that take any number.
_PAIR = re.compile(r"[^=,{}\[\]]+=[^=,]*")
# What begins a path, and not the second half of one.
_BEGINNINGS = ("s3://", "/", "./", "../")
_ANY_NUMBER = 1_000_000


def unknown_options(reading: Reading, line: CommandLine) -> Iterator[Finding]:
    """Find the options that neither the command nor the AWS CLI itself has."""
    values = {id(given.following) for given in reading.options if given.following is not None}
    for given in reading.options:
        # A word with one dash, where a value was to be, is told of with the option before it.
        if not given.matches and (id(given.word) not in values or given.name[:2] == "--"):
            names = " ".join(line.names)
            hint = other_version.elsewhere(f"{names} {given.name}", given.name)
            if given.name in SIGNING:
                hint = f"write `defaults {given.name} …` before it, which holds to the block's end"
            main = line.reading.parser
            hint = hint or meant(given.name, [*reading.parser.options, *main.options])
            yield Finding(
                given.word.place,
                f"{line.subject} has no option `{given.name}`",
                hint or f"`{line.typed} help` lists its options",
            )


def loose_words(reading: Reading, line: CommandLine) -> Iterator[Finding]:
    """Find words that are neither values of an option nor arguments of the command.

    Of several words after the same option, only the first is told of.
    """
    told: list[GivenOption | None] = []
    for word, given in _unplaced(reading):
        if given not in told:
            told.append(given)
            yield _loose(reading, word, given, line)


def missing(reading: Reading, line: CommandLine) -> Iterator[Finding]:
    """Find what the command requires and is not given, in one finding.

    An option is not missed that a misspelled or ambiguous one was meant to
    be, or that a word without an option is the value of.
    """
    options = reading.parser.options
    unclear = [given for given in reading.options if given.action is None]
    taken = {nearest(given.name, options) for given in unclear if not given.matches}
    taken.update(name for given in unclear for name in given.matches)
    first = next((word for word, given in _unplaced(reading) if given is None), None)
    if first is not None:
        taken.add(_meant_for(reading, first))
    names = [name for name in _missing_names(reading) if name not in taken]
    words = [action for action in reading.parser.positionals if action.dest in names]
    if names and words and isinstance(words[0].nargs, int):
        names.remove(words[0].dest)
        yield _too_few(words[0], reading, line)
    if names:
        typed = " ".join(f"{name} VALUE" if name[:2] == "--" else name.upper() for name in names)
        yield Finding(line.word, f"{line.subject} needs {listed(names)}", f"add `{typed}`")


def no_command(
    word: PlaceholderWord, line: CommandLine, names: Iterable[str], kind: str = "command"
) -> Finding:
    """Return the fault of a word that is not the name of a command of this one."""
    known = [name for name in names if name != "help"]
    hint = other_version.elsewhere(" ".join([*line.names, word])) or meant(word, known)
    hint = hint or f"`{line.typed} help` lists them"
    return Finding(word.place, f"{line.subject} has no {kind} `{word}`", hint)


def _too_few(action: Any, reading: Reading, line: CommandLine) -> Finding:
    found = [word for word, _ in reading.loose]
    wanted = counted(action.nargs, str(action.dest).removesuffix("s"))
    message = f"{line.subject} needs {wanted}, found {len(found) or 'none'}"
    if action.dest != "paths" or action.nargs == 1:
        hint = None
    elif not found:
        hint = f"write `{line.typed} FROM TO`"
    else:
        hint = "add `.` for this folder" if found[0][:5] == "s3://" else "add `s3://BUCKET/KEY`"
    return Finding(line.word, message, hint)


def _unplaced(reading: Reading) -> list[tuple[PlaceholderWord, GivenOption | None]]:
    """Return the words that nothing takes, each with the option before it.

    A word after an unknown option is not among them: it is that one's value.
    """
    room = sum(_room(action) for action in reading.parser.positionals)
    loose = [
        (word, given) for word, given in reading.loose if given is None or given.action is not None
    ]
    return loose[room:]


def _meant_for(reading: Reading, word: PlaceholderWord) -> str | None:
    """Return the option that a word without one is the value of, if only one is missing."""
    names = [name for name in _missing_names(reading) if name.startswith("--")]
    return names[0] if len(names) == 1 and not has_hole(word) else None


def _missing_names(reading: Reading) -> list[str]:
    """Return the names of required options and arguments that are not given."""
    given = {id(option.action) for option in reading.options}
    names = [
        action.option_strings[0]
        for action in reading.parser.actions
        if action.option_strings and action.required and id(action) not in given
    ]
    # A word after an unknown option counts: the parsers take it for an argument.
    words = len(reading.loose)
    for action in reading.parser.positionals:
        words -= _least(action)
        if words < 0:
            names.append(str(action.metavar or action.dest).replace("_", "-"))
    return names


def _loose(
    reading: Reading, word: PlaceholderWord, given: GivenOption | None, line: CommandLine
) -> Finding:
    found = "a placeholder" if has_hole(word) else f"`{word}`"
    follows = given is not None and given.values and word.place == given.values[-1].place + 1
    if reading.parser.positionals and not follows:
        return _too_many(reading, word, line)
    if given is None:
        name = _meant_for(reading, word)
        return Finding(
            word.place,
            f"{line.subject} takes no word without an option, found {found}",
            f"write `{name} {word}`" if name else "write its option before it",
        )
    if given.action.nargs == 0:
        return no_flag_value(reading.parser, given, word)
    pairs = [given.value, *(each for each, after in reading.loose if after is given)]
    if all(map(_PAIR.fullmatch, pairs)):
        hint = f"join them by commas: `{shown(','.join(pairs))}`"
    elif given.value.startswith(("{", "[{")):
        hint = "put JSON in single quotes"
    else:
        hint = "put a value that has spaces in quotes"
    message = f"`{given.matches[0]}` takes one value, found {found} after it"
    return Finding(word.place, message, hint)


def _too_many(reading: Reading, word: PlaceholderWord, line: CommandLine) -> Finding:
    """Return the fault of more words than the arguments that are no options can take."""
    actions = reading.parser.positionals
    room, words = sum(map(_room, actions)), [each for each, _ in reading.loose]
    noun = str(actions[0].dest).removesuffix("s") if len(actions) == 1 else "word"
    # The second of two words that a blank in a name has made of one.
    pairs = [*pairwise(words)] if len(actions) == 1 else [(words[-2], words[-1])]
    for first, second in pairs:
        # A value stays one word, whatever is in it.
        if is_hole(first) or is_hole(second) or second.startswith(_BEGINNINGS):
            continue
        if second.place == first.place + 1:
            hint = f"quote a name that holds a blank: `'{shown(first)} {shown(second)}'`"
            break
    else:
        second, hint = word, "quote a name that holds a blank"
    message = f"{line.subject} takes {counted(room, noun)}, found {len(words)}"
    return Finding(second.place, message, hint)


def _room(action: Any) -> int:
    """Return the largest number of words that the argument takes."""
    match action.nargs:
        case None | "?":
            return 1
        case int(most):
            return most
        case _:
            return _ANY_NUMBER


def _least(action: Any) -> int:
    """Return the smallest number of words that the argument takes."""
    match action.nargs:
        case None | "+":
            return 1
        case int(least):
            return least
        case _:
            return 0
