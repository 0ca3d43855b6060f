"""The AWS CLI's own parsers, asked what they would say of a command line.

The parsers decide what is refused. Why a line is refused is found from their
tables, since a parser stops at the first fault and names no place.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from awsbatch.aws.line_check.placeholder_word import PlaceholderWord, has_hole, is_hole
from awsbatch.record import record


class _Refused(Exception):  # noqa: N818 (it is an answer)
    """Raised where the parser would have written an error and ended the process."""


class _Accepted(Exception):  # noqa: N818 (it is an answer)
    """Raised where the parser would have answered by itself, such as with the version."""


@record
class Parsing:
    """What a parser answers to the words of a command."""

    namespace: Any
    """The parsed values, or None where the parser refused the words or answered by itself."""
    remaining: list[PlaceholderWord]
    """The words that the parser does not know."""
    refusal: str | None = None
    """The parser's error message, if it refused the words."""
    rejected: PlaceholderWord | None = None
    """The word that was refused because no command has that name, if one was."""

    @property
    def stands(self) -> bool:
        """Whether the parser took every word."""
        return self.refusal is None and not self.remaining


class CliParser:
    """One of the CLI's parsers, made to answer instead of writing and exiting."""

    def __init__(self, parser: Any) -> None:
        self._parser = parser
        parser.error = _refuse
        parser.exit = _accept
        # awscli 1.46: `CLIArgParser` overrides it, to suggest other commands.
        parser._check_value = self._check_value  # noqa: SLF001
        # Python 3.10 to 3.14: `--version` prints through it.
        parser._print_message = _print_nothing  # noqa: SLF001
        self._rejected: PlaceholderWord | None = None
        self._types: dict[Any, Callable[[str], Any]] = {}
        for action in self.actions:
            if action.type is not None and action.type is not str:
                self._types[action] = action.type
                action.type = _unless_unknown(action.type)

    @property
    def actions(self) -> Sequence[Any]:
        """The arguments that the parser knows, options or not."""
        # Python 3.10 to 3.14: argparse lists them nowhere else.
        actions: Sequence[Any] = self._parser._actions  # noqa: SLF001
        return actions

    @property
    def options(self) -> dict[str, Any]:
        """The options by each of their names."""
        # Python 3.10 to 3.14: argparse has them nowhere else.
        options: dict[str, Any] = self._parser._option_string_actions  # noqa: SLF001
        return options

    @property
    def positionals(self) -> list[Any]:
        """The arguments that are not options, in their order, without the CLI's own `help`."""
        return [
            action for action in self.actions if not action.option_strings and action.dest != "help"
        ]

    def ask(self, words: Sequence[PlaceholderWord]) -> Parsing:
        """Return what the CLI's parser answers to the words; a hole counts as one word."""
        self._rejected = None
        try:
            namespace, remaining = self._parser.parse_known_args(list(words))
        except _Refused as refused:
            return Parsing(None, [], str(refused), self._rejected)
        except _Accepted:
            return Parsing(None, [])
        # awscli 1.46: operations have an optional argument for the word `help`, and argparse puts
        # any word that has no place in it.
        loose = getattr(namespace, "help", None)
        if loose and loose != "help":
            remaining = [*remaining, loose]
        return Parsing(namespace, remaining)

    def _check_value(self, action: Any, value: Any) -> None:
        if action.choices is None or has_hole(str(value)) or value in action.choices:
            return
        if not action.option_strings and isinstance(value, PlaceholderWord):
            self._rejected = value
        raise argparse.ArgumentError(action, f"invalid choice: {value!r}")

    def convert(self, action: Any, value: str) -> Any:
        """Return the value as the parser converts it; raise what the argument's type raises."""
        convert = self._types.get(action)
        return value if convert is None else convert(value)

    def type_name(self, action: Any) -> str:
        """Return the name of the argument's type, which is empty for text."""
        return getattr(self._types.get(action), "__name__", "")

    def is_number(self, word: str) -> bool:
        """Return whether argparse takes a word that begins with a dash for a number."""
        # Python 3.10 to 3.14: argparse has no public name for it, and takes other texts for
        # numbers in each of them.
        return bool(self._parser._negative_number_matcher.match(word))  # noqa: SLF001


def stands(parser: CliParser, words: Sequence[PlaceholderWord]) -> Parsing:
    """Return the most lenient answer over what a hole can be: a word, two words or an empty one."""
    parsing = first = parser.ask(words)
    for at in () if first.stands else _holes(words):
        for instead in ([words[at]] * 2, [PlaceholderWord("", words[at].place)]):
            parsing = parser.ask([*words[:at], *instead, *words[at + 1 :]])
            if parsing.stands:
                return parsing
    return first


def _holes(words: Sequence[PlaceholderWord]) -> Iterator[int]:
    return (at for at, word in enumerate(words) if is_hole(word))


def _refuse(message: str) -> None:
    raise _Refused(message)


def _accept(*_: object) -> None:
    raise _Accepted


def _print_nothing(*_: object) -> None:
    """Drop what the parser prints."""


def _unless_unknown(convert: Callable[[str], Any]) -> Callable[[str], Any]:
    def converted(value: str) -> Any:
        return value if has_hole(value) else convert(value)

    return converted
