"""The AWS CLI's commands as one driver has them, and the parsers made of their tables."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from awscli.argparser import ServiceArgParser
from awscli.clidriver import ServiceCommand, ServiceOperation
from awscli.customizations.commands import BasicCommand
from awscli.paramfile import register_uri_param_handler

from awsbatch.aws.driver.driver import Driver
from awsbatch.aws.line_check.alias_meaning import Meaning, meaning
from awsbatch.aws.line_check.cli_parser import CliParser, Parsing
from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.aws.line_check.placeholder_word import PlaceholderWord, has_hole
from awsbatch.aws.line_check.reading import read
from awsbatch.aws.version.installed import global_parser

_KNOWN = (ServiceCommand, ServiceOperation, BasicCommand)


class CommandTables:
    """The tables of a driver's commands, each made when it is first asked for.

    The driver must never run a command, which could change them.
    """

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._checks: dict[tuple[str, ...], Any] = {}
        self._services: dict[str, CliParser] = {}

    @property
    def commands(self) -> Mapping[str, Any]:
        """The commands by the first word of a line, aliases among them."""
        return self._driver.commands

    @cached_property
    def main(self) -> CliParser:
        """The parser of the global options."""
        with self._driver.session.emitter.for_good():
            # A driver that runs commands has it from the start of its first one.
            register_uri_param_handler(self._driver.session)
        # A parser of its own, since the driver's ends the process.
        return CliParser(global_parser(self._driver, self._driver.commands))

    @cached_property
    def has_plugins(self) -> bool:
        """Whether there are plugins, which may add options and commands anywhere."""
        return bool(self._driver.session.full_config.get("plugins"))

    def meaning(self, parsing: Parsing) -> Meaning | None:
        """Return the command that a line names, or None where that cannot be told."""
        return meaning(parsing, self.commands, self.main)

    def named(
        self, args: list[PlaceholderWord], parsing: Parsing
    ) -> tuple[Any, CommandLine] | None:
        """Return the command that words name, and the words after its name.

        `parsing` is what `main` answers to them. Return None where it cannot be told.
        """
        if parsing.namespace is None or has_hole(parsing.namespace.command):
            return None
        found = self.meaning(parsing)
        if found is None or not isinstance(found.command, (ServiceCommand, BasicCommand)):
            return None
        name, reading = found.name, read(self.main, args)
        command = found.command
        line = CommandLine([str(name)], name.place, found.args, reading, parsing.namespace, ())
        while line.args and (below := self.below(command).get(line.args[0])) is not None:
            command, line = below, line.into(line.args[0], line.args[1:])
        # awscli 2.9: the user may have aliases of operations and of other commands below the first.
        return (command, line) if isinstance(command, _KNOWN) else None

    def operations(self, service: ServiceCommand) -> Any:
        """Return the operations of a service by their names."""
        with self._driver.session.emitter.for_good():
            # awscli 1.46: they have no public name.
            return service._get_command_table()  # noqa: SLF001

    def below(self, command: Any) -> Any:
        """Return the commands that the next word may name."""
        if isinstance(command, ServiceCommand):
            return self.operations(command)
        with self._driver.session.emitter.for_good():
            return getattr(command, "subcommand_table", {})

    def parser_of(self, service: ServiceCommand) -> CliParser:
        """Return the parser of the words after a service's name."""
        if service.name not in self._services:
            table = {**self.operations(service), "help": None}
            self._services[service.name] = CliParser(ServiceArgParser(table, service.name))
        return self._services[service.name]

    def check(self, kind: Any, command: Any, line: CommandLine) -> Any:
        """Return the check of a command, whose argument table is made only once."""
        key = tuple(line.names)
        if key not in self._checks:
            self._checks[key] = kind(self._driver.session, command, line)
        return self._checks[key]


def calls_as(command: Any, kind: Any) -> bool:
    """Return whether a command is of a kind and parses its words as the others of it do."""
    return isinstance(command, kind) and type(command).__call__ is kind.__call__
