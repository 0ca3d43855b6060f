"""An `aws` of its own for each line, from one process that has only imported the AWS CLI.

    python -m tests.law.fresh_process DESCRIPTOR

reads from a socket lines of JSON, the words, the environment and the folder of each, with the
descriptors for what they print, and answers with the exit status of each. A process that begins as
a copy of one that has run nothing is a fresh one, without the second that the imports take.
"""

import gc
import json
import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from typing import Any
from warnings import catch_warnings, simplefilter

from awsbatch.sandbox.other_host import refuse_other_hosts
from tests.aws.batch import Ran, printed

# What most lines import, where a version has it.
_IMPORTED = ("awscli.handlers", "botocore.client", "botocore.signers", "s3transfer.manager")
_SERVER = [sys.executable, "-m", "tests.law.fresh_process"]
_ROOT = Path(__file__).parent.parent.parent
_PIECE = 65_536


class FreshProcesses:
    """Runs each line in a fresh `aws`."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        """Begin with what the AWS CLI is imported in, and lines run in unless told otherwise."""
        self._environment = environment
        self._folder = folder
        self._ours, its = socket.socketpair()
        with its:
            self._server = subprocess.Popen(
                [*_SERVER, str(its.fileno())],
                pass_fds=(its.fileno(),),
                env={**environment, "PYTHONPATH": str(_ROOT)},
                cwd=folder,
            )
        self._told = self._ours.makefile("r")

    def close(self) -> None:
        """Run no more."""
        self._ours.shutdown(socket.SHUT_WR)
        self._server.wait()
        self._told.close()
        self._ours.close()

    def run(
        self,
        words: Sequence[str],
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> Ran:
        """Run one line."""
        given = dict(environment or self._environment), str(folder or self._folder)
        (out, its_out), (err, its_err) = os.pipe(), os.pipe()
        line = json.dumps([list(words), *given]).encode() + b"\n"
        socket.send_fds(self._ours, [line[:_PIECE]], [its_out, its_err])
        self._ours.sendall(line[_PIECE:])
        os.close(its_out)
        os.close(its_err)
        stdout, stderr = _read(out, err)
        return printed(int(self._told.readline()), stdout, stderr)


@cache
def _copies() -> FreshProcesses:
    return FreshProcesses(os.environ, _ROOT)


def fresh_copy(line: str) -> Ran:
    """Run a line in a copy of a fresh `aws`, whose Python knows nothing of this environment."""
    return _copies().run(shlex.split(line), os.environ, Path.cwd())


def close() -> None:
    """Make no more copies."""
    if _copies.cache_info().currsize:
        _copies().close()
        _copies.cache_clear()


def _read(*descriptors: int) -> list[bytes]:
    """Return all that comes from each, and close them."""
    read = dict.fromkeys(descriptors, b"")
    with DefaultSelector() as selector:
        for descriptor in descriptors:
            selector.register(descriptor, EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select():
                piece = os.read(key.fd, _PIECE)
                read[key.fd] += piece
                if not piece:
                    selector.unregister(key.fd)
                    os.close(key.fd)
    return [*read.values()]


def imported() -> Callable[[], int]:
    """Import the AWS CLI, and return what runs it."""
    # Before anything else of the AWS CLI, which has circles.
    import awscli.clidriver  # isort: skip

    for name in _IMPORTED:
        with suppress(ModuleNotFoundError):
            import_module(name)
    # No copy is to look at, and so to copy in earnest, what all begin with.
    gc.freeze()
    main: Callable[[], int] = awscli.clidriver.main
    return main


def begin(words: Sequence[str], environment: Mapping[str, str], descriptors: Sequence[int]) -> None:
    """Have words, an environment and 0, 1 and 2 as a program that was started with them."""
    # As the import has set it.
    own = {name: os.environ[name] for name in ("AWS_DATA_PATH",) if name in os.environ}
    os.environ.clear()
    os.environ.update({**environment, **own})
    for descriptor, given in enumerate(descriptors):
        os.dup2(given, descriptor)
        os.close(given)
    sys.argv = [*words]


def fork() -> int:
    """Return what `os.fork` does."""
    with catch_warnings():
        # The AWS CLI's CRT has threads since 2.36, which nothing has used yet.
        simplefilter("ignore")
        return os.fork()


def _serve(connection: socket.socket) -> None:
    main = imported()
    with refuse_other_hosts():
        while taken := _taken(connection):
            (words, environment, folder), descriptors = taken
            child = fork()
            if child == 0:
                connection.close()
                os.chdir(folder)
                nothing = os.open(os.devnull, os.O_RDONLY)
                begin(["aws", *words], environment, (nothing, *descriptors))
                # The innermost of a process: what follows is its end, as that of `aws` is.
                sys.exit(main())
            for descriptor in descriptors:
                os.close(descriptor)
            _, status = os.waitpid(child, 0)
            connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _taken(connection: socket.socket) -> tuple[list[Any], list[int]] | None:
    text, descriptors, _, _ = socket.recv_fds(connection, _PIECE, 2)
    while text and not text.endswith(b"\n"):
        text += connection.recv(_PIECE)
    return (json.loads(text), descriptors) if text else None


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as given:
        _serve(given)
