"""Commands with code of their own, such as `s3 cp`: words held against what they declare."""

from collections.abc import Iterator
from typing import Any

from awscli.argparser import ArgTableArgParser
from awscli.customizations.commands import BasicCommand

from awsbatch.aws.line_check import line_fault as fault
from awsbatch.aws.line_check.argument_table import Table
from awsbatch.aws.line_check.cli_parser import (
    Parser,
    Read,
    Verdict,
    last_of,
    stands,
)
from awsbatch.aws.line_check.command_line import Line
from awsbatch.aws.line_check.option_value import wrong_custom
from awsbatch.aws.line_check.placeholder_word import is_elsewhere
from awsbatch.aws.session.session import Session
from awsbatch.contract.finding import Finding
from awsbatch.fault.wording import listed

_ON_S3 = frozenset({"cp", "mb", "mv", "rb", "rm", "sync"})


class HandwrittenCheck(Table):
    """A command with code of its own, such as `s3 cp`."""

    def __init__(self, session: Session, command: BasicCommand, line: Line) -> None:
        self._name = command.name
        options = list(command.ARG_TABLE)
        try:
            super().__init__(session, command, line)
        finally:
            # awscli 1.46: `s3 sync` adds its strategies' options to the class.
            command.ARG_TABLE[:] = options

    def _make_parser(self) -> Any:
        return ArgTableArgParser(self.arguments, self.commands)

    def check(self, line: Line) -> tuple[list[Finding], Verdict | None]:
        """Find what is wrong with the words, and return the verdict if a command is to follow."""
        parser = self.parser(line.args)
        if self.commands:
            return self._group(parser, line)
        verdict = stands(parser, line.args)
        if getattr(verdict.namespace, "help", None) == "help":
            return [], None
        read = line.told_apart(parser)
        found = [*fault.twice(read)]
        if not verdict.stands:
            found += self.refused(parser, read, verdict, line)
        elif line.names[0] == "s3":
            found += _local_paths(read, line)
        for dest, given in last_of(read).items():
            argument = self.arguments.get(dest.replace("_", "-"))
            found += wrong_custom(given, argument, self._process)
        return found, None

    def _process(self, argument: Any, value: Any) -> Any:
        return self._session.emit_first_non_none_response(
            f"process-cli-arg.custom.{self._name}",
            cli_argument=argument,
            value=value,
            operation=None,
        )

    def _group(self, parser: Parser, line: Line) -> tuple[list[Finding], Verdict | None]:
        verdict = parser.ask(line.args)
        if verdict.rejected is not None:
            return [fault.no_command(verdict.rejected, line, self.commands)], None
        follows = getattr(verdict.namespace, "subcommand", None) is not None
        if not follows and not verdict.stands:
            return [*self.refused(parser, line.told_apart(parser), verdict, line)], None
        return [], verdict if follows else None


def _local_paths(read: Read, line: Line) -> Iterator[Finding]:
    """Find paths none of which is on S3, where one must be."""
    paths = [word for word, _ in read.loose]
    on_s3 = any(is_elsewhere(path) or path[:5] == "s3://" for path in paths)
    if line.names[-1] in _ON_S3 and not on_s3:
        yield Finding(
            paths[0].place,
            f"{line.subject} needs a path that begins with `s3://`, found {listed(paths)}",
            "write `s3://BUCKET/KEY`",
        )
