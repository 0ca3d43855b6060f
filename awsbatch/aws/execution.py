"""One command run on a driver, beside others or with the process to itself."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any, NoReturn

from awsbatch.aws.catalog.own_sender import changes_unseen, sends_unseen
from awsbatch.aws.clearance import Clearance
from awsbatch.aws.config_generation import Generation
from awsbatch.aws.driver.driver import Driver
from awsbatch.aws.examination import HandWrittenExamination
from awsbatch.aws.invocation import Invocation
from awsbatch.aws.isolation import log, state, terminal_need
from awsbatch.aws.isolation.descriptor import descriptor
from awsbatch.aws.placeholder_value import PlaceholderValues
from awsbatch.aws.session.shared_parts import Used
from awsbatch.aws.session.signer_cache import environment_of
from awsbatch.aws.version.installed import refuse
from awsbatch.contract.guard import Refusal, Request

_UNSEEN = "no guard can see what `{}` sends, which it does by a program or a way of its own"
_BY_ITSELF = "run it by itself, without the option that has its requests guarded"


class Execution:
    """A command as one generation runs it, its global options parsed.

    Raises what the CLI does where they cannot be, or where it needs the terminal
    or an input and has it not.
    """

    def __init__(self, generation: Generation, invocation: Invocation) -> None:
        parsed, remaining = generation.parse(invocation.args)
        _restore_globals(parsed, invocation.values)
        if invocation.captures:
            parsed.output = "json"
        if not invocation.is_live and (what := terminal_need.need(parsed.command, remaining)):
            refuse(terminal_need.REFUSAL.format(what))
        if invocation.without_input and (
            what := terminal_need.reads_input(parsed.command, remaining)
        ):
            refuse(terminal_need.INPUT_REFUSAL.format(what))
        if invocation.captures and (file := terminal_need.printed_file(parsed.command, remaining)):
            what = f"{parsed.command} {remaining[0]}"
            refuse(terminal_need.FILE_REFUSAL.format(what, file))
        invocation.sessions = generation.lone_session
        invocation.options = parsed
        if invocation.clearance is not None:
            _show(invocation.clearance, invocation, generation, remaining)
        self.is_alone = generation.is_alone(parsed, remaining)
        self.is_configuring = generation.is_configuring(parsed)
        self._generation = generation
        self._invocation = invocation
        self._parsed = parsed
        self.remaining = remaining
        """The words that the command itself parses."""

    def follows(self) -> bool:
        """Return whether the command has waited for another, which may have found a short way."""
        return self._generation.follows(self._invocation, self.remaining)

    def run(self) -> Any:
        """Run the command beside others, and return what the CLI ends it with."""
        try:
            driver = self._borrowed()
            try:
                return driver.run(self._invocation.args, self._parsed, self.remaining)
            finally:
                self._give_back(driver)
        finally:
            self._generation.shared.first_comers.pass_on(self._invocation)

    def end(self, error: BaseException, used: Used) -> Any:
        """Return what the CLI ends the command with where calling a client raised `error`.

        It is told of as if the call had been made here.
        """
        driver = self._borrowed()
        driver.session.adopt(used)
        try:
            return driver.run(self._invocation.args, self._parsed, self.remaining, _raising(error))
        finally:
            self._give_back(driver)

    def run_alone(self) -> Any:
        """Run the command with a process of its own, and return what the CLI ends it with."""
        invocation, parsed, remaining = self._invocation, self._parsed, self.remaining
        driver = self._borrowed()
        with ExitStack() as stack:
            stack.callback(self._give_back, driver)
            stack.enter_context(state.restored(invocation.words, verbatim_logs=log.debugs(parsed)))
            is_program = self._generation.is_program(parsed, remaining)
            is_lent = is_program or terminal_need.is_lent(parsed.command, remaining)
            if invocation.signer is not None and (is_program or is_lent):
                stack.enter_context(environment_of(driver.session.get_credentials()))
            if is_program:
                remaining = [invocation.values.restore(word) for word in remaining]
            if is_lent:
                stack.enter_context(invocation.stdout.lent())
            if is_program or invocation.stdout.fileno() is not None:
                stack.enter_context(descriptor(1, invocation.stdout))
            if is_program:
                stack.enter_context(descriptor(2, invocation.stderr))
            status = driver.run(invocation.args, parsed, remaining)
            state.record_status(status)
            return status

    def _borrowed(self) -> Driver:
        signer = self._invocation.signer
        driver = self._generation.borrow(self._parsed, self.remaining, signer, alone=self.is_alone)
        if driver.key is None:
            # Unless it is an operation, which then has one of its own.
            words = " ".join((self._parsed.command, *self.remaining))
            self._invocation.examination = HandWrittenExamination(words)
        return driver

    def _give_back(self, driver: Driver) -> None:
        invocation, session = self._invocation, driver.session
        invocation.session = session
        invocation.used = session.settle(retried=invocation.is_retried)
        if invocation.cancellation.is_abandoned or invocation.refusal is not None:
            self._generation.discard(driver)
        else:
            self._generation.give_back(driver)


def _raising(error: BaseException) -> Callable[[Sequence[str], Any], NoReturn]:
    def command(remaining: Sequence[str], options: Any) -> NoReturn:  # noqa: ARG001 (the CLI's)
        raise error

    return command


def _show(
    clearance: Clearance, invocation: Invocation, generation: Generation, remaining: Sequence[str]
) -> None:
    """Have a guard know the whole command; raise `Abandoned` where it is refused at once."""
    parsed = invocation.options
    first = remaining[0] if remaining else ""
    if generation.is_operation(parsed, remaining):
        clearance.is_operation(generation.catalog.effect(invocation.words))
    elif generation.is_program(parsed, ()):
        invocation.refuse(_unseen(parsed.command))
    elif generation.is_program(parsed, remaining) or sends_unseen(parsed.command, first):
        invocation.refuse(_unseen(f"{parsed.command} {first}"))
    elif changes_unseen(parsed.command, first):
        invocation.ask(Request(changes=True))


def _unseen(name: str) -> Refusal:
    return Refusal(_UNSEEN.format(name), _BY_ITSELF)


def _restore_globals(parsed: Any, values: PlaceholderValues) -> None:
    """Put values back in the global options; in `--query`, after it is compiled."""
    if values:
        for name, value in vars(parsed).items():
            if isinstance(value, str) and name != "query":
                setattr(parsed, name, values.restore(value))
