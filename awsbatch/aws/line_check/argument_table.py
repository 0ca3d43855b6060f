"""The argument table of one command, and words checked against the parser that it makes."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from awscli.argparser import ArgTableArgParser

from awsbatch.aws.driver.service import Operation
from awsbatch.aws.line_check.cli_parser import CliParser, Parsing
from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.aws.line_check.line_fault import loose_words, missing, unknown_options
from awsbatch.aws.line_check.option_fault import wrong_options
from awsbatch.aws.line_check.placeholder_word import PlaceholderWord
from awsbatch.aws.line_check.reading import GivenOption, Reading
from awsbatch.aws.session.session import Session
from awsbatch.contract.finding import Finding
from awsbatch.fault.wording import listed


class ArgumentTable:
    """The arguments of one command, and the parsers that the CLI makes of them."""

    def __init__(self, session: Session, command: Any, line: CommandLine) -> None:
        self._session = session
        # Waiters of two services have one name, and no key of their own.
        self._key = command.key if isinstance(command, Operation) else f"check {line.typed}"
        self._event = ".".join(command.lineage_names)
        self._parsers: dict[tuple[bool, ...], CliParser] = {}
        with session.emitter.building(self._key), session.emitter.calling(self._key):
            # In this order: options of `s3 sync` come with its commands, of which it has none.
            self.commands: Mapping[str, Any] = getattr(command, "subcommand_table", {})
            self.arguments: dict[str, Any] = command.arg_table

    def parser(self, args: Sequence[PlaceholderWord]) -> CliParser:
        """Return the parser for these words, some of which make required options optional."""
        required = self._required()
        try:
            self._relax(args)
            shape = self._required()
            if shape not in self._parsers:
                self._parsers[shape] = CliParser(self._make_parser())
            return self._parsers[shape]
        finally:
            # Commands that run share the arguments, and must not find them relaxed.
            if self._required() != required:
                for argument, was in zip(self.arguments.values(), required, strict=True):
                    argument.required = was

    def refused(self, reading: Reading, parsing: Parsing, line: CommandLine) -> Iterator[Finding]:
        """Find why the CLI refuses the words."""
        found = [
            *wrong_options(reading),
            *unknown_options(reading, line),
            *loose_words(reading, line),
            *missing(reading, line),
        ]
        yield from found or [Finding(line.word, f"{line.subject} is refused: {_why(parsing)}")]

    def argument(self, given: GivenOption) -> Any:
        """Return the CLI's argument behind an option."""
        return self.arguments.get(given.matches[0].removeprefix("--"))

    def _relax(self, args: Sequence[PlaceholderWord]) -> None:
        """Let the CLI's customizations make options optional, as they do before it parses."""
        try:
            self._emit("before-building-argument-table-parser", args=args)
        except Exception:  # noqa: BLE001 (such as for a profile that does not exist)
            unknown = True
        else:
            # The `emr` commands take options from the profile, which the line may name.
            unknown = self._event.startswith("emr.") and self._configured("emr")
        if unknown:
            for argument in self.arguments.values():
                argument.required = False

    def _configured(self, name: str) -> bool:
        """Return whether any profile has a setting of this name."""
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


def _why(parsing: Parsing) -> str:
    return parsing.refusal or f"it does not take {listed(parsing.remaining)}"
