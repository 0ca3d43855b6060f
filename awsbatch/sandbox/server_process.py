"""The sandbox's server as this process holds it: a child on a loopback port.

A child, because boto3 and moto would get the AWS CLI's own botocore here.
"""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field
from typing import IO, cast

from awsbatch.fault.error import AwsbatchError
from awsbatch.record import record
from awsbatch.sandbox.environment import for_server


@record
class Python:
    """The Python that runs the server: by default, the one of this process."""

    executable: str = field(default_factory=lambda: sys.executable)
    path: tuple[str, ...] = field(default_factory=lambda: tuple(sys.path))
    """The folders that it imports from."""
    library_path: str | None = field(default_factory=lambda: os.environ.get("LD_LIBRARY_PATH"))


# The child gets that import path, and not the current folder that
# `python -m` and `python -c` would put before it.
_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[1:]; from awsbatch.sandbox.server_main import run; run()"
)


@contextmanager
def running(python: Python, *, seconds: float) -> Iterator[int]:
    """Run the server in this block, however this process ends, and provide its port.

    Raise `AwsbatchError` if it does not start within `seconds`.
    """
    with tempfile.TemporaryFile() as errors, _child(python, errors) as child:
        try:
            yield _port(child, errors, seconds)
        finally:
            child.kill()


def _child(python: Python, errors: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [python.executable, "-c", _PROGRAM, *python.path],
        # The child ends when this pipe is closed, which it is even if this process is killed.
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=for_server(python.library_path),
        # The terminal's Ctrl-C is for this process, whose last commands may
        # still need the server.
        start_new_session=True,
    )


def _port(child: subprocess.Popen[bytes], errors: IO[bytes], seconds: float) -> int:
    """Return the port that the child prints once it listens."""
    late = threading.Event()

    def end() -> None:
        # In this order: whoever sees the child end must know why.
        late.set()
        child.kill()

    # Reading a line has no time-out: it ends when the child does.
    timer = threading.Timer(seconds, end)
    timer.start()
    try:
        line = cast("IO[bytes]", child.stdout).readline()
    finally:
        timer.cancel()
    if line and not late.is_set():
        return int(line)
    if late.is_set():
        message = f"the sandbox did not start within {seconds:g} seconds"
        raise AwsbatchError(message)
    status = child.wait()
    errors.seek(0)
    printed = errors.read().decode(errors="replace").strip()
    message = f"the sandbox did not start: its server ended with exit status {status}\n{printed}"
    raise AwsbatchError(message)
