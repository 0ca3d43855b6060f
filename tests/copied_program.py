"""`aws` or `awsbatch`, each run of which begins as a copy of one process that has imported all.

    python -m tests.copied_program NAME DESCRIPTOR

answers at a socket what the program of `copied_program` asks, until nobody writes to standard input
any more. What Python, or an import, takes from where a process begins is not that of the run; nor
does a signal reach it that the program is sent.
"""

import gc
import json
import os
import select
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from awsbatch.sandbox.other_host import refuse_other_hosts
from tests.examples.process import ROOT
from tests.law.fresh_process import begin, fork, imported

# What most runs import.
_IMPORTED = ("awsbatch.cli.main", "awsbatch.cli.run", "awsbatch.aws.in_process_runner")
_PROGRAM = """\
#!{python} -IS
import json, os, signal, socket, sys
mask = os.umask(0)
with socket.socket(socket.AF_UNIX) as server:
    server.connect({path!r})
    folder = os.open(".", os.O_RDONLY)
    socket.send_fds(server, [b" "], [folder, 0, 1, 2])
    server.sendall(json.dumps([sys.argv[1:], dict(os.environ), mask]).encode() + b"\\n")
    status = int(server.recv(9))
if status < 0:
    signal.signal(-status, signal.SIG_DFL)
    os.kill(os.getpid(), -status)
os._exit(status)
"""


@contextmanager
def copied_program(name: str) -> Iterator[Path]:
    """Provide that program, in a folder of its own."""
    with TemporaryDirectory(prefix="awsbatch-copied-") as folder:
        socket_path, program = Path(folder, "socket"), Path(folder, name)
        _write(program, str(socket_path))
        with _answered(name, socket_path):
            yield program


def _write(program: Path, path: str) -> None:
    program.write_text(_PROGRAM.format(python=sys.executable, path=path))
    program.chmod(0o755)


@contextmanager
def _answered(name: str, path: Path) -> Iterator[None]:
    # What the tests' Python is told to do otherwise, no `aws` is.
    environment = {name: os.environ[name] for name in os.environ if not name.startswith("PYTHON")}
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.copied_program", name, str(listener.fileno())],
            stdin=subprocess.PIPE,
            pass_fds=(listener.fileno(),),
            env={**environment, "PYTHONPATH": os.fspath(ROOT)},
        )
    with server:
        yield


def _awsbatch() -> Callable[[], int]:
    imported()
    from awsbatch.__main__ import main

    for name in _IMPORTED:
        import_module(name)
    gc.freeze()
    return main


def _serve(name: str, listener: socket.socket) -> None:
    main = _awsbatch() if name == "awsbatch" else imported()
    with refuse_other_hosts():
        while listener in select.select([listener, sys.stdin], [], [])[0]:
            connection, _ = listener.accept()
            with connection:
                if fork() == 0:
                    listener.close()
                    _answer(connection, name, main)
            _reap()


def _answer(connection: socket.socket, name: str, main: Callable[[], int]) -> None:
    _, (folder, *standard), _, _ = socket.recv_fds(connection, 1, 4)
    with connection.makefile() as asked:
        words, environment, mask = json.loads(asked.readline())
    if child := fork():
        # Whoever reads what the call writes waits until nobody can write any more.
        for descriptor in standard:
            os.close(descriptor)
        _, status = os.waitpid(child, 0)
        connection.sendall(b"%d" % os.waitstatus_to_exitcode(status))
        os._exit(0)
    connection.close()
    os.fchdir(folder)
    os.close(folder)
    os.umask(mask)
    begin([name, *words], environment, standard)
    # The innermost of a process: what follows is its end, as that of the program is.
    sys.exit(main())


def _reap() -> None:
    """Forget those that have answered."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[2])) as given:
        _serve(sys.argv[1], given)
