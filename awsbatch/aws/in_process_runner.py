"""The AWS CLI in this process: each command as a fresh `aws` would run it.

An operation of a service runs on a driver kept for its set of options that
change a session. Everything else (`s3`, `configure`, `cloudformation
deploy`, waiters, aliases) runs on a driver made for it alone: its code was
written for a process of its own, and only connections, models and
credentials are shared with it. What needs more of the process than its
standard streams runs alone.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import copy_context
from threading import Lock
from typing import TYPE_CHECKING, Any

from awsbatch.aws import failure as outcome
from awsbatch.aws import invocation as attempt
from awsbatch.aws import start_error as start
from awsbatch.aws.config_generation import Generation
from awsbatch.aws.driver import argument_list as handwritten
from awsbatch.aws.driver import formatter as result
from awsbatch.aws.driver import usage_error as usage
from awsbatch.aws.execution import Execution, Line
from awsbatch.aws.invocation import Abandoned, Attempt
from awsbatch.aws.isolation import color, garbage, log, router, thread
from awsbatch.aws.isolation import state as process
from awsbatch.aws.isolation.admission import Gate
from awsbatch.aws.isolation.descriptor import empty_input
from awsbatch.aws.placeholder_value import PlaceholderValues
from awsbatch.aws.shortcut import NO_SHORTCUTS, Shortcuts
from awsbatch.aws.wire.connection import Connections
from awsbatch.aws.wire.throttle import Throttles
from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.contract.outcome import Ending, Failure, Outcome, unwritten
from awsbatch.contract.word import Word
from awsbatch.output.memory import Memory
from awsbatch.output.sink import Sink
from awsbatch.output.text_stream import TextStreams

if TYPE_CHECKING:
    from awsbatch.aws.line_check.cli_catalog import CliCatalog
    from awsbatch.contract.global_option import GlobalOptions

# They change the CLI when they are imported.
_CHANGES = (color, handwritten, usage)

_INTERRUPTED = 130
_ABANDONED: list[ExitStack] = []
"""What is left as it is for commands that run on when the process is to end."""


class InProcessRunner:
    """Runs commands, each as in a process of its own, from up to `jobs` threads at once.

    Use it as a context manager: it leaves the process as it found it. With
    `record_values`, an outcome has the parsed response, captured or not.
    With `sandbox`, an endpoint URL, every command goes there, whatever its
    profile. `without_input` says that standard input is something else's.
    With `verbatim`, everything is done as the CLI does it, and no sooner.
    """

    def __init__(
        self,
        *,
        record_values: bool = False,
        sandbox: str | None = None,
        jobs: int = 1,
        without_input: bool = False,
        verbatim: bool = False,
    ) -> None:
        self._verbatim = verbatim
        self._record_values = record_values
        self._sandbox = sandbox
        self._jobs = jobs
        self._without_input = without_input
        self._shortcuts = NO_SHORTCUTS if verbatim else _shortcuts()
        self._connections = Connections(jobs, self._shortcuts)
        self._throttles = Throttles()
        self._gate = Gate()
        self._generation: Generation | None = None
        self._generating = Lock()
        self._attempts: set[Attempt] = set()
        self._ended_requests = 0
        self._counting = Lock()
        self._stack = ExitStack()

    def __enter__(self) -> "InProcessRunner":  # noqa: PYI034 (typing has Self from 3.11)
        for block in (
            router.put_back(),
            thread.inheriting(),
            self._shortcuts.process(),
            process.named(),
            garbage.collected(),
            log.one_log_handler(),
        ):
            self._stack.enter_context(block)
        return self

    def __exit__(self, *_: object) -> None:
        self._connections.begin(None)
        if self._attempts:
            # What they still write must not come through.
            _ABANDONED.append(self._stack.pop_all())
        self._stack.close()

    @property
    def requests(self) -> int:
        """How many requests were sent, retries included."""
        with self._counting:
            return self._ended_requests + sum(each.requests for each in self._attempts)

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
        """The shortcuts that lack what they stand on, by name, each with what is missing."""
        return self._shortcuts.off

    def begin(self) -> None:
        """Start the CLI before the first command; raise AwsbatchError where it cannot."""
        with start.explained():
            self._current()

    @property
    def global_options(self) -> "GlobalOptions":
        """The AWS CLI's global options; raise `AwsbatchError` where the AWS CLI cannot start."""
        with start.explained():
            return self._current().global_options

    @property
    def catalog(self) -> "CliCatalog":
        """What commands exist, with the models and tables that the commands then use.

        Raise AwsbatchError where the CLI cannot start.
        """
        with start.explained():
            return self._current().catalog

    @contextmanager
    def beside(self) -> Iterator[None]:
        """See `awsbatch.contract.runner.CommandRunner`."""
        outer, self._without_input = self._without_input, True
        try:
            with empty_input():
                yield
        finally:
            self._without_input = outer

    def run(
        self,
        words: Sequence[Word],
        *,
        stdout: Sink,
        stderr: Sink,
        cancellation: Cancellation,
        capture: bool = False,
        live: bool = True,
        tokens: IdempotencyTokens | None = None,
    ) -> Outcome:
        """Run one command: see `awsbatch.contract.runner.CommandRunner`."""
        values = PlaceholderValues()
        args = values.encode(words)
        memory = Memory()
        wanted = result.Result(captured=capture) if capture or self._record_values else None
        out = memory if capture else stdout

        def edit(text: str) -> str:
            return values.restore(usage.without_banner(text))

        line = Line(
            words,
            args,
            values,
            out,
            stderr,
            capture=capture,
            live=live and not capture,
            without_input=self._without_input,
        )
        if tokens is not None:
            tokens.begin_attempt()
        router.route()
        streams = TextStreams(out, stderr, edit)
        made = Attempt(streams=streams, wanted=wanted, tokens=tokens, cancellation=cancellation)
        self._begin(made)
        try:
            try:
                # What the command's threads write and send is told apart by their context.
                ended = copy_context().run(self._run, line, made)
            finally:
                streams.finish()
        except BrokenPipeError:
            raise
        except OSError as error:
            ended = unwritten(error, stderr)
        finally:
            self._end(made)
        return outcome.with_value(ended, wanted, memory)

    def _run(self, line: Line, made: Attempt) -> Outcome:
        attempt.current.set(made)
        try:
            return _outcome(line, made, *self._call(line, made))
        except (KeyboardInterrupt, Abandoned) as error:
            return _outcome(line, made, _INTERRUPTED, error)
        except SystemExit as error:
            return _outcome(line, made, error.code, error)
        except Exception as error:  # noqa: BLE001 (the CLI's, which ends its process)
            sys.stderr.write(f"\n{error}\n")
            return _outcome(line, made, 1, error)

    def _call(self, line: Line, made: Attempt) -> tuple[Any, BaseException | None]:
        self._gate.enter(made)
        try:
            execution = Execution(self._current(), line)
            if not execution.is_alone:
                return execution.run(made)
        finally:
            self._gate.leave(made)
        with self._gate.alone(made):
            # The configuration may have changed until it was.
            execution = Execution(self._current(), line)
            try:
                return execution.run_alone(made)
            finally:
                if execution.is_configuring:
                    self._generation = None

    def _current(self) -> Generation:
        while True:
            generation = self._generation
            if generation is not None and not generation.configuration.changed():
                return generation
            with self._generating:
                if self._generation is generation:
                    self._generation = self._made()

    def _made(self) -> Generation:
        # What is left of the one before is to be garbage by now.
        self._generation = None
        self._connections.begin(None)
        with garbage.made_for_good():
            return Generation(
                self._connections,
                self._throttles,
                jobs=self._jobs,
                sandbox=self._sandbox,
                shortcuts=self._shortcuts,
                verbatim=self._verbatim,
            )

    def _begin(self, made: Attempt) -> None:
        with self._counting:
            made.is_beside = bool(self._attempts)
            self._attempts.add(made)

    def _end(self, made: Attempt) -> None:
        with self._counting:
            self._attempts.discard(made)
            self._ended_requests += made.requests


def _shortcuts() -> Shortcuts:
    # Not imported by a verbatim runner.
    from awsbatch.aws.fast_path.registry import shortcuts

    return shortcuts()


def _outcome(line: Line, made: Attempt, status: Any, error: BaseException | None) -> Outcome:
    # Of a negative one, as of a program ended by a signal, the process's low byte.
    exit_status = status & 0xFF if isinstance(status, int) else int(status is not None)
    abandoned = made.cancellation.is_abandoned and exit_status != 0
    return Outcome(
        exit_status=exit_status,
        failure=_failure(error, line.tokens, made) if exit_status else None,
        ending=Ending.ABANDONED
        if abandoned or isinstance(error, KeyboardInterrupt)
        else Ending.RAN,
    )


def _failure(
    error: BaseException | None, tokens: PlaceholderValues, made: Attempt
) -> Failure | None:
    if error is None:
        return outcome.refused(made.refusals)
    return outcome.failure(error, tokens)
