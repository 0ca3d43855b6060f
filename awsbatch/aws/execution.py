"""One command run on a driver, beside others or with the process to itself."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from awscli.alias import ExternalAliasCommand

from awsbatch.aws.config_generation import Generation
from awsbatch.aws.driver.driver import Driver
from awsbatch.aws.invocation import Attempt
from awsbatch.aws.isolation import log
from awsbatch.aws.isolation import state as process
from awsbatch.aws.isolation import terminal_need as terminal
from awsbatch.aws.isolation.descriptor import descriptor
from awsbatch.aws.placeholder_value import PlaceholderValues
from awsbatch.contract.word import Word
from awsbatch.output.sink import Sink
from awsbatch.record import record


@record
class Line:
    """One command as the pool was given it."""

    words: Sequence[Word]
    args: list[str]
    tokens: PlaceholderValues
    stdout: Sink
    stderr: Sink
    capture: bool
    live: bool
    without_input: bool
    """Whether standard input is empty, because something else has it."""


class Execution:
    """A command as one generation runs it, its global options parsed.

    Raises `SystemExit` where they cannot be, or where it needs the terminal
    or an input and has it not.
    """

    def __init__(self, generation: Generation, line: Line) -> None:
        parsed, remaining = generation.parse(line.args)
        _restore_globals(parsed, line.tokens)
        if line.capture:
            parsed.output = "json"
        if not line.live and (what := terminal.need(parsed.command, remaining)):
            sys.stderr.write(terminal.REFUSAL.format(what))
            raise SystemExit(2)
        if line.without_input and (what := terminal.reads_input(parsed.command, remaining)):
            sys.stderr.write(terminal.INPUT_REFUSAL.format(what))
            raise SystemExit(2)
        self.is_alone = generation.is_alone(parsed, remaining)
        self.is_configuring = generation.is_configuring(parsed)
        self._generation = generation
        self._line = line
        self._parsed = parsed
        self._remaining = remaining

    def run(self, made: Attempt) -> tuple[Any, BaseException | None]:
        """Return the exit status, and the exception that ended it."""
        driver = self._borrowed()
        try:
            return driver.run(self._line.args, self._parsed, self._remaining), driver.failed
        finally:
            self._give_back(driver, made)

    def run_alone(self, made: Attempt) -> tuple[Any, BaseException | None]:
        """Do the same, with a process of its own."""
        line, parsed, remaining = self._line, self._parsed, self._remaining
        driver = self._borrowed()
        with ExitStack() as stack:
            stack.callback(self._give_back, driver, made)
            stack.enter_context(process.restored(line.words, verbatim_logs=log.debugs(parsed)))
            is_program = isinstance(driver.commands[parsed.command], ExternalAliasCommand)
            if is_program:
                remaining = [line.tokens.restore(word) for word in remaining]
            if terminal.is_lent(parsed.command, remaining):
                stack.enter_context(line.stdout.lent())
            if is_program or line.stdout.fileno() is not None:
                stack.enter_context(descriptor(1, line.stdout))
            if is_program:
                stack.enter_context(descriptor(2, line.stderr))
            status = driver.run(line.args, parsed, remaining)
            process.record_status(status)
            return status, driver.failed

    def _borrowed(self) -> Driver:
        driver = self._generation.borrow(self._parsed, self._remaining, alone=self.is_alone)
        driver.data.tokens = self._line.tokens
        return driver

    def _give_back(self, driver: Driver, made: Attempt) -> None:
        driver.session.settle(retried=made.retried)
        if made.cancellation.is_abandoned:
            self._generation.discard(driver)
        else:
            self._generation.give_back(driver)


def _restore_globals(parsed: Any, tokens: PlaceholderValues) -> None:
    """Put values back in the global options; in `--query`, after it is compiled."""
    if tokens:
        for name, value in vars(parsed).items():
            if isinstance(value, str) and name != "query":
                setattr(parsed, name, tokens.restore(value))
