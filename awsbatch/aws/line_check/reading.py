"""The words of a command, sorted by the options of one of the AWS CLI's parsers.

A parser that refuses the words tells nothing of them but its first objection.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from awsbatch.aws.line_check.cli_parser import CliParser
from awsbatch.aws.line_check.placeholder_word import PlaceholderWord


@dataclass(slots=True)
class GivenOption:
    """An option as it is written in a command, with its values."""

    word: PlaceholderWord
    name: str
    """The option as written, without `=` and a value after it."""
    matches: list[str]
    """The full names that `name` can be short for: exactly one, if the option is sound."""
    action: Any = None
    """argparse's action for the option, or None where it is unknown or ambiguous."""
    values: list[PlaceholderWord] = field(default_factory=list)
    joined: bool = False
    """Whether the value is in the same word, after `=`."""
    following: PlaceholderWord | None = None
    """The option that stands where this one's value was to be."""

    @property
    def value(self) -> PlaceholderWord:
        """The first value, or the option's own word where it has no value."""
        return self.values[0] if self.values else self.word


@dataclass(slots=True)
class Reading:
    """The words of a command, sorted into options, their values and other words."""

    parser: CliParser
    """The parser whose options are known here."""
    options: list[GivenOption] = field(default_factory=list)
    loose: list[tuple[PlaceholderWord, GivenOption | None]] = field(default_factory=list)
    """Words that are neither options nor their values, each with the option before it."""
    binary_format: str | None = None
    """How the line, by a global option, has the AWS CLI take blobs that are texts."""

    @property
    def known(self) -> list[GivenOption]:
        """The options that the parser has."""
        return [given for given in self.options if given.action is not None]

    @property
    def last(self) -> dict[str, GivenOption]:
        """The options that have values, by argparse's `dest`: the last of each, which counts."""
        return {
            given.action.dest: given
            for given in self.known
            if given.values or given.action.nargs == "*"
        }


def read(parser: CliParser, words: Sequence[PlaceholderWord]) -> Reading:
    """Return the words sorted as the parser would, even where it refuses them."""
    reading = Reading(parser)
    given: GivenOption | None = None
    only_values = False
    for word in words:
        found = None if only_values else _option(parser, word)
        if found is not None:
            if given is not None and not given.values:
                given.following = word
            given = found
            reading.options.append(found)
        elif word == "--" and not only_values:
            only_values, given = True, None
        elif given is not None and _takes_more(given):
            given.values.append(word)
        else:
            reading.loose.append((word, given))
    return reading


def _option(parser: CliParser, word: PlaceholderWord) -> GivenOption | None:
    """Return the option that a word is, by its full or shortened name before a `=`."""
    if word[:1] != "-" or word in ("-", "--"):
        return None
    options = parser.options
    if word in options:
        return GivenOption(word, word, [word], options[word])
    name, equals, _ = word.partition("=")
    matches = [name] if name in options else _beginning_with(name, options)
    # As argparse does it: what could be a value and is no known option is a value.
    if not matches and (" " in word or parser.is_number(word)):
        return None
    action = options[matches[0]] if len(matches) == 1 else None
    given = GivenOption(word, name, matches, action)
    if equals:
        given.values = [word.after(len(name) + 1)]
        given.joined = True
    return given


def _beginning_with(name: str, options: Iterable[str]) -> list[str]:
    if name[:2] != "--":
        return []
    return [option for option in options if option.startswith(name)]


def _takes_more(given: GivenOption) -> bool:
    """Return whether the next word without a dash is a value of the option."""
    if given.action is None or given.joined:
        return False
    match given.action.nargs:
        case None | "?":
            return not given.values
        case int(most):
            return len(given.values) < most
        case more:
            return more in ("*", "+")
