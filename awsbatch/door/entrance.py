"""The way in, from outside: this process becomes another `aws`, which imports awsbatch's plugin.

By `exec`, so that descriptors, folder, job control, signals and exit status
are simply its own.
"""

import errno
import fcntl
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from awsbatch.door import letter
from awsbatch.door.obstacle import isolated
from awsbatch.door.passage import Passage
from awsbatch.door.watcher import watch
from awsbatch.fault.caret import render
from awsbatch.fault.error import AwsbatchError
from awsbatch.fault.wording import reason

_PLUGIN = Path(__file__).parent / "plugin"
_FIRST = 100
"""The least descriptor that is handed on: a wrapper may use the lowest ones."""


def _print(error: AwsbatchError) -> None:
    os.write(2, f"{render(error)}\n".encode(errors="replace"))


def enter(
    aws: Path,
    words: Sequence[str],
    *,
    why: str,
    tell: Callable[[AwsbatchError], None] = _print,
) -> NoReturn:
    """Become this `aws`, and run awsbatch with these words in it.

    Raise `AwsbatchError` where that cannot even be tried. Where the `aws` does not let awsbatch
    in, a child tells so, and the exit status is that of the `aws`.
    """
    if (obstacle := isolated(aws)) is not None:
        raise obstacle
    # The first is no command of any version: if the door is shut, nothing runs.
    sent = ["awsbatch", *words]
    configuration = _handed_on(_memory("awsbatch-plugins", _configuration()))
    environ = {
        "AWS_CONFIG_FILE": f"/proc/self/fd/{configuration}",
        "PYTHONPATH": os.pathsep.join(
            filter(None, [os.fspath(_PLUGIN), os.environ.get("PYTHONPATH")])
        ),
    }
    taken = Passage(
        aws=aws,
        why=why,
        python=Path(sys.executable),
        prefix=Path(sys.prefix),
        path=tuple(sys.path),
    )
    changed = {name: (value, os.environ.get(name)) for name, value in environ.items()}
    written = _handed_on(_memory("awsbatch-letter", letter.written(taken, sent, changed)))
    # Until there is somebody inside to catch it.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    connection = _handed_on(_watched(aws, sent, tell))
    descriptors = (written, connection, configuration)
    environ["AWSBATCH_DOOR"] = ",".join(map(str, descriptors))
    try:
        _execute(aws, sent, {**os.environ, **environ})
    except OSError as error:
        os.write(connection, b"{}\n")
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        for descriptor in descriptors:
            os.close(descriptor)
        raise AwsbatchError(_cannot(aws, error)) from None


def _configuration() -> bytes:
    # In this order: version 1 imports both, and must not come to the second.
    return b"".join(
        [
            b"[plugins]\nawsbatch = awsbatch_door\n",
            b"cli_legacy_plugin_path = " + os.fsencode(_PLUGIN) + b"\n",
        ]
    )


def _memory(name: str, content: bytes) -> int:
    """Return the descriptor of a file in memory with this content."""
    descriptor = os.memfd_create(name)
    with os.fdopen(descriptor, "wb", closefd=False) as file:
        file.write(content)
    return descriptor


def _handed_on(descriptor: int) -> int:
    """Return a descriptor in its place that stays open in programs that this one becomes."""
    higher = fcntl.fcntl(descriptor, fcntl.F_DUPFD, _FIRST)
    os.close(descriptor)
    return higher


def _watched(aws: Path, sent: Sequence[str], tell: Callable[[AwsbatchError], None]) -> int:
    """Begin to watch the door, and return the descriptor that is to speak inside."""
    inside, outside = socket.socketpair()
    if os.fork() == 0:
        inside.close()
        watch(outside.fileno(), aws, sent, tell)
        os._exit(0)
    outside.close()
    return inside.detach()


def _execute(aws: Path, sent: Sequence[str], environ: dict[str, str]) -> NoReturn:
    try:
        os.execve(aws, [os.fspath(aws), *sent], environ)  # noqa: S606 (that is the point)
    except OSError as error:
        if error.errno != errno.ENOEXEC:
            raise
    # A script without a first line that says what runs it, as a shell would run it.
    os.execve("/bin/sh", ["sh", os.fspath(aws), *sent], environ)  # noqa: S606


def _cannot(aws: Path, error: OSError) -> str:
    if error.errno == errno.E2BIG:
        return f"the command line is too long for `{aws}`: a word may have 128 KiB, the whole 2 MiB"
    return f"cannot run `{aws}`: {reason(error)}"
