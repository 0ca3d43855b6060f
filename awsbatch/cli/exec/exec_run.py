"""`awsbatch exec`: a program run with an `aws` that warm processes answer."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from awsbatch.cli.exec.inherited_file import inherited_files, let_go
from awsbatch.cli.exec.program_environ import program_environ
from awsbatch.cli.which_aws.cli_package import own_package
from awsbatch.door.given_environ import given_environ
from awsbatch.door.passage import passage
from awsbatch.exec.call_server import CallServer
from awsbatch.exec.client_program import client_program
from awsbatch.exec.program_process import PASSED_ON, NoProgramError, Program, wake_up
from awsbatch.exec.run_folder import run_folder
from awsbatch.exec.worker import Worker
from awsbatch.fault.error import UsageError

if TYPE_CHECKING:
    from awsbatch.cli.option import Options
    from awsbatch.cli.which_aws.aws_choice import AwsChoice
    from awsbatch.exec.call_request import CallRequest
    from awsbatch.exec.channel import Channel
    from awsbatch.exec.client_frame import Become
    from awsbatch.report.console import Console


def exec_run(options: Options, choice: AwsChoice, console: Console) -> int:
    """Run a program, and return its exit status; raise `AwsbatchError` where it cannot be."""
    _refuse_guards(options)
    # In this order: the AWS CLI changes the environment when it is imported.
    given, inherited = given_environ(), inherited_files()
    with ExitStack() as stack:
        folder = stack.enter_context(run_folder(major=_major(), is_guarded=False))
        warm = _Warm()
        server = CallServer(folder.listener, warm.serve, {}, _ignore)
        stack.callback(server.close)
        for number in PASSED_ON:
            signal.signal(number, lambda number, _: program.signal(number))
        for number in (signal.SIGINT, signal.SIGCHLD):
            signal.signal(number, _ignore)
        awake = wake_up()
        server.watch(awake, lambda: os.read(awake, 1 << 16))
        client = client_program(_python(), given)
        environ = program_environ(given, client.folder, folder.path)
        try:
            program = Program(options.command, environ)
        except NoProgramError as error:
            # Of use for a mistake only.
            from awsbatch.cli.exec.program_hint import program_hint

            error.hint = program_hint(options.command, given.get("PATH", os.defpath))
            console.say_error(error)
            return error.exit_status
        let_go(inherited)
        if options.verbose:
            # Nobody else asks for it.
            from awsbatch.cli.help import installation

            console.say(f"{installation.in_short(choice)}; client {client.kind}")
        warm.up()
        server.run(program.has_ended)
        return program.exit_status


def _refuse_guards(options: Options) -> None:
    """Raise `UsageError` for guards that nothing would heed."""
    given = {
        "--max-changes": options.max_changes is not None,
        "--expect-account": bool(options.expected_accounts),
        "--sandbox": options.sandbox,
        "--rate": options.rate is not None,
    }
    for name, is_given in given.items():
        if is_given:
            raise UsageError(f"`awsbatch exec` does not have `{name}` yet")


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

    def up(self) -> None:
        """Start the AWS CLI."""
        # Not before the program runs: it takes longer to import than many programs to run.
        from awsbatch.aws.in_process_runner import InProcessRunner

        self._runner = InProcessRunner()
        self._runner.__enter__()
        self._runner.begin()

    def serve(self, channel: Channel, lifeline: int) -> None:
        """Be a worker, in a child of this process."""
        Worker(channel, self._runner, _instead).serve(lifeline)


def _instead(_: CallRequest) -> Become | None:
    """Return None: all calls are made here."""
    return None


def _ignore(*_: object) -> None:
    """Do nothing, unlike what is ignored, which the program would ignore as well."""
