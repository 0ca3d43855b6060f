"""`awsbatch exec`: a program run with an `aws` that warm processes answer."""

from __future__ import annotations

import os
import sys
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
from awsbatch.cli.which_aws.cli_package import own_package
from awsbatch.door.given import given_environ
from awsbatch.door.passage import passage
from awsbatch.exec.call_question import Questions
from awsbatch.exec.call_server import CallServer
from awsbatch.exec.client_program import client_program
from awsbatch.exec.front_process import FrontProcess
from awsbatch.exec.guard_desk import GuardDesk
from awsbatch.exec.parent_process import ParentProcess
from awsbatch.exec.program_process import NoProgramError, Program
from awsbatch.exec.run_folder import run_folder
from awsbatch.exec.worker import Worker
from awsbatch.exit_status import ExitStatus
from awsbatch.fault.error import AwsbatchError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from awsbatch.cli.exec.call_teller import CallTeller
    from awsbatch.cli.option import Options
    from awsbatch.cli.which_aws.aws_choice import AwsChoice
    from awsbatch.exec.call_report import CallReport
    from awsbatch.exec.call_request import CallRequest
    from awsbatch.exec.channel import Channel
    from awsbatch.exec.client_frame import Become
    from awsbatch.exec.front_link import FrontLink
    from awsbatch.exec.run_folder import RunFolder
    from awsbatch.report.console import Console
    from awsbatch.sandbox.sandbox import Sandbox

_INSIDE = (
    "running against an in-memory AWS: only `aws`, and programs that heed AWS_ENDPOINT_URL,"
    " are kept inside"
)
_GONE = "the process that guards the calls of `aws` was killed: those that came later were refused"


def exec_run(options: Options, choice: AwsChoice, console: Console) -> int:
    """Run a program, and return its exit status; raise `AwsbatchError` where it cannot be."""
    # In this order: the AWS CLI changes the environment when it is imported.
    given, inherited = given_environ(), inherited_files()
    with ExitStack() as stack:
        is_guarded = call_terms.is_guarded(options)
        folder = stack.enter_context(run_folder(major=_major(), is_guarded=is_guarded))
        desk = GuardDesk(guard_of(options))
        if options.expected_accounts and not options.sandbox:
            # Of use for this option only.
            from awsbatch.cli.exec.chosen_credentials import refuse_other_account

            refuse_other_account(options.expected_accounts)
        # In this order: the client lasts longer than a sandbox, in which the user has another home.
        client = client_program(_python(), given, folder.promise, choice.aws)
        terms = CallTerms(options, desk, _sandbox(options, folder, stack, console))

        def serve(front: FrontLink) -> None:
            """Take calls, in the parent of the workers, until the program has ended."""
            let_go(inherited)
            console.share()
            # Here, beside the program, which starts without it.
            from awsbatch.cli.exec.call_teller import CallTeller

            teller = CallTeller(options, console)

            def report(call: CallReport) -> None:
                desk.note(call)
                teller.take(call)

            warm = _Warm(terms, folder.path, given)
            server = CallServer(
                folder,
                client.folder / "aws",
                front,
                serve=warm.serve,
                desk=terms.desk,
                report=report,
                conclude=lambda status: _concluded(status, desk, teller, console),
                rate=options.rate,
            )
            warm.up()
            server.run()

        parent = ParentProcess(
            serve, without=lambda status: _unguarded(console) if is_guarded else status
        )
        if options.sandbox:
            # What the program has left behind still calls it.
            stack.callback(parent.reap, waits=True)
        # It is not listened to here: who connects is to see whether anybody does.
        folder.listener.close()
        front = FrontProcess()
        if options.verbose:
            # Nobody else asks for it.
            from awsbatch.cli.help import installation

            console.say(f"{installation.in_short(choice)}; client {client.kind}")
        environ = program_environ(terms.of_program(given), client.folder, folder.path)
        try:
            program = Program(options.command, environ, front.mask)
        except NoProgramError as error:
            # Of use for a mistake only.
            from awsbatch.cli.exec.program_hint import program_hint

            parent.kill()
            error.hint = program_hint(options.command, given.get("PATH", os.defpath))
            console.say_error(error)
            return error.exit_status
        let_go(inherited)
        return front.exit_status(program, parent)


def _concluded(exit_status: int, desk: GuardDesk, teller: CallTeller, console: Console) -> int:
    """Return what `awsbatch exec` is to end with, after the program has ended with a status."""
    refused = desk.error
    if refused is not None:
        console.say_error(refused)
    teller.sum_up()
    return exit_status if refused is None else ExitStatus.REFUSED.value


def _unguarded(console: Console) -> int:
    """Return what `awsbatch exec` is to end with, where the guards did not last."""
    console.say_error(RefusedError(_GONE))
    return ExitStatus.REFUSED.value


def _python() -> Path:
    """Return awsbatch's own Python, which a bundle that this process has become is not."""
    taken = passage()
    return Path(sys.executable) if taken is None else taken.python


def _major() -> int:
    """Return the major version of the AWS CLI that serves."""
    if (package := own_package()) is not None:
        return package.major
    # A bundle has no file that tells it.
    from awsbatch.aws.version import release

    return int(release.AWS_CLI.partition(".")[0])


class _Warm:
    """The AWS CLI in the parent, as each worker begins with it."""

    def __init__(self, terms: CallTerms, folder: Path, first: Mapping[str, str]) -> None:
        """Take the environment that the program begins with as well."""
        self._terms = terms
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

    def serve(self, channel: Channel, lifeline: int) -> None:
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
        )
        worker.serve(lifeline)

    def _instead(self, request: CallRequest) -> Become:
        return self._terms.held(real_aws(request), self._folder)


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
