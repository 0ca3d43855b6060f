"""What commands do whose words are known."""

from collections.abc import Sequence
from typing import TypeAlias

from awscli.clidriver import ServiceCommand, ServiceOperation
from awscli.customizations.commands import BasicCommand

from awsbatch.aws.catalog.effect_rule import Given, Judgement, decided, fills_file, judge
from awsbatch.aws.line_check.basic_command import BasicCommandCheck
from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.aws.line_check.command_table import CommandTables
from awsbatch.aws.line_check.operation import OperationCheck
from awsbatch.aws.line_check.placeholder_word import (
    PlaceholderWord,
    has_hole,
    has_hole_in_name,
    holed,
    parseable,
)
from awsbatch.aws.line_check.reading import Reading
from awsbatch.contract.effect import Effect
from awsbatch.contract.word import Word, text_of

_HELP = ("help",)
_MOST_KINDS = 1_000

_Kind: TypeAlias = tuple[object, ...]


class LineEffects:
    """Tells what commands do, by the AWS CLI's own parsers."""

    def __init__(self, tables: CommandTables) -> None:
        self._tables = tables
        self._reading: set[tuple[Word, ...]] = set()
        """The first two words of commands that only read, whatever follows."""
        self._changing: dict[_Kind, Effect] = {}
        """What operations do that leave something, as long as no word but an option decides it."""

    def of(self, words: Sequence[Word]) -> Effect:
        """Return what a command does; what is not known changes something."""
        # A stream may have thousands of commands that read, and a `finally` at its end.
        if tuple(words[:2]) in self._reading:
            return Effect.READS
        if (known := self._changing.get(_kind(words))) is not None:
            return known
        args = parseable(holed(words))
        if any(map(has_hole_in_name, args)):
            return Effect.CHANGES
        parsing = self._tables.main.ask(args)
        if parsing.namespace is None and parsing.refusal is None:
            # It was answered already, as `--version` is.
            return Effect.READS
        found = self._tables.named(args, parsing)
        return Effect.CHANGES if found is None else self._of_line(*found, words)

    def _of_line(
        self, command: ServiceCommand | BasicCommand, line: CommandLine, words: Sequence[Word]
    ) -> Effect:
        match command:
            case ServiceCommand():
                return Effect.READS if line.args == ["help"] else Effect.CHANGES
            case ServiceOperation():
                return self._of_operation(command, line, words)
            case _:
                service, *rest = line.names
                judgement = judge(service, " ".join(rest), is_operation=False)
                return self._decided(judgement, BasicCommandCheck, command, line, words)

    def _of_operation(
        self, operation: ServiceOperation, line: CommandLine, words: Sequence[Word]
    ) -> Effect:
        service, *rest = line.names
        judgement = judge(service, " ".join(rest))
        # awscli 1.46: the CLI has no public name for the model of an operation.
        if operation._operation_model.has_streaming_output:  # noqa: SLF001
            judgement = fills_file(judgement)
        # Aliases have other words than the line has names.
        is_plain = [(name,) for name in line.names] == [*words[:2]]
        if judgement.effect is not Effect.READS:
            effect = self._decided(judgement, OperationCheck, operation, line, words)
            # It depends on its file where it writes one.
            if is_plain and Effect.LOCAL_WRITES not in (judgement.effect, effect):
                if len(self._changing) >= _MOST_KINDS:
                    self._changing.clear()
                self._changing[_kind(words)] = effect
            return effect
        # No word makes it do anything else.
        if is_plain:
            self._reading.add(tuple(words[:2]))
        return Effect.READS

    def _decided(
        self,
        judgement: Judgement,
        kind: type[OperationCheck | BasicCommandCheck],
        command: ServiceOperation | BasicCommand,
        line: CommandLine,
        words: Sequence[Word],
    ) -> Effect:
        reading = line.sorted_by(self._tables.check(kind, command, line).parser(line.args))
        return decided(judgement, " ".join(line.names), _given(reading, line, words)).effect


def _kind(words: Sequence[Word]) -> _Kind:
    """Return the first two words of a command, and the names of its options."""
    names = [
        first.partition("=")[0]
        for word in words
        if word and isinstance(first := word[0], str) and first[:1] == "-"
    ]
    # By itself, it asks for help.
    return (*words[:2], *names, *(words[2:3] if _HELP in words else ()))


def _given(reading: Reading, line: CommandLine, words: Sequence[Word]) -> Given:
    """Return what follows a command's name, with the values, which are in `words`, in place."""

    def text(word: PlaceholderWord) -> str:
        return text_of(words[word.place]) if has_hole(word) else word

    return Given(
        [option.matches[0] for option in reading.known],
        [text(word) for word, _ in reading.loose],
        asks_help=line.args == ["help"],
    )
