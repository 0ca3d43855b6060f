"""The AWS CLI in this process: each command as a fresh `aws` would run it.

An operation of a service runs on a driver kept for its set of options that
change a session. Everything else (`s3`, `configure`, `cloudformation
deploy`, waiters, aliases) runs on a driver made for it alone: its code was
written for a process of its own, and only connections, models and
credentials are shared with it. What needs more of the process than its
standard streams runs alone.
"""

from argparse import Namespace
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import copy_context
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from awsbatch.aws.clearance import Clearance
from awsbatch.aws.command_target import CommandTargets, without_unknowns
from awsbatch.aws.config_generation import Generation
from awsbatch.aws.current_generation import CurrentGeneration
from awsbatch.aws.driver import argument_list, formatter, help_display
from awsbatch.aws.execution import Execution
from awsbatch.aws.failure import RoleNotAssumed, failure, hindrance, outcome
from awsbatch.aws.invocation import Abandoned, Invocation, enter
from awsbatch.aws.isolation import (
    color,
    crt_transfer,
    garbage,
    log,
    output_path,
    router,
    state,
    thread,
    warning_display,
)
from awsbatch.aws.isolation.admission import Gate
from awsbatch.aws.isolation.descriptor import empty_input
from awsbatch.aws.manner import Manner
from awsbatch.aws.session.account_book import reason_of
from awsbatch.aws.session.caller_identity import CallerIdentities
from awsbatch.aws.session.command_signature import CommandSignatures
from awsbatch.aws.session.library import Libraries
from awsbatch.aws.session.shared_parts import Lasting
from awsbatch.aws.session.signer_cache import Signers
from awsbatch.aws.session.use import Uses
from awsbatch.aws.short_execution import short_execution
from awsbatch.aws.shortcut import NO_SHORTCUTS, Shortcuts
from awsbatch.aws.start_error import explained
from awsbatch.aws.traffic import Traffic
from awsbatch.aws.version.installed import ERROR_STATUS, readable, report, short_usage
from awsbatch.aws.wire.connection import Connections
from awsbatch.aws.wire.throttle import Throttles
from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.effect import Effect
from awsbatch.contract.first_signing import FirstSigning
from awsbatch.contract.guard import Errand, Guard
from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.contract.mask import Masked, all_masked
from awsbatch.contract.outcome import Ending, Outcome, unwritten
from awsbatch.contract.plan import Target
from awsbatch.contract.signer import Role, Signer
from awsbatch.contract.turn import Turns
from awsbatch.contract.word import HoledWord, Word
from awsbatch.output.memory import Memory
from awsbatch.output.sink import Sink

if TYPE_CHECKING:
    from awsbatch.aws.line_check.cli_catalog import CliCatalog
    from awsbatch.contract.global_option import GlobalOptions

# To import them replaces functions of the CLI.
_CHANGES = (argument_list, crt_transfer, formatter, help_display)

_INTERRUPTED = 130
_ABANDONED: list[ExitStack] = []
"""Blocks that are not left, because abandoned commands run on until the process ends."""


class InProcessRunner:
    """Runs commands, each as in a process of its own, from up to `jobs` threads at once.

    Use it as a context manager: it leaves the process as it found it. With
    `record_values`, an outcome has the parsed response, captured or not, and
    with `record_request_ids` the id of the last request.
    With `sandbox`, an endpoint URL, every command goes there, whatever its
    profile. `without_input` says that standard input is something else's.
    With `verbatim`, everything is done as the CLI does it, and no sooner.
    A `guard` is asked before each request of a command that has an errand; with
    `tells_signers`, it is told who signs the request.
    Where the environment of the process changes between commands, and no two of
    them run at once, `surroundings` is asked for each of them what tells its
    environment from others, and may put the process in order for it. What is
    kept for one environment serves no other then. `turns` is a book of the
    turns of requests that others share; by default, this runner has one of its
    own.
    """

    manner: ClassVar[Manner] = Manner.READABLE

    def __init__(  # noqa: PLR0913 (each is read where it is given)
        self,
        *,
        record_values: bool = False,
        record_request_ids: bool = False,
        sandbox: str | None = None,
        jobs: int = 1,
        without_input: bool = False,
        verbatim: bool = False,
        guard: Guard | None = None,
        tells_signers: bool = False,
        surroundings: Callable[[], Hashable] | None = None,
        turns: Turns | None = None,
    ) -> None:
        self._guard = guard
        self._record_values = record_values
        self._record_request_ids = record_request_ids
        self._without_input = without_input
        self._shortcuts = NO_SHORTCUTS if verbatim else _shortcuts()
        self._connections = Connections(jobs, self._shortcuts)
        self._throttles = Throttles() if turns is None else turns
        self._gate = Gate()
        self._traffic = Traffic()
        self._signers = Signers()
        lasting = Lasting(
            self._connections,
            self._throttles,
            self._signers,
            Libraries(),
            self._shortcuts,
            jobs=jobs,
            verbatim=verbatim,
            manner=self.manner,
            tells_signers=tells_signers,
        )
        make = partial(Generation, lasting, sandbox=sandbox)
        self._generation = CurrentGeneration(make, self._connections, surroundings)
        self._tells_signers = tells_signers
        self._identities = CallerIdentities()
        self._targets = CommandTargets(self._identities)
        self._uses = Uses()
        self._looks = 0
        """How often credentials were to be looked for again."""
        self._stack = ExitStack()

    def __enter__(self) -> "InProcessRunner":  # noqa: PYI034 (typing has Self from 3.11)
        for block in (*self._changes(), *self._readable()):
            self._stack.enter_context(block)
        return self

    def _changes(self) -> Iterable[AbstractContextManager[None]]:
        """Yield the blocks in which the process makes more than one command."""
        yield thread.belonging()
        yield self._shortcuts.process()
        yield state.named()
        yield warning_display.each_command()
        yield garbage.collected()
        yield log.one_log_handler()

    def _readable(self) -> Iterable[AbstractContextManager[None]]:
        """Yield the blocks in which commands have streams of their own, which a person reads."""
        yield router.put_back()
        yield color.routed()
        yield output_path.routed()
        yield short_usage()

    def __exit__(self, *_: object) -> None:
        for generation in self._generation.all:
            self._connections.end(generation.shared)
        if not self._gate.is_empty:
            # Abandoned commands still run: what they write must not reach the real streams.
            _ABANDONED.append(self._stack.pop_all())
        self._stack.close()

    @property
    def signing(self) -> FirstSigning:
        """Whether anything was signed and sent yet."""
        return self._traffic.signing

    @property
    def requests(self) -> int:
        """How many requests were sent, retries included."""
        return self._traffic.requests

    @property
    def throttled(self) -> int:
        """How many of the requests were refused for coming too fast."""
        return self._throttles.refusals

    @property
    def connections(self) -> int:
        """How many connections were opened for them."""
        return self._connections.opened

    @property
    def shortcuts_off(self) -> Mapping[str, str]:
        """The shortcuts that are not taken, by name, each with the reason, as known so far."""
        return self._shortcuts.off

    @property
    def shortcut_bug(self) -> str | None:
        """What is wrong with a shortcut, for which it was not taken any more."""
        return self._shortcuts.bug

    def begin(self) -> None:
        """Start the CLI before the first command; raise AwsbatchError where it cannot."""
        with explained():
            self._generation.get()

    @property
    def global_options(self) -> "GlobalOptions":
        """The AWS CLI's global options; raise `AwsbatchError` where the AWS CLI cannot start."""
        with explained():
            return self._generation.get().global_options

    @property
    def profiles(self) -> Collection[str]:
        """The names of all profiles that the configuration has."""
        with explained():
            return self._generation.get().profiles

    @property
    def profile(self) -> Mapping[str, str]:
        """The profile that the environment names, by the variable that does, if one does."""
        with explained():
            return self._generation.get().profile

    @property
    def catalog(self) -> "CliCatalog":
        """What commands exist, with the models and tables that the commands then use.

        Raise AwsbatchError where the CLI cannot start.
        """
        with explained():
            return self._generation.get().catalog

    @property
    def circumstances(self) -> object:
        """See `awsbatch.contract.runner.CommandRunner`."""
        return self._generation.last, self._looks

    def effect(self, words: Sequence[Word]) -> Effect:
        """See `awsbatch.contract.runner.CommandRunner`."""
        try:
            return self._generation.get().catalog.effect(words)
        except Exception:  # noqa: BLE001 (the CLI's, which the command will end with as well)
            return Effect.CHANGES

    def masked(self, words: Sequence[Word]) -> Masked:
        """See `awsbatch.contract.runner.CommandRunner`."""
        try:
            # Whatever has changed: a thread that shows a command must not make a generation for it.
            generation = self._generation.last or self._generation.get()
            return generation.catalog.masked(words)
        except Exception:  # noqa: BLE001 (the CLI's, which the command has ended with as well)
            return all_masked(words)

    def target(
        self,
        words: Sequence[Word],
        *,
        signer: Signer | None,
        cancellation: Cancellation,
        knows: Callable[[str], bool] | None = None,
    ) -> Target:
        """See `awsbatch.contract.runner.CommandRunner`."""
        invocation = Invocation(
            without_unknowns(words),
            stdout=Memory(),
            stderr=Memory(),
            cancellation=cancellation,
            traffic=self._traffic,
            signer=signer,
        )
        router.route()
        return copy_context().run(self._target, invocation, knows)

    def _target(self, invocation: Invocation, knows: Callable[[str], bool] | None) -> Target:
        enter(invocation)
        try:
            self._gate.enter(invocation)
            return self._targets.target(self._generation.get(), invocation, knows)
        except (Abandoned, SystemExit):
            return Target()
        except Exception as error:  # noqa: BLE001 (the CLI's, which the command will end with as well)
            return Target(unknown_account=reason_of(error))
        finally:
            self._gate.leave(invocation)

    def look_again(self) -> None:
        """See `awsbatch.contract.runner.CommandRunner`."""
        self._looks += 1
        self._signers.forget()
        self._targets.forget()
        for generation in self._generation.all:
            generation.shared.forget_credentials()

    @contextmanager
    def beside(self) -> Iterator[None]:
        """See `awsbatch.contract.runner.CommandRunner`."""
        outer, self._without_input = self._without_input, True
        try:
            with empty_input():
                yield
        finally:
            self._without_input = outer

    def run(  # noqa: PLR0913 (all that a command needs)
        self,
        words: Sequence[Word],
        *,
        stdout: Sink,
        stderr: Sink,
        cancellation: Cancellation,
        capture: bool = False,
        live: bool = True,
        tokens: IdempotencyTokens | None = None,
        signer: Signer | None = None,
        errand: Errand | None = None,
    ) -> Outcome:
        """Run one command: see `awsbatch.contract.runner.CommandRunner`."""
        invocation = Invocation(
            words,
            stdout=stdout,
            stderr=stderr,
            cancellation=cancellation,
            traffic=self._traffic,
            edit_stderr=readable,
            capture=capture,
            keeps_value=self._record_values,
            keeps_request_id=self._record_request_ids,
            live=live,
            without_input=self._without_input,
            tokens=tokens,
            signer=signer,
        )
        if self._guard is not None and errand is not None:
            self._guarded(invocation, self._guard, errand)
        if tokens is not None:
            tokens.begin_attempt()
        router.route()
        # What the command's threads write and send is told apart by their context.
        return copy_context().run(self._run, invocation)

    def _guarded(self, invocation: Invocation, guard: Guard, errand: Errand) -> None:
        """Have a guard asked before each request of an errand."""
        invocation.clearance = clearance = Clearance(guard, errand)
        if self._tells_signers:
            clearance.signatures = CommandSignatures(invocation, clearance, self._known)

    def _known(self) -> CallerIdentities:
        """Return what knows the accounts of credentials that the command under way uses."""
        return self._identities

    def takes_token(self, words: Sequence[Word]) -> bool | None:
        """See `awsbatch.contract.runner.CommandRunner`."""
        try:
            return self._generation.get().catalog.takes_token(words)
        except Exception:  # noqa: BLE001 (the CLI's, which the command will end with as well)
            return None

    def takes_pairs(self, words: Sequence[HoledWord]) -> bool:
        """See `awsbatch.contract.runner.CommandRunner`."""
        return self.catalog.takes_pairs(words)

    def assume(self, role: Role, *, cancellation: Cancellation) -> Outcome:
        """Assume a role: see `awsbatch.contract.runner.CommandRunner`."""
        invocation = Invocation(
            (), stdout=Memory(), stderr=Memory(), cancellation=cancellation, traffic=self._traffic
        )
        return copy_context().run(self._assume, invocation, role)

    def _assume(self, invocation: Invocation, role: Role) -> Outcome:
        enter(invocation)
        try:
            self._gate.enter(invocation)
            invocation.sessions = self._generation.get().lone_session
            invocation.options = Namespace(
                command="sts", profile=role.profile, region=role.region, endpoint_url=None
            )
            self._signers.credentials(role)
        except (KeyboardInterrupt, Abandoned):
            return Outcome(_INTERRUPTED, ending=Ending.ABANDONED)
        except Exception as error:  # noqa: BLE001 (whatever the AWS CLI's configuration makes of it)
            cause = error.cause if isinstance(error, RoleNotAssumed) else error
            invocation.error = cause
            result = Outcome(ERROR_STATUS, failure=failure(cause, invocation.values))
            result = self._remedied(result, invocation)
            return self._uses.told_of_source(result, invocation, role)
        finally:
            self._gate.leave(invocation)
        return self._uses.told_of_source(Outcome(0), invocation, role)

    def _run(self, invocation: Invocation) -> Outcome:
        enter(invocation)
        try:
            try:
                status = self._status(invocation)
            finally:
                invocation.finish()
        except BrokenPipeError:
            raise
        except OSError as error:
            return replace(unwritten(error, invocation.stderr), value=invocation.value)
        finally:
            self._gate.leave(invocation)
        result = outcome(invocation, status)
        if result.refusal is not None:
            return result
        if result.exit_status:
            result = self._remedied(result, invocation)
        if self._uses.are_told or result.failure is not None:
            return self._uses.told(result, invocation)
        return result

    @property
    def _last_session(self) -> Any:
        generation = self._generation.last
        return None if generation is None else generation.session

    def _remedied(self, ended: Outcome, invocation: Invocation) -> Outcome:
        """Return the outcome of a failed command, with what helps if no command can work."""
        found, options = hindrance(invocation), invocation.options
        if found is None or options is None:
            return ended
        failed = ended.failure or failure(found, invocation.values)
        generation = self._generation.get()
        if failed.passing or generation.is_configuring(options):
            return ended
        # Imported here: only a run that ends at once has use for it.
        from awsbatch.aws.remedy import remedy

        helps = remedy(found, generation.chosen(options))
        return replace(ended, failure=replace(failed, remedy=helps))

    def _status(self, invocation: Invocation) -> Any:
        """Return what the CLI ends the command with, and keep the exception if there was one."""
        try:
            return self._call(invocation)
        except (KeyboardInterrupt, Abandoned) as error:
            invocation.error = error
            return _INTERRUPTED
        except SystemExit as error:
            invocation.error = error
            return error.code
        except Exception as error:  # noqa: BLE001 (the CLI's, which ends its process)
            invocation.error = error
            return report(error, self._last_session, invocation.options)

    def _call(self, invocation: Invocation) -> Any:
        self._gate.enter(invocation)
        generation = self._generation.get()
        if (short := short_execution(generation, invocation)) is not None:
            return short.run()
        execution = Execution(generation, invocation)
        if not execution.is_alone:
            if execution.follows():
                short = short_execution(generation, invocation)
            return execution.run() if short is None else short.run()
        with self._gate.alone(invocation):
            # Looked at again: the configuration may have changed while this waited to be alone.
            execution = Execution(self._generation.get(), invocation)
            try:
                return execution.run_alone()
            finally:
                if execution.is_configuring:
                    self._generation.drop()


def _shortcuts() -> Shortcuts:
    # Not imported by a verbatim runner.
    from awsbatch.aws.fast_path.registry import shortcuts

    return shortcuts()
