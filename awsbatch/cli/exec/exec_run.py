"""A program run with an `aws` that warm processes answer."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from awsbatch.exec.call_server import CallServer
from awsbatch.exec.client_program import client_program
from awsbatch.exec.program_process import PASSED_ON, Program, wake_up
from awsbatch.exec.run_folder import run_folder
from awsbatch.exec.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from awsbatch.exec.call_request import CallRequest
    from awsbatch.exec.channel import Channel
    from awsbatch.exec.client_frame import Become


def exec_run(words: Sequence[str]) -> int:
    """Run a program, and return its exit status; raise `AwsbatchError` where it cannot be."""
    environ = dict(os.environ)
    with ExitStack() as stack:
        folder = stack.enter_context(run_folder(major=1, is_guarded=False))
        warm = _Warm()
        server = CallServer(folder.listener, warm.serve, {}, _ignore)
        stack.callback(server.close)
        for number in PASSED_ON:
            signal.signal(number, lambda number, _: program.signal(number))
        for number in (signal.SIGINT, signal.SIGCHLD):
            signal.signal(number, _ignore)
        awake = wake_up()
        server.watch(awake, lambda: os.read(awake, 1 << 16))
        client = client_program(Path(sys.executable), environ)
        program = Program(words, _environment(environ, client.folder, folder.path))
        warm.up()
        server.run(program.has_ended)
        return program.exit_status


def _environment(before: Mapping[str, str], client: Path, run: Path) -> Mapping[str, str]:
    path = os.pathsep.join([str(client), str(run), before.get("PATH", os.defpath)])
    return {**before, "PATH": path, "AWSBATCH_EXEC": str(run)}


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
