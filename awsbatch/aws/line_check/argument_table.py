"""The argument table of one command, and words held against the parser that it makes."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from awscli.argparser import ArgTableArgParser

from awsbatch.aws.driver.service import Operation
from awsbatch.aws.line_check import line_fault as fault
from awsbatch.aws.line_check.cli_parser import (
    Given,
    Parser,
    Read,
    Verdict,
)
from awsbatch.aws.line_check.command_line import Line
from awsbatch.aws.line_check.placeholder_word import Text
from awsbatch.aws.session.session import Session
from awsbatch.contract.finding import Finding
from awsbatch.fault.wording import listed


class Table:
    """The arguments of one command, and the parser that the CLI makes of them."""

    def __init__(self, session: Session, command: Any, line: Line) -> None:
        self._session = session
        # Waiters of two services have one name, and no key of their own.
        self._key = command.key if isinstance(command, Operation) else f"check {line.typed}"
        self._event = ".".join(command.lineage_names)
        self._parsers: dict[tuple[bool, ...], Parser] = {}
        with session.emitter.building(self._key), session.emitter.calling(self._key):
            # In this order: options of `s3 sync` come with its commands, of which it has none.
            self.commands: Mapping[str, Any] = getattr(command, "subcommand_table", {})
            self.arguments: dict[str, Any] = command.arg_table

    def parser(self, args: Sequence[Text]) -> Parser:
        """Return the parser for these words, some of which make options optional."""
        required = self._required()
        try:
            self._relax(args)
            shape = self._required()
            if shape not in self._parsers:
                self._parsers[shape] = Parser(self._make_parser())
            return self._parsers[shape]
        finally:
            if self._required() != required:
                for argument, was in zip(self.arguments.values(), required, strict=True):
                    argument.required = was

    def refused(
        self, parser: Parser, read: Read, verdict: Verdict, line: Line
    ) -> Iterator[Finding]:
        """Find why the CLI refuses the words."""
        found = [
            *fault.wrong_options(parser, read),
            *fault.unknown_options(parser, read, line),
            *fault.loose_words(parser, read, line),
            *fault.missing(parser, read, line),
        ]
        yield from found or [Finding(line.word, f"{line.subject} is refused: {_why(verdict)}")]

    def argument(self, given: Given) -> Any:
        """Return the argument behind an option."""
        return self.arguments.get(given.matches[0].removeprefix("--"))

    def _relax(self, args: Sequence[Text]) -> None:
        try:
            self._emit("before-building-argument-table-parser", args=args)
        except Exception:  # noqa: BLE001 (such as for a profile that is not there)
            unknown = True
        else:
            # The `emr` commands take options from the profile, which the line may name.
            unknown = self._event.startswith("emr.") and self._configured("emr")
        if unknown:
            for argument in self.arguments.values():
                argument.required = False

    def _configured(self, name: str) -> bool:
        profiles = self._session.full_config["profiles"].values()
        return any(name in profile for profile in profiles)

    def _required(self) -> tuple[bool, ...]:
        return tuple(bool(argument.required) for argument in self.arguments.values())

    def _make_parser(self) -> Any:
        return ArgTableArgParser(self.arguments)

    def _emit(self, event: str, **kwargs: Any) -> None:
        # Without a command, no handler sets an endpoint for it.
        nothing = Namespace(command=None, endpoint_url=None, region=None)
        with self._session.emitter.calling(self._key):
            self._session.emit(
                f"{event}.{self._event}",
                argument_table=self.arguments,
                session=self._session,
                parsed_globals=nothing,
                **kwargs,
            )


def _why(verdict: Verdict) -> str:
    return verdict.refusal or f"it does not take {listed(verdict.remaining)}"
