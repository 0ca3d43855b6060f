"""What is wrong with commands, each by all of its words.

The first rule: nothing is refused that `aws` would send. So the CLI's own
parsers decide whether a command is refused, and the check only finds out why.
What a customization, a plugin or a hole makes unknown is not judged.
"""

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from awscli.clidriver import ServiceCommand, ServiceOperation
from awscli.customizations.commands import BasicCommand

from awsbatch.aws.catalog import other_version
from awsbatch.aws.catalog.region import Regions
from awsbatch.aws.line_check.basic_command import BasicCommandCheck
from awsbatch.aws.line_check.cli_parser import Parsing
from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.aws.line_check.command_table import CommandTables, calls_as
from awsbatch.aws.line_check.global_value import strange_region, wrong_client, wrong_globals
from awsbatch.aws.line_check.kind.line_slot import line_slots
from awsbatch.aws.line_check.kind.slot import Slot
from awsbatch.aws.line_check.line_fault import no_command
from awsbatch.aws.line_check.operation import OperationCheck
from awsbatch.aws.line_check.option_fault import twice, wrong_options
from awsbatch.aws.line_check.placeholder_word import (
    PlaceholderWord,
    concealed,
    has_hole,
    has_hole_in_name,
    placed,
)
from awsbatch.aws.line_check.reading import Reading, read
from awsbatch.aws.session.session import Session
from awsbatch.contract.finding import Finding
from awsbatch.fault.suggestion import meant


class LineVerdicts:
    """Tells what is wrong with commands."""

    def __init__(self, session: Session, tables: CommandTables) -> None:
        self._session = session
        self._tables = tables

    def of(self, texts: Sequence[str], ignored: Sequence[str]) -> list[Finding]:
        """Return what is wrong with a line, whatever lines were before it."""
        args = placed(texts)
        if any(map(has_hole_in_name, args)):
            return []
        # Without duplicates: the parser and what comes after it may refuse the same value.
        found = dict.fromkeys(self._line(args, ignored))
        return sorted(found, key=lambda finding: finding.word)

    def slots(self, texts: Sequence[str]) -> Iterator[Slot]:
        """Return the values of a line that are judged by themselves."""
        return line_slots(self._tables, placed(texts), self._globals)

    def _globals(self, reading: Reading) -> Iterator[Finding]:
        """Find what is wrong with the values of the global options."""
        yield from wrong_globals(reading)
        yield from strange_region(reading, self._regions, elsewhere=self._is_elsewhere)

    @cached_property
    def _regions(self) -> Regions:
        return Regions(self._session.get_component("data_loader"))

    @cached_property
    def _is_elsewhere(self) -> bool:
        """Whether commands without an option for it go to an endpoint that is not AWS's own."""
        profiles = self._session.full_config["profiles"].values()
        configured = any("endpoint_url" in profile for profile in profiles)
        return configured or bool(os.environ.get("AWS_ENDPOINT_URL"))

    def _line(self, args: list[PlaceholderWord], ignored: Sequence[str]) -> Iterator[Finding]:
        main, reading = self._tables.main, read(self._tables.main, args)
        parsing = main.ask(args)
        if parsing.refusal is not None:
            found = [*wrong_options(reading)]
            yield from found
            wrong = {finding.word for finding in found}
            # Where the fault is an option's and not a value's, it is not known which words are its
            # values, and so which one is the service.
            if any(args[word][:1] == "-" and "=" not in args[word] for word in wrong):
                return
            # The parser stops at its first fault: with the wrong values out of the way, it goes on
            # to the command.
            parsing = main.ask([concealed(arg) if arg.place in wrong else arg for arg in args])
            if parsing.refusal is not None and not found:
                yield self._no_service(args, reading, parsing)
        if parsing.namespace is None or has_hole(parsing.namespace.command):
            return
        yield from twice(reading)
        yield from self._globals(reading)
        yield from self._command(parsing, reading, ignored)

    def _no_service(
        self, args: Sequence[PlaceholderWord], reading: Reading, parsing: Parsing
    ) -> Finding:
        word = parsing.rejected
        if word is None:
            last = args[-1].place if args else 0
            return Finding(last, "a service and an operation are missing", "`aws help` lists them")
        # The value of an unknown option before the service looks like the service.
        before = dict(reading.loose).get(word)
        if before is not None and not before.matches:
            return Finding(
                before.word.place,
                f"`aws` has no option `{before.name}`",
                meant(before.name, self._tables.main.options)
                or "write a service and its operation before their options",
            )
        names = [name for name in self._tables.commands if name != "help"]
        hint = other_version.elsewhere(word) or meant(word, names)
        message = f"there is no service `{word}`"
        return Finding(word.place, message, hint or "`aws help` lists them", no_service=True)

    def _command(
        self, parsing: Parsing, reading: Reading, ignored: Sequence[str]
    ) -> Iterator[Finding]:
        found = self._tables.meaning(parsing)
        if found is None:
            return
        command, name = found.command, found.name
        line = CommandLine([str(name)], name.place, found.args, reading, parsing.namespace, ignored)
        if calls_as(command, ServiceCommand):
            yield from self._service(command, line)
        elif calls_as(command, BasicCommand) and not self._tables.has_plugins:
            yield from self._basic_command(command, line)

    def _service(self, service: ServiceCommand, line: CommandLine) -> Iterator[Finding]:
        table = self._tables.operations(service)
        if not line.args:
            yield Finding(
                line.word, f"{line.subject} needs an operation", f"`{line.typed} help` lists them"
            )
            return
        # Its parser is needed only where the first word may not be the operation.
        if line.args[0] not in table or "--" in line.args:
            parsing = self._tables.parser_of(service).ask(line.args)
            if parsing.namespace is None:
                yield from self._no_operation(parsing, table, line)
                return
            name, args = parsing.namespace.operation, parsing.remaining
        else:
            name, *args = line.args
        if name == "help" or has_hole(name):
            return
        yield from self._operation(table[name], line.into(name, args))

    def _no_operation(self, parsing: Parsing, table: Any, line: CommandLine) -> Iterator[Finding]:
        first, word = line.args[0], parsing.rejected
        if first[:1] == "-":
            yield Finding(
                first.place,
                f"{line.subject} needs an operation, found the option `{first}`",
                f"write the operation first: `{line.typed} OPERATION {first}`",
            )
        elif word is not None:
            yield no_command(word, line, table, "operation")

    def _operation(self, operation: Any, line: CommandLine) -> Iterator[Finding]:
        if self._tables.has_plugins:
            return
        if isinstance(operation, ServiceOperation):
            check = self._tables.check(OperationCheck, operation, line)
            yield from check.check(line)
            yield from wrong_client(line)
        elif calls_as(operation, BasicCommand):
            yield from self._basic_command(operation, line)

    def _basic_command(self, command: BasicCommand, line: CommandLine) -> Iterator[Finding]:
        check = self._tables.check(BasicCommandCheck, command, line)
        found, parsing = check.check(line)
        yield from found
        if parsing is not None:
            name = parsing.namespace.subcommand
            if not has_hole(name):
                yield from self._operation(check.commands[name], line.into(name, parsing.remaining))
