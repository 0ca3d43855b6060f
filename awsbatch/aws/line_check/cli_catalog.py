"""A command checked against the commands and options that the AWS CLI has, without a request."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from functools import cached_property
from typing import Any

from awscli.clidriver import ServiceCommand, ServiceOperation
from botocore.exceptions import ProfileNotFound

from awsbatch.aws.driver.driver import Driver
from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.aws.line_check.command_table import CommandTables, calls_as
from awsbatch.aws.line_check.kind.line_kind import LineKinds
from awsbatch.aws.line_check.line_effect import LineEffects
from awsbatch.aws.line_check.line_verdict import LineVerdicts
from awsbatch.aws.line_check.masking.line_secret import LineSecrets
from awsbatch.aws.line_check.operation import OperationCheck
from awsbatch.aws.line_check.placeholder_word import (
    PlaceholderWord,
    has_hole_in_name,
    holed,
    parseable,
    text_of,
)
from awsbatch.aws.line_check.reading import read
from awsbatch.aws.version.installed import OUTPUT_FORMATS
from awsbatch.contract.answer import NOT_KNOWN, Answered
from awsbatch.contract.effect import Effect
from awsbatch.contract.finding import Finding
from awsbatch.contract.mask import Masked
from awsbatch.contract.word import HoledWord, Word

# awscli 1.46 and 2.36: the other outputs join all pages. `text` is page by page, the first one
# whole.
_BY_PAGE = frozenset({"text", "yaml-stream"})
# awscli 1.46: options of commands with code of their own, which no model describes.
_PAIRS_OF_CUSTOMIZATIONS = frozenset({"--metadata", "--parameter-overrides", "--tags"})


class CliCatalog:
    """The commands and options of the AWS CLI, as the tables of one driver have them.

    The driver must never run a command, which could change its tables. They
    are made while `making` is held, as commands in other threads hold it
    while they make something that all drivers share.
    """

    def __init__(
        self, driver: Driver, making: AbstractContextManager[Any], *, verbatim: bool = False
    ) -> None:
        """Begin with a driver; with `verbatim`, each line is checked whole."""
        self.driver = driver
        self._making = making
        self._tables = CommandTables(driver)
        self._effects = LineEffects(self._tables)
        self._secrets = LineSecrets(self._tables)
        verdicts = LineVerdicts(driver.session, self._tables)
        self._checked = verdicts.of if verbatim else LineKinds(verdicts.of, verdicts.slots).check

    def check(self, words: Sequence[HoledWord], *, ignored: Sequence[str] = ()) -> list[Finding]:
        """Return what is wrong with a command: see `awsbatch.contract.catalog.Catalog`."""
        texts = [*map(text_of, words)]
        with self._making:
            return self._checked(texts, ignored)

    def answer(self, words: Sequence[HoledWord], *, captured: bool) -> Answered:
        """Return what a command answers with: see `awsbatch.contract.catalog.Catalog`."""
        args = parseable(words)
        if self._tables.has_plugins or any(map(has_hole_in_name, args)):
            return NOT_KNOWN
        with self._making:
            return self._answer(args, captured=captured)

    def effect(self, words: Sequence[Word]) -> Effect:
        """Return what a command does: see `awsbatch.contract.runner.CommandRunner`."""
        with self._making:
            return self._effects.of(words)

    def masked(self, words: Sequence[Word]) -> Masked:
        """Return a command as it may be shown: see `awsbatch.contract.runner.CommandRunner`."""
        with self._making:
            return self._secrets.masked(words)

    def takes_token(self, words: Sequence[Word]) -> bool | None:
        """Return whether it takes a token: see `awsbatch.contract.runner.CommandRunner`."""
        args = parseable(holed(words))
        if any(map(has_hole_in_name, args)):
            return None
        with self._making:
            found = self._operation_of(args)
            return None if found is None else found[0].takes_token

    def takes_pairs(self, words: Sequence[HoledWord]) -> bool:
        """Return whether the last word is a value of an option that takes `KEY=VALUE` pairs."""
        args = parseable(words)
        if any(map(has_hole_in_name, args)):
            return False
        with self._making:
            found = self._operation_of(args)
            if found is not None:
                check, line = found
                return check.takes_pairs(line, args[-1].place)
        options = [arg.partition("=")[0] for arg in args if arg[:2] == "--"]
        return options[-1:] != [] and options[-1] in _PAIRS_OF_CUSTOMIZATIONS

    def _answer(self, args: list[PlaceholderWord], *, captured: bool) -> Answered:
        """Return what an operation answers with; of other commands nothing is known."""
        found = self._operation_of(args)
        if found is None:
            return NOT_KNOWN
        check, line = found
        return check.answer(line, joined=captured or self._joins(line.parsed.output))

    def _operation_of(
        self, args: list[PlaceholderWord]
    ) -> tuple[OperationCheck, CommandLine] | None:
        """Return the check of the operation that a line names plainly, and the line itself."""
        parsing = self._tables.main.ask(args)
        if parsing.namespace is None or not parsing.remaining:
            return None
        name, (operation, *others) = parsing.namespace.command, parsing.remaining
        service = self._tables.commands.get(name)
        if not calls_as(service, ServiceCommand):
            return None
        command = self._tables.operations(service).get(operation)
        if not isinstance(command, ServiceOperation):
            return None
        names, reading = [str(name), str(operation)], read(self._tables.main, args)
        line = CommandLine(names, operation.place, others, reading, parsing.namespace, ())
        return self._tables.check(OperationCheck, command, line), line

    def _joins(self, output: str | None) -> bool:
        """Return whether a command with this `--output` surely prints all pages as one."""
        if output is None:
            return not self._may_print_pages
        return output in OUTPUT_FORMATS and output not in _BY_PAGE

    @cached_property
    def _may_print_pages(self) -> bool:
        """Return whether commands of some profile print page by page without an `--output`."""
        session = self.driver.session
        profiles = session.full_config["profiles"].values()
        outputs = [profile.get("output") for profile in profiles]
        # No command runs with a profile that is missing, of which a run tells.
        with suppress(ProfileNotFound):
            outputs.append(session.get_config_variable("output"))
        return not _BY_PAGE.isdisjoint(outputs)
