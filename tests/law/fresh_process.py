"""An `aws` of its own for each line, from one process that has only imported the AWS CLI.

    python -m tests.law.fresh_process COMMANDS ANSWERS

reads from one descriptor lines of JSON, the words and the files for what they print, and writes
the exit status of each to the other. A process that begins as a copy of one that has run nothing
is a fresh one, without the second that the imports take.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import IO
from warnings import catch_warnings, simplefilter

from awsbatch.sandbox.other_host import refuse_other_hosts
from tests.aws.batch import Ran, printed

# What most lines import, where a version has it.
_IMPORTED = ("awscli.handlers", "botocore.client", "botocore.signers", "s3transfer.manager")
_SERVER = [sys.executable, "-m", "tests.law.fresh_process"]


class FreshProcesses:
    """Runs each line in a fresh `aws`, with one environment for all."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self._folder = folder
        commands, self._commands = os.pipe()
        self._answers, answers = os.pipe()
        self._server = subprocess.Popen(
            [*_SERVER, str(commands), str(answers)],
            pass_fds=(commands, answers),
            env={**environment, "PYTHONPATH": str(Path(__file__).parent.parent.parent)},
            cwd=folder,
        )
        os.close(commands)
        os.close(answers)
        self._told: IO[str] = os.fdopen(self._answers)

    def close(self) -> None:
        """Run no more."""
        os.close(self._commands)
        self._server.wait()
        self._told.close()

    def run(self, words: Sequence[str]) -> Ran:
        """Run one line."""
        out, err = self._folder / "printed.out", self._folder / "printed.err"
        command = [list(words), str(out), str(err)]
        os.write(self._commands, json.dumps(command).encode() + b"\n")
        status = int(self._told.readline())
        return printed(status, out.read_bytes(), err.read_bytes())


def _become_aws(words: Sequence[str], out: str, err: str) -> None:
    for descriptor, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, err, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        opened = os.open(path, flags)
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.argv = ["aws", *words]


def _serve(commands: int, answers: int) -> None:
    # Before anything else of the AWS CLI, which has circles.
    import awscli.clidriver  # isort: skip

    for name in _IMPORTED:
        with suppress(ModuleNotFoundError):
            import_module(name)
    with os.fdopen(commands) as lines, refuse_other_hosts():
        for line in iter(lines.readline, ""):
            words, out, err = json.loads(line)
            with catch_warnings():
                # The AWS CLI's CRT has threads since 2.36, which nothing has used yet.
                simplefilter("ignore")
                child = os.fork()
            if child == 0:
                _become_aws(words, out, err)
                # The innermost of a process: what follows is its end, as that of `aws` is.
                sys.exit(awscli.clidriver.main())
            _, status = os.waitpid(child, 0)
            os.write(answers, f"{os.waitstatus_to_exitcode(status)}\n".encode())


if __name__ == "__main__":
    _serve(int(sys.argv[1]), int(sys.argv[2]))
