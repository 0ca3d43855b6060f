"""The AWS CLI's own parsers, asked what they would say of a command line.

They decide what is refused. What is wrong with a refused line is found from
their tables, since they stop at the first fault and name no place.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from awsbatch.aws.line_check.placeholder_word import Text, is_hidden, is_hole
from awsbatch.record import record

_MORE = ("*", "+")


class _Refused(Exception):  # noqa: N818 (it is an answer)
    """The parser wrote an error and would have ended the process."""


class _Accepted(Exception):  # noqa: N818 (it is an answer)
    """The parser did all there was to do, such as printing the version."""


@record
class Verdict:
    """What a parser made of words."""

    namespace: Any
    """What it parsed, or None where it refused or had nothing to hand on."""
    remaining: list[Text]
    refusal: str | None = None
    rejected: Text | None = None
    """The word that it refused as a command, if that was it."""

    @property
    def stands(self) -> bool:
        """Whether every word was taken."""
        return self.refusal is None and not self.remaining


@dataclass(slots=True)
class Given:
    """An option as it is written in a command line, with its values."""

    word: Text
    name: str
    """As written, without a value after `=`."""
    matches: list[str]
    """The options it can be short for; one, if all is well."""
    action: Any = None
    values: list[Text] = field(default_factory=list)
    joined: bool = False
    """Whether the value is in the same word, after `=`."""
    following: Text | None = None
    """The word that came where a value could be, and is none."""

    @property
    def value(self) -> Text:
        """The first value, or the option where it has none."""
        return self.values[0] if self.values else self.word


@dataclass(slots=True)
class Read:
    """Words told apart by a parser's options."""

    options: list[Given] = field(default_factory=list)
    loose: list[tuple[Text, Given | None]] = field(default_factory=list)
    """Words that are no option's, each with the option before it."""


class Parser:
    """One of the CLI's parsers, which answers instead of writing and exiting."""

    def __init__(self, parser: Any) -> None:
        self._parser = parser
        parser.error = _refuse
        parser.exit = _accept
        parser._check_value = self._check_value  # noqa: SLF001 (the method that the CLI overrides)
        parser._print_message = _print_nothing  # noqa: SLF001 (what the version goes through)
        self._rejected: Text | None = None
        self._types: dict[Any, Callable[[str], Any]] = {}
        for action in self.actions:
            if action.type is not None and action.type is not str:
                self._types[action] = action.type
                action.type = _unless_hidden(action.type)

    @property
    def actions(self) -> Sequence[Any]:
        """All arguments, options or not."""
        actions: Sequence[Any] = self._parser._actions  # noqa: SLF001 (argparse lists them nowhere else)
        return actions

    @property
    def options(self) -> dict[str, Any]:
        """The options by every name they have."""
        options: dict[str, Any] = self._parser._option_string_actions  # noqa: SLF001 (nor these)
        return options

    @property
    def positionals(self) -> list[Any]:
        """The arguments that are found by their place."""
        return [
            action for action in self.actions if not action.option_strings and action.dest != "help"
        ]

    def ask(self, words: Sequence[Text]) -> Verdict:
        """Parse the words as the CLI does; a hole counts as one word."""
        self._rejected = None
        try:
            namespace, remaining = self._parser.parse_known_args(list(words))
        except _Refused as refused:
            return Verdict(None, [], str(refused), self._rejected)
        except _Accepted:
            return Verdict(None, [])
        # Operations have an argument for it, and take no other word there.
        loose = getattr(namespace, "help", None)
        if loose and loose != "help":
            remaining = [*remaining, loose]
        return Verdict(namespace, remaining)

    def _check_value(self, action: Any, value: Any) -> None:
        if action.choices is None or is_hidden(str(value)) or value in action.choices:
            return
        if not action.option_strings and isinstance(value, Text):
            self._rejected = value
        raise argparse.ArgumentError(action, f"invalid choice: {value!r}")

    def convert(self, action: Any, value: str) -> Any:
        """Return the value as the parser would; raise what the argument's type does."""
        convert = self._types.get(action)
        return value if convert is None else convert(value)

    def type_name(self, action: Any) -> str:
        """Return the name of the argument's type."""
        return getattr(self._types.get(action), "__name__", "")

    def read(self, words: Sequence[Text]) -> Read:
        """Tell options, their values and other words apart, whatever is wrong with them."""
        read = Read()
        given: Given | None = None
        only_values = False
        for word in words:
            found = None if only_values else self._option(word)
            if found is not None:
                if given is not None and not given.values:
                    given.following = word
                given = found
                read.options.append(found)
            elif word == "--" and not only_values:
                only_values, given = True, None
            elif given is not None and _takes_more(given):
                given.values.append(word)
            else:
                read.loose.append((word, given))
        return read

    def _option(self, word: Text) -> Given | None:
        """Look a word up as argparse does: by its name, up to `=`, and by what it begins."""
        if word[:1] != "-" or word in ("-", "--"):
            return None
        options = self.options
        if word in options:
            return Given(word, word, [word], options[word])
        name, equals, _ = word.partition("=")
        matches = [name] if name in options else self._beginning_with(name)
        if not matches and (" " in word or self._is_number(word)):
            return None
        action = options[matches[0]] if len(matches) == 1 else None
        given = Given(word, name, matches, action)
        if equals:
            given.values = [word.after(len(name) + 1)]
            given.joined = True
        return given

    def _beginning_with(self, name: str) -> list[str]:
        if name[:2] != "--":
            return []
        return [option for option in self.options if option.startswith(name)]

    def _is_number(self, word: str) -> bool:
        matcher = self._parser._negative_number_matcher  # noqa: SLF001 (Python's versions differ)
        return bool(matcher.match(word))


def stands(parser: Parser, words: Sequence[Text]) -> Verdict:
    """Return the most lenient verdict, over what each hole can be: a word, two, or an empty one."""
    verdict = first = parser.ask(words)
    for at in () if first.stands else _holes(words):
        for instead in ([words[at]] * 2, [Text("", words[at].place)]):
            verdict = parser.ask([*words[:at], *instead, *words[at + 1 :]])
            if verdict.stands:
                return verdict
    return first


def last_of(read: Read) -> dict[str, Given]:
    """Return the options that have values, each as it stands last, where it counts."""
    return {
        given.action.dest: given
        for given in known(read)
        if given.values or given.action.nargs == "*"
    }


def known(read: Read) -> list[Given]:
    """Return the options that the parser knows."""
    return [given for given in read.options if given.action is not None]


def _holes(words: Sequence[Text]) -> Iterator[int]:
    return (at for at, word in enumerate(words) if is_hole(word))


def _takes_more(given: Given) -> bool:
    if given.action is None or given.joined:
        return False
    match given.action.nargs:
        case None | "?":
            return not given.values
        case int(most):
            return len(given.values) < most
        case more:
            return more in _MORE


def _refuse(message: str) -> None:
    raise _Refused(message)


def _accept(*_: object) -> None:
    raise _Accepted


def _print_nothing(*_: object) -> None:
    """Keep what the CLI has to say."""


def _unless_hidden(convert: Callable[[str], Any]) -> Callable[[str], Any]:
    def converted(value: str) -> Any:
        return value if is_hidden(value) else convert(value)

    return converted
