"""What is secret among the words of a command."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, TypeAlias

from awscli.clidriver import ServiceOperation
from awscli.customizations.commands import BasicCommand

from awsbatch.aws.catalog.sensitive import Secrecy, judge_option, judged_options
from awsbatch.aws.line_check.basic_command import BasicCommandCheck
from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.aws.line_check.command_table import CommandTables
from awsbatch.aws.line_check.masking.masked_line import MaskedLine
from awsbatch.aws.line_check.masking.masked_outline import MaskedOutlines
from awsbatch.aws.line_check.operation import OperationCheck
from awsbatch.aws.line_check.placeholder_word import PlaceholderWord, has_hole_in_name
from awsbatch.aws.line_check.reading import GivenOption, Reading, read
from awsbatch.aws.line_check.value.option_value import member_of
from awsbatch.aws.line_check.value.secret_part import FILES, Part, Place, secret_parts
from awsbatch.aws.line_check.value.small_text import small_text
from awsbatch.aws.version.installed import WHOLE_INPUTS
from awsbatch.contract.mask import Masked
from awsbatch.contract.word import Word, text_of

_SETTING = ["configure", "set"]

_Found: TypeAlias = Iterator[tuple[PlaceholderWord, list[Part]]]
"""Values of a command, each with its secret parts."""


class LineSecrets:
    """Tells what is secret in commands, by the AWS CLI's own parsers and models."""

    def __init__(self, tables: CommandTables) -> None:
        self._tables = tables
        self._open: set[tuple[Word, ...]] = set()
        """The first two words of operations that take no secret."""
        self._outlines = MaskedOutlines()
        self._are_whole = False
        """Whether the secrets of the command that was looked at last are whole values."""

    def masked(self, words: Sequence[Word]) -> Masked:
        """Return the words of a command as they may be shown."""
        if self._is_open(words):
            return Masked(tuple(map(text_of, words)), is_open=True)
        if (known := self._outlines.masked(words)) is not None:
            return known
        line, places = MaskedLine(words), list[tuple[int, Secrecy]]()
        self._are_whole = has_part = False
        for value, parts in self._found(line.args, words):
            line.mask(value, parts)
            places += [(value.place, part.secrecy) for part in parts]
            # A value in the word of its option is a part of that.
            has_part = has_part or bool(parts and value.offset)
        if self._are_whole and not has_part:
            self._outlines.learn(words, places)
        return replace(line.masked(), is_open=self._is_open(words))

    def _is_open(self, words: Sequence[Word]) -> bool:
        # What is no option of the command may sound secret all the same.
        return tuple(words[:2]) in self._open and not any(map(_sounds, words))

    def _found(self, args: list[PlaceholderWord], words: Sequence[Word]) -> _Found:
        main = self._tables.main
        named = None
        if not any(map(has_hole_in_name, args)):
            named = self._tables.named(args, main.ask(args))
        match named:
            case (ServiceOperation() as operation, line):
                yield from self._of_operation(operation, line, words)
            case (BasicCommand() as command, line):
                check = self._tables.check(BasicCommandCheck, command, line)
                reading = line.sorted_by(check.parser(line.args))
                yield from _of_options(reading, lambda given: _of_name(given, line))
                if line.names == _SETTING:
                    yield from _of_setting([word for word, _ in reading.loose], words)
            case _:
                yield from _of_options(read(main, args), lambda given: _of_name(given, None))

    def _of_operation(
        self, operation: ServiceOperation, line: CommandLine, words: Sequence[Word]
    ) -> _Found:
        check: OperationCheck = self._tables.check(OperationCheck, operation, line)
        service, shape = line.names[0], check.input_shape
        root = None if shape is None else Place.of(service, "", shape)
        judged = judged_options(" ".join(line.names))
        has_secret = bool(judged) or (root is not None and root.has_secret())
        # Aliases have other words than the line has names.
        if [(name,) for name in line.names] == [*words[:2]] and not has_secret:
            self._open.add(tuple(words[:2]))

        are_whole = True

        def parts(given: GivenOption) -> Callable[[str], list[Part]]:
            argument = None if given.action is None else check.argument(given)
            place = _place(service, argument)
            name = given.matches[0].removeprefix("--") if given.matches else None
            if name in WHOLE_INPUTS:
                place = root
            if place is None or name in judged:
                return _of_name(given, line)
            nonlocal are_whole
            are_whole = are_whole and place.is_text
            return lambda value: secret_parts(value, place)

        reading = line.sorted_by(check.parser(line.args))
        yield from _of_options(reading, parts, reads_files=has_secret)
        self._are_whole = are_whole


def _of_options(
    reading: Reading,
    parts: Callable[[GivenOption], Callable[[str], list[Part]]],
    *,
    reads_files: bool = False,
) -> _Found:
    """Find what is secret in the values of options; `parts` is asked once for each option."""
    for given in reading.options:
        found = parts(given)
        for value in given.values or _after(given, reading):
            if not value.startswith(FILES):
                yield value, found(value)
            elif reads_files and (text := small_text(value)) is not None:
                yield value, found(text)


def _after(given: GivenOption, reading: Reading) -> list[PlaceholderWord]:
    """Return the word that may be the value of an option which the parser does not know."""
    if given.action is not None:
        return []
    return [word for word, _ in reading.loose if word.place == given.word.place + 1]


def _place(service: str, argument: Any) -> Place | None:
    """Return what an argument fills, if it is a member of the operation's input."""
    member = member_of(argument)
    return Place.of(service, member, argument.argument_model) if member else None


def _of_name(given: GivenOption, line: CommandLine | None) -> Callable[[str], list[Part]]:
    """Judge the values of an option that fills no member by its name."""
    command = "" if line is None else " ".join(line.names)
    judged = [judge_option(command, name).secrecy for name in given.matches or [given.name]]
    secrecy = next((each for each in judged if each is not Secrecy.NONE), None)
    return lambda value: [] if secrecy is None else [Part(value, 0, len(value), secrecy)]


def _of_setting(loose: Sequence[PlaceholderWord], words: Sequence[Word]) -> _Found:
    """Judge the value of a setting by its name, such as `profile.x.aws_session_token`."""
    for name, value in pairwise(loose):
        setting = text_of(words[name.place]).rpartition(".")[2]
        secrecy = judge_option("configure set", setting).secrecy
        if secrecy is not Secrecy.NONE:
            yield value, [Part(value, 0, len(value), secrecy)]
        return


def _sounds(word: Word) -> bool:
    first = word[0] if word else ""
    if not isinstance(first, str) or not first.startswith("--"):
        return False
    return judge_option("", first.partition("=")[0]).secrecy is not Secrecy.NONE
