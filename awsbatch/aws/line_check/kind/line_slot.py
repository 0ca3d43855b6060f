"""The slots of all values in a line: those of the command it names, and of the global options."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from awscli.clidriver import ServiceOperation
from awscli.customizations.commands import BasicCommand

from awsbatch.aws.line_check.basic_command import BasicCommandCheck
from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.aws.line_check.command_table import CommandTables
from awsbatch.aws.line_check.global_value import wrong_client
from awsbatch.aws.line_check.kind.slot import Slot
from awsbatch.aws.line_check.operation import OperationCheck
from awsbatch.aws.line_check.option_fault import wrong_options
from awsbatch.aws.line_check.placeholder_word import PlaceholderWord
from awsbatch.aws.line_check.reading import Reading, read
from awsbatch.contract.finding import Finding


def line_slots(
    tables: CommandTables,
    args: list[PlaceholderWord],
    wrong_globals: Callable[[Reading], Iterable[Finding]],
) -> Iterator[Slot]:
    """Yield the values of a line that are judged by themselves, as far as it is understood."""
    parsing = tables.main.ask(args)
    if parsing.refusal is not None and parsing.rejected is None:
        # The command behind a global option that is at fault is judged all the same.
        yield _same(args)
    named, reading = tables.named(args, parsing), read(tables.main, args)
    yield _global(reading, None if named is None else named[1], wrong_globals)
    for given in reading.known:
        # Blobs are judged by it.
        if given.action.dest == "cli_binary_format":
            yield _same(given.values)
    if named is None or tables.has_plugins:
        return
    command, line = named
    if isinstance(command, ServiceOperation):
        yield from tables.check(OperationCheck, command, line).slots(line)
    elif isinstance(command, BasicCommand):
        yield from tables.check(BasicCommandCheck, command, line).slots(line)


def _same(values: Sequence[PlaceholderWord]) -> Slot:
    """Return the slot of values that are the same in all lines of a kind."""
    return Slot(values, lambda _: ()).fixed()


def _global(
    reading: Reading,
    line: CommandLine | None,
    wrong_globals: Callable[[Reading], Iterable[Finding]],
) -> Slot:
    """Return the slot of the values of all global options: some are judged beside others."""
    options = reading.known

    def judge(values: list[PlaceholderWord]) -> Iterator[Finding]:
        left = iter(values)
        changed = [replace(given, values=[next(left) for _ in given.values]) for given in options]
        other = replace(reading, options=changed)
        yield from wrong_options(other)
        yield from wrong_globals(other)
        if line is not None:
            yield from wrong_client(replace(line, reading=other))

    return Slot([value for given in options for value in given.values], judge)
