"""What commands and options exist, and a command line held against it, without a call.

The first rule: nothing is refused that `aws` would send. So the CLI's own
parsers say whether a line is refused, the catalog only why; what a
customization, a plugin or a hole makes unknown is not judged.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from typing import Any

from awscli.alias import ServiceAliasCommand
from awscli.argparser import ServiceArgParser
from awscli.clidriver import CLIDriver, ServiceCommand, ServiceOperation
from awscli.customizations.commands import BasicCommand

from awsbatch.aws.driver.driver import Driver
from awsbatch.aws.line_check import line_fault as fault
from awsbatch.aws.line_check.basic_command import HandwrittenCheck
from awsbatch.aws.line_check.cli_parser import Parser, Read, Verdict
from awsbatch.aws.line_check.command_line import Line
from awsbatch.aws.line_check.global_value import wrong_client, wrong_globals
from awsbatch.aws.line_check.operation import OperationCheck
from awsbatch.aws.line_check.placeholder_word import (
    Text,
    hidden,
    hides_option,
    is_hidden,
    texts,
)
from awsbatch.contract.finding import Finding
from awsbatch.contract.word import HoledWord
from awsbatch.fault.suggestion import meant

# One may stand for another, or without end for itself.
_MOST_ALIASES = 8


class Catalog:
    """The commands of the AWS CLI, as one driver has them.

    The driver must run no command: its tables are those that the CLI makes.
    They are made while `making` is held, which commands in other threads
    hold as well when they make something of the driver's.
    """

    def __init__(self, driver: Driver, making: AbstractContextManager[Any]) -> None:
        self.driver = driver
        self._making = making
        self._checks: dict[tuple[str, ...], Any] = {}
        self._services: dict[str, Parser] = {}

    def check(self, words: Sequence[HoledWord], *, ignored: Sequence[str] = ()) -> list[Finding]:
        """Find what is wrong with a command line, in the order of its words.

        The words are those after `aws`; `ignored` are error codes that are
        to count as success.
        """
        args = texts(words)
        if any(map(hides_option, args)):
            return []
        # A value can be refused by the parser and by what comes after it.
        with self._making:
            found = dict.fromkeys(self._line(args, ignored))
        return sorted(found, key=lambda finding: finding.word)

    @cached_property
    def _main(self) -> Parser:
        # One of its own: that of the driver ends the process.
        return Parser(CLIDriver._create_parser(self.driver, self.driver.commands))  # noqa: SLF001

    @cached_property
    def _has_plugins(self) -> bool:
        return bool(self.driver.session.full_config.get("plugins"))

    def _line(self, args: list[Text], ignored: Sequence[str]) -> Iterator[Finding]:
        main, read = self._main, self._main.read(args)
        verdict = main.ask(args)
        if verdict.refusal is not None:
            found = [*fault.wrong_options(main, read)]
            yield from found
            wrong = {finding.word for finding in found}
            if any(args[word][:1] == "-" and "=" not in args[word] for word in wrong):
                return
            verdict = main.ask([hidden(arg) if arg.place in wrong else arg for arg in args])
            if verdict.refusal is not None and not found:
                yield self._no_service(args, read, verdict)
        if verdict.namespace is None or is_hidden(verdict.namespace.command):
            return
        yield from fault.twice(read)
        yield from wrong_globals(read)
        yield from self._command(verdict, read, ignored)

    def _no_service(self, args: Sequence[Text], read: Read, verdict: Verdict) -> Finding:
        word = verdict.rejected
        if word is None:
            last = args[-1].place if args else 0
            return Finding(last, "a service and an operation are missing", "`aws help` lists them")
        before = dict(read.loose).get(word)
        if before is not None and not before.matches:
            return Finding(
                before.word.place,
                f"`aws` has no option `{before.name}`",
                meant(before.name, self._main.options)
                or "write a service and its operation before their options",
            )
        hint = meant(word, [name for name in self.driver.commands if name != "help"])
        return Finding(word.place, f"there is no service `{word}`", hint or "`aws help` lists them")

    def _command(self, verdict: Verdict, read: Read, ignored: Sequence[str]) -> Iterator[Finding]:
        name, args = verdict.namespace.command, verdict.remaining
        command = self.driver.commands[name]
        for _ in range(_MOST_ALIASES):
            if isinstance(command, ServiceAliasCommand):
                aliased = self._unalias(command, name)
                if aliased is None:
                    return
                command, name, added = aliased
                args = [*added, *args]
        line = Line([str(name)], name.place, args, self._main, read, verdict.namespace, ignored)
        if _calls_as(command, ServiceCommand):
            yield from self._service(command, line)
        elif _calls_as(command, BasicCommand) and not self._has_plugins:
            yield from self._handwritten(command, line)

    def _unalias(
        self, command: ServiceAliasCommand, alias: Text
    ) -> tuple[Any, Text, list[Text]] | None:
        """Return the command that an alias stands for, its name, and the words that it adds."""
        try:
            words = command._get_alias_args()  # noqa: SLF001 (as the alias calls it)
        except Exception:  # noqa: BLE001 (a file of the user's, which `aws` reports when it runs)
            return None
        meaning = self._main.ask([Text(word, alias.place) for word in words])
        if meaning.namespace is None:
            return None
        name = meaning.namespace.command
        aliased = self.driver.commands[name]
        hidden_by_it = command._shadow_proxy_command  # noqa: SLF001 (the command of the same name)
        if hidden_by_it is not None and hidden_by_it.name == name:
            aliased = hidden_by_it
        return aliased, name, meaning.remaining

    def _service(self, service: ServiceCommand, line: Line) -> Iterator[Finding]:
        with self.driver.session.emitter.for_good():
            table = service._get_command_table()  # noqa: SLF001 (the CLI offers no other way)
        if not line.args:
            yield Finding(
                line.word, f"{line.subject} needs an operation", f"`{line.typed} help` lists them"
            )
            return
        if line.args[0] not in table or "--" in line.args:
            verdict = self._service_parser(service, table).ask(line.args)
            if verdict.namespace is None:
                yield from self._no_operation(verdict, table, line)
                return
            name, args = verdict.namespace.operation, verdict.remaining
        else:
            name, *args = line.args
        if name == "help" or is_hidden(name):
            return
        yield from self._operation(table[name], line.into(name, args))

    def _service_parser(self, service: ServiceCommand, table: Any) -> Parser:
        if service.name not in self._services:
            parser = ServiceArgParser({**table, "help": None}, service.name)
            self._services[service.name] = Parser(parser)
        return self._services[service.name]

    def _no_operation(self, verdict: Verdict, table: Any, line: Line) -> Iterator[Finding]:
        first, word = line.args[0], verdict.rejected
        if first[:1] == "-":
            yield Finding(
                first.place,
                f"{line.subject} needs an operation, found the option `{first}`",
                f"write the operation first: `{line.typed} OPERATION {first}`",
            )
        elif word is not None:
            yield fault.no_command(word, line, table, "operation")

    def _operation(self, operation: Any, line: Line) -> Iterator[Finding]:
        if self._has_plugins:
            return
        if isinstance(operation, ServiceOperation):
            check = self._check(OperationCheck, operation, line)
            yield from check.check(line)
            yield from wrong_client(line)
        elif _calls_as(operation, BasicCommand):
            yield from self._handwritten(operation, line)

    def _handwritten(self, command: BasicCommand, line: Line) -> Iterator[Finding]:
        check = self._check(HandwrittenCheck, command, line)
        found, verdict = check.check(line)
        yield from found
        if verdict is not None:
            name = verdict.namespace.subcommand
            if not is_hidden(name):
                yield from self._operation(check.commands[name], line.into(name, verdict.remaining))

    def _check(self, kind: Any, command: Any, line: Line) -> Any:
        key = tuple(line.names)
        if key not in self._checks:
            self._checks[key] = kind(self.driver.session, command, line)
        return self._checks[key]


def _calls_as(command: Any, kind: Any) -> bool:
    """Return whether it is of that kind, and parses its words as all of the kind do."""
    return isinstance(command, kind) and type(command).__call__ is kind.__call__
