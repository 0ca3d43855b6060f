"""`awsbatch exec`: a program run with an `aws` that warm processes answer."""

from __future__ import annotations

import os
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from awsbatch.cli.command_runner import guard_of, own_python
from awsbatch.cli.exec import call_terms
from awsbatch.cli.exec.call_description import description
from awsbatch.cli.exec.call_terms import CallTerms
from awsbatch.cli.exec.inherited_file import inherited_files, let_go
from awsbatch.cli.exec.program_environ import program_environ
from awsbatch.cli.exec.real_aws import real_aws
from awsbatch.cli.verbatim import VERBATIM
from awsbatch.cli.which_aws.cli_package import own_package
from awsbatch.door.given import given_environ
from awsbatch.exec.call_question import Questions
from awsbatch.exec.call_server import CallServer
from awsbatch.exec.client_program import client_program
from awsbatch.exec.front_process import FrontProcess, end_by_interrupt
from awsbatch.exec.guard_desk import GuardDesk
from awsbatch.exec.parent_process import ParentProcess
from awsbatch.exec.program_process import NoProgramError, Program
from awsbatch.exec.run_folder import run_folder
from awsbatch.exec.worker import Worker
from awsbatch.exit_status import ExitStatus
from awsbatch.fault.error import AwsbatchError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from awsbatch.cli.option import Options
    from awsbatch.cli.which_aws.aws_choice import AwsChoice
    from awsbatch.exec.call_report import CallReport
    from awsbatch.exec.call_request import CallRequest
    from awsbatch.exec.channel import Channel
    from awsbatch.exec.client_frame import Become
    from awsbatch.exec.front_link import FrontLink
    from awsbatch.exec.run_folder import RunFolder
    from awsbatch.exec.working.interrupted_call import InterruptedCall
    from awsbatch.report.console import Console
    from awsbatch.sandbox.sandbox import Sandbox

_INSIDE = (
    "running against an in-memory AWS: only `aws`, and programs that heed AWS_ENDPOINT_URL,"
    " are kept inside"
)
_GONE = "the process that guards the calls of `aws` was killed: those that came later were refused"


def exec_run(options: Options, choice: AwsChoice, console: Console) -> int:
    """Run a program, and return its exit status; raise `AwsbatchError` where it cannot be.

    Where SIGINT has ended the program, it ends this process as well: a loop of a shell ends with
    Ctrl-C only if what it runs is seen to end so.
    """
    with ExitStack() as stack:
        status, is_interrupted = _Run(options, choice, console, stack).status()
    if is_interrupted and status == ExitStatus.INTERRUPTED:
        end_by_interrupt()
    return status


class _Run:
    """A program run, with what its calls are taken and held by."""

    def __init__(
        self, options: Options, choice: AwsChoice, console: Console, stack: ExitStack
    ) -> None:
        """Prepare all but the processes, until the stack is left."""
        self._options = options
        self._choice = choice
        self._console = console
        self._stack = stack
        # In this order: the AWS CLI changes the environment when it is imported.
        self._given, self._inherited = given_environ(), inherited_files()
        self._is_guarded = call_terms.is_guarded(options)
        self._folder = stack.enter_context(run_folder(major=_major(), is_guarded=self._is_guarded))
        self._desk = GuardDesk(guard_of(options), is_guarded=self._is_guarded)
        if options.expected_accounts and not options.sandbox:
            # Of use for this option only.
            from awsbatch.cli.exec.chosen_credentials import refuse_other_account

            refuse_other_account(options.expected_accounts)
        # In this order: the client lasts longer than a sandbox, in which the user has another home.
        self._client = client_program(
            Path(own_python().executable), self._given, self._folder.promise, choice.aws
        )
        sandbox = _sandbox(options, self._folder, stack, console)
        self._terms = CallTerms(options, self._desk, sandbox)

    def status(self) -> tuple[int, bool]:
        """Run the program; return what to end with, and whether SIGINT has ended it."""
        parent = self._parent()
        front = FrontProcess()
        self._say_how()
        environ = self._terms.of_program(self._given)
        environ = program_environ(environ, self._client.folder, self._folder.path)
        try:
            program = Program(self._options.command, environ, front.mask)
        except NoProgramError as error:
            parent.kill()
            return self._none(error), False
        let_go(self._inherited)
        status = front.exit_status(program, parent)
        if self._options.sandbox:
            # What the program has left behind still calls it; a signal ends that as well.
            self._stack.callback(parent.kill)
            with front.ended_by_signals():
                parent.reap(waits=True)
        return status, front.is_interrupted

    def _parent(self) -> ParentProcess:
        """Begin to take calls, in a process for that alone."""
        parent = ParentProcess(self._serve, without=self._without_parent)
        # It is not listened to here: who connects is to see whether anybody does.
        self._folder.listener.close()
        return parent

    def _serve(self, front: FrontLink) -> None:
        """Take calls, in the parent of the workers, until the program has ended."""
        let_go(self._inherited)
        self._console.share()
        # Here, beside the program, which starts without it.
        from awsbatch.cli.exec.call_teller import CallTeller

        teller = CallTeller(self._options, self._console)

        def report(call: CallReport) -> None:
            self._desk.note(call)
            teller.take(call)

        def conclude(status: int, under_way: int) -> int:
            if (refused := self._desk.error) is not None:
                self._console.say_error(refused)
            teller.sum_up(under_way)
            return status if refused is None else ExitStatus.REFUSED.value

        warm = _Warm(self._terms, self._choice, self._folder.path, self._given)
        server = CallServer(
            self._folder,
            self._client.folder / "aws",
            front,
            serve=warm.serve,
            desk=self._terms.desk,
            report=report,
            conclude=conclude,
            rate=self._options.rate,
        )
        warm.up()
        server.run()

    def _say_how(self) -> None:
        if self._options.verbose:
            # Nobody else asks for it.
            from awsbatch.cli.help import installation

            how = installation.in_short(self._choice)
            self._console.say(f"{how}; client {self._client.kind}")
            if self._terms.is_verbatim:
                self._console.say(VERBATIM)

    def _none(self, error: NoProgramError) -> int:
        """Tell that the program cannot be run, and return the exit status for that."""
        # Of use for a mistake only.
        from awsbatch.cli.exec.program_hint import program_hint

        error.hint = program_hint(self._options.command, self._given.get("PATH", os.defpath))
        self._console.say_error(error)
        return error.exit_status

    def _without_parent(self, status: int) -> int:
        """Return what to end with where the parent was killed, and its guards with it."""
        if not self._is_guarded:
            return status
        self._console.say_error(RefusedError(_GONE))
        return ExitStatus.REFUSED.value


def _major() -> int:
    """Return the major version of the AWS CLI that serves."""
    if (package := own_package()) is not None:
        return package.major
    # A bundle has no file that tells it.
    from awsbatch.aws.version import release

    return int(release.AWS_CLI.partition(".")[0])


class _Warm:
    """The AWS CLI in the parent, as each worker begins with it."""

    def __init__(
        self, terms: CallTerms, choice: AwsChoice, folder: Path, first: Mapping[str, str]
    ) -> None:
        """Take the environment that the program begins with as well."""
        self._terms = terms
        self._choice = choice
        self._folder = folder
        self._first = first

    def up(self) -> None:
        """Start the AWS CLI."""
        # Not before the program runs: it takes longer to import than many programs to run.
        from awsbatch.aws.plain_runner import PlainRunner
        from awsbatch.aws.surroundings import surroundings

        self._runner = PlainRunner(surroundings=surroundings, **self._terms.runner)
        self._runner.__enter__()
        # Where it cannot start, calls are left to the real one, which says so.
        with suppress(AwsbatchError):
            self._runner.begin()

    def serve(self, channel: Channel, lifeline: int, interrupted: InterruptedCall) -> None:
        """Be a worker, in a child of this process."""
        questions = Questions(channel)
        self._terms.connect(questions)
        worker = Worker(
            channel,
            self._runner,
            self._first,
            self._instead,
            questions,
            self._terms.laid,
            partial(description, self._runner, whole=self._terms.is_verbose),
            interrupted,
        )
        worker.serve(lifeline)

    def _instead(self, request: CallRequest, why: str) -> Become:
        return self._terms.held(real_aws(request, self._choice), self._folder, why)


def _sandbox(
    options: Options, folder: RunFolder, stack: ExitStack, console: Console
) -> Sandbox | None:
    """Enter the sandbox, if there is to be one, until the stack is left."""
    if not options.sandbox:
        return None
    from awsbatch.sandbox import sandbox

    entered = stack.enter_context(sandbox.enter(own_python(), home=folder.home()))
    if not options.quiet:
        console.say(_INSIDE)
    return entered
