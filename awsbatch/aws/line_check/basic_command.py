"""Commands with code of their own, such as `s3 cp`, checked against the options they declare."""

from collections.abc import Iterator
from typing import Any

from awscli.argparser import ArgTableArgParser
from awscli.customizations.commands import BasicCommand

from awsbatch.aws.line_check.argument_table import ArgumentTable
from awsbatch.aws.line_check.cli_parser import CliParser, Parsing, stands
from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.aws.line_check.kind.option_slot import option_slots, path_slot
from awsbatch.aws.line_check.kind.slot import Slot
from awsbatch.aws.line_check.line_fault import no_command, unknown_options
from awsbatch.aws.line_check.option_fault import twice
from awsbatch.aws.line_check.reading import GivenOption, Reading
from awsbatch.aws.line_check.s3_path import wrong_paths
from awsbatch.aws.line_check.value.option_value import wrong_custom
from awsbatch.aws.line_check.value.value_source import sources
from awsbatch.aws.session.session import Session
from awsbatch.aws.version.installed import load_value
from awsbatch.contract.finding import Finding


class BasicCommandCheck(ArgumentTable):
    """The check of command lines that name a `BasicCommand` of the CLI, such as `s3 cp`."""

    def __init__(self, session: Session, command: BasicCommand, line: CommandLine) -> None:
        self._name = command.name
        options = list(command.ARG_TABLE)
        try:
            super().__init__(session, command, line)
        finally:
            # awscli 1.46: `s3 sync` adds its strategies' options to the class, once more for every
            # table that is made.
            command.ARG_TABLE[:] = options

    def _make_parser(self) -> Any:
        return ArgTableArgParser(self.arguments, self.commands)

    def check(self, line: CommandLine) -> tuple[list[Finding], Parsing | None]:
        """Return what is wrong with the words, and their parsing if another command follows."""
        parser = self.parser(line.args)
        # awscli 1.46: `cloudformation deploy` has the commands of `deploy` and is none of a group.
        found, following = self._group(parser, line) if self.commands else ([], None)
        if found or following is not None:
            return found, following
        parsing = stands(parser, line.args)
        if getattr(parsing.namespace, "help", None) == "help":
            return [], None
        reading = line.sorted_by(parser)
        found = [*twice(reading)]
        if not parsing.stands:
            found += self.refused(reading, parsing, line)
        elif line.names[0] == "s3":
            found += wrong_paths(reading, line)
        for given in reading.last.values():
            found += self.value(given, reading)
        return found, None

    def argument(self, given: GivenOption) -> Any:
        """Return the CLI's argument behind an option."""
        return self.arguments.get(given.action.dest.replace("_", "-"))

    def value(self, given: GivenOption, _reading: Reading) -> Iterator[Finding]:
        """Find what is wrong with the values of an option, whatever those of others are."""
        argument = self.argument(given)
        yield from sources(given, argument, self._load)
        yield from wrong_custom(given, argument, self._process)

    def strings(self, _given: GivenOption) -> list[Any]:
        """Return no shapes: what the values are for is not known."""
        return []

    def slots(self, line: CommandLine) -> Iterator[Slot]:
        """Yield the values after the command's name that are judged by themselves."""
        reading = line.sorted_by(self.parser(line.args))
        yield from option_slots(self, reading)
        if line.names[0] == "s3":
            yield path_slot(line, reading)

    def _load(self, argument: Any, value: str) -> Any:
        return load_value(self._session, "custom", self._name, argument, value)

    def _process(self, argument: Any, value: Any) -> Any:
        return self._session.emit_first_non_none_response(
            f"process-cli-arg.custom.{self._name}",
            cli_argument=argument,
            value=value,
            operation=None,
        )

    def _group(self, parser: CliParser, line: CommandLine) -> tuple[list[Finding], Parsing | None]:
        parsing = parser.ask(line.args)
        if parsing.rejected is not None:
            # The value of an unknown option looks like a command.
            unknown = [*unknown_options(line.sorted_by(parser), line)]
            return unknown or [no_command(parsing.rejected, line, self.commands)], None
        follows = getattr(parsing.namespace, "subcommand", None) is not None
        if not follows and not parsing.stands:
            return [*self.refused(line.sorted_by(parser), parsing, line)], None
        return [], parsing if follows else None
