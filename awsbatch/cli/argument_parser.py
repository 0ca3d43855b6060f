"""The words of the command line, held against a table of options.

Not argparse, which takes words after `--` for files, says `unrecognized
arguments` where a hint could help, and takes longer to import than this to run.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from awsbatch.cli.option_table import BY_NAME, Option
from awsbatch.cli.value_type import UnexpectedError
from awsbatch.cli.verb import VERBS, Verb
from awsbatch.fault import discretion
from awsbatch.fault.error import UsageError


class ArgumentParser:
    """The words as they are read, from the first to the last."""

    def __init__(self) -> None:
        self.positional: list[str] = []
        """What is neither an option nor its value."""
        self.args: tuple[str, ...] = ()
        """What comes after `--`."""
        self.command: tuple[str, ...] = ()
        """The words of the program that is to be run, whose options are its own."""
        self.given: dict[str, Any] = {}
        """By attributes of `Options`."""
        self.names: dict[Option, str] = {}
        """The options that were given, as they were written."""
        self.options: list[tuple[str, tuple[str, ...]]] = []
        """The long names of those, in the order in which they were given, each with its words."""

    @property
    def verb(self) -> Verb:
        """What is to be done, as far as is known yet."""
        return VERBS.get(self.positional[0], Verb.RUN) if self.positional else Verb.RUN

    def read(self, words: Sequence[str]) -> None:
        """Read all words; raise `UsageError`."""
        rest = iter(words)
        for word in rest:
            if word == "--":
                self._end(tuple(rest))
            elif word.startswith("--"):
                name, equals, value = word.partition("=")
                self._take(name, value if equals else None, rest)
            elif word.startswith("-") and word != "-":
                self._take_short(word, rest)
            elif self._is_before_command:
                self.command = (word, *rest)
            else:
                self.positional.append(word)

    @property
    def _is_before_command(self) -> bool:
        """Whether the next word that is no option begins a program's."""
        return self.positional == [Verb.EXEC.value]

    def _end(self, rest: tuple[str, ...]) -> None:
        if self._is_before_command:
            self.command = rest
        else:
            self.args = rest

    def _take_short(self, word: str, rest: Iterator[str]) -> None:
        """Take `-j8`, `-j 8`, `-qv`."""
        whole = word.partition("=")[0]
        if f"-{whole}" in BY_NAME:
            # `-json` asks for no number of jobs.
            raise self._unknown(whole)
        for position, letter in enumerate(word[1:], start=2):
            name = f"-{letter}"
            option = BY_NAME.get(name)
            if option is None:
                raise self._unknown(whole)
            if option.metavar is not None and word[position:]:
                self._take(name, word[position:].removeprefix("="), rest)
                return
            self._take(name, None, rest)

    def _take(self, name: str, value: str | None, rest: Iterator[str]) -> None:
        option = BY_NAME.get(name)
        if option is None:
            raise self._unknown(name)
        if option.once and option in self.names:
            raise UsageError(f"`{name}` is given twice", hint="leave out one of them")
        self.names[option] = name
        if option.metavar is None:
            if value is not None:
                raise UsageError(f"`{name}` takes no value")
            self.given[option.attribute] = option.flag
            self.options.append((option.long, (name,)))
            return
        if option.bare is not None:
            given = option.bare if value is None else _typed(option, name, value)
            self.given[option.attribute] = given
            self.options.append((option.long, (name if value is None else f"{name}={value}",)))
            return
        text = _next(option, name, rest) if value is None else value
        given = _typed(option, name, text)
        self.options.append((option.long, (name, text)))
        if option.repeats:
            given = (*self.given.get(option.attribute, ()), given)
        self.given[option.attribute] = given

    def _unknown(self, name: str) -> UsageError:
        # Of use for a mistake only.
        from awsbatch.cli.unknown_word import unknown_option

        return unknown_option(name, self.verb, after_file=bool(self.positional))


def _next(option: Option, name: str, rest: Iterator[str]) -> str:
    value = next(rest, None)
    if value is None or value.startswith("--") or value in BY_NAME:
        raise UsageError(f"`{name}` needs a value", hint=f"{name} {option.metavar}")
    return value


def _typed(option: Option, name: str, text: str) -> Any:
    try:
        return option.type(text)
    except UnexpectedError as error:
        found = f"`{discretion.without_object(text)}`" if text else "nothing"
        message = f"expected {error} after `{name}`, found {found}"
        raise UsageError(message, hint=error.hint) from None
