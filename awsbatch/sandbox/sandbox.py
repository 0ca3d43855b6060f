"""An in-memory AWS beside this process: moto's server, a child on a loopback port.

A child, because boto3 and moto would get the AWS CLI's own botocore here.
"""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, cast

from awsbatch.fault.error import AwsbatchError, UsageError
from awsbatch.record import record
from awsbatch.sandbox.environment import environment, for_server
from awsbatch.sandbox.other_host import OtherHostError, refuse_other_hosts

__all__ = ["OtherHostError", "Sandbox", "enter", "environment", "refuse_other_hosts", "start"]

# The child gets this process's import path, and not the current folder that
# `python -m` and `python -c` would put before it.
_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[1:]; from awsbatch.sandbox.server_process import run; run()"
)


@record
class Sandbox:
    """A running in-memory AWS."""

    endpoint_url: str


@contextmanager
def enter() -> Iterator[Sandbox]:
    """Run the server, and until the context ends let this process know no other AWS.

    Its environment is changed and changed back, and other hosts are refused.
    Raise what `start` raises.
    """
    before = dict(os.environ)
    with start() as sandbox, tempfile.TemporaryDirectory() as folder, refuse_other_hosts():
        try:
            for name, value in environment(sandbox.endpoint_url, Path(folder)).items():
                _set(name, value)
            yield sandbox
        finally:
            for name in {*os.environ, *before}:
                _set(name, before.get(name))


def _set(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


@contextmanager
def start(*, seconds: float = 60) -> Iterator[Sandbox]:
    """Run the server until the context ends, however this process ends.

    Raise `UsageError` where moto is not installed, and `AwsbatchError` if the
    server does not start within `seconds`.
    """
    if find_spec("moto") is None or find_spec("flask_cors") is None:
        message = "the sandbox needs moto's server, which is not installed"
        raise UsageError(message, hint="pip install 'awsbatch[sandbox]'")
    with tempfile.TemporaryFile() as errors, _child(errors) as child:
        try:
            yield Sandbox(f"http://127.0.0.1:{_port(child, errors, seconds)}")
        finally:
            child.kill()


def _child(errors: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, *sys.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=for_server(),
        # The terminal's Ctrl-C is for this process, whose last commands may
        # still need the server.
        start_new_session=True,
    )


def _port(child: subprocess.Popen[bytes], errors: IO[bytes], seconds: float) -> int:
    timer = threading.Timer(seconds, child.kill)
    timer.start()
    try:
        line = cast("IO[bytes]", child.stdout).readline()
        late = timer.finished.is_set()
    finally:
        timer.cancel()
    if line and not late:
        return int(line)
    if late:
        message = f"the sandbox did not start within {seconds:g} seconds"
        raise AwsbatchError(message)
    status = child.wait()
    errors.seek(0)
    told = errors.read().decode(errors="replace").strip()
    message = f"the sandbox did not start: its server ended with exit status {status}\n{told}"
    raise AwsbatchError(message)
