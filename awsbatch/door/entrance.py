"""The way in, from outside: this process becomes another `aws`, which imports awsbatch's plugin.

By `exec`, so that descriptors, folder, job control, signals and exit status
are simply its own.
"""

import errno
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from awsbatch.door import plugin_file
from awsbatch.door.given import given_environ, given_files
from awsbatch.door.handover import file_of, handed_on
from awsbatch.door.letter import Letter, written
from awsbatch.door.passage import Passage
from awsbatch.door.plugin_file import PluginFile
from awsbatch.door.watcher import Watch
from awsbatch.fault.caret import render
from awsbatch.fault.error import AwsbatchError
from awsbatch.fault.wording import reason

# The first is no command of any version: if the door is shut, nothing runs. The second keeps
# version 2 from what it reads of its own options before it imports plugins.
_KNOCK = ("awsbatch", "--")
_STREAMS = ("stdin", "stdout", "stderr")
# Python ignores them, and what it becomes would, too.
_IGNORED = (signal.SIGPIPE, signal.SIGXFSZ)


def _print(error: AwsbatchError) -> None:
    os.write(2, f"{render(error)}\n".encode(errors="replace"))


def enter(
    aws: Path,
    words: Sequence[str],
    *,
    why: str,
    secrets: Mapping[str, str] | None = None,
    tell: Callable[[AwsbatchError], None] = _print,
) -> NoReturn:
    """Become this `aws`, and run awsbatch with these words in it.

    The `secrets` are variables that only awsbatch gets, and that stand in no environment. Raise
    `AwsbatchError` where that cannot even be tried. Where the `aws` does not let awsbatch
    in, a child tells so, and the exit status is that of the `aws`.
    """
    # In this order: what is opened here is not what awsbatch was given.
    passage = _passage(aws, why, secrets or {})
    # Until there is somebody inside to catch it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    plugins = plugin_file.made()
    connection, child = _watched(Watch(aws, [*_KNOCK, *words], plugins, tell))
    environ = _environ(plugins)
    letter = Letter(
        passage,
        _KNOCK,
        words,
        {name: (value, os.environ.get(name)) for name, value in environ.items()},
        child,
        signal.SIGINT in before,
        _closed(),
    )
    descriptors = [file_of("awsbatch-letter", written(letter)), connection]
    if plugins.descriptor is not None:
        descriptors.append(plugins.descriptor)
    environ["AWSBATCH_DOOR"] = ",".join(map(str, descriptors))
    try:
        _become(aws, [*_KNOCK, *words], {**given_environ(), **environ})
    except OSError as error:
        os.write(connection, b"{}\n")
        for descriptor in descriptors:
            os.close(descriptor)
        os.waitpid(child, 0)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        raise AwsbatchError(_cannot(aws, error)) from None


def _passage(aws: Path, why: str, secrets: Mapping[str, str]) -> Passage:
    return Passage(
        aws=aws,
        why=why,
        python=Path(sys.executable),
        prefix=Path(sys.prefix),
        path=tuple(sys.path),
        environ=given_environ(),
        secrets=secrets,
        files=given_files(),
    )


def _closed() -> list[str]:
    """Return the standard streams that were closed, with what was opened instead handed on.

    Else what the AWS CLI opens before awsbatch is in it would get the number of one.
    """
    closed = [name for name in _STREAMS if getattr(sys, f"__{name}__") is None]
    for name in closed:
        os.set_inheritable(_STREAMS.index(name), True)  # noqa: FBT003 (it has no name)
    return closed


def _environ(plugins: PluginFile) -> dict[str, str]:
    path = (os.fspath(plugin_file.FOLDER), os.environ.get("PYTHONPATH"))
    return {
        "AWS_CONFIG_FILE": plugins.path,
        # Version 1 knows no other way to find a plugin.
        "PYTHONPATH": os.pathsep.join(filter(None, path)),
    }


def _watched(watch: Watch) -> tuple[int, int]:
    """Begin to watch the door; return the descriptor that is to speak inside, and the child."""
    inside, outside = socket.socketpair()
    child = os.fork()
    if child == 0:
        inside.close()
        watch.go_on(outside.fileno())
        os._exit(0)
    outside.close()
    return handed_on(inside.detach()), child


def _become(aws: Path, words: Sequence[str], environ: dict[str, str]) -> NoReturn:
    handlers = {number: signal.signal(number, signal.SIG_DFL) for number in _IGNORED}
    try:
        try:
            os.execve(aws, [os.fspath(aws), *words], environ)  # noqa: S606 (that is the point)
        except OSError as error:
            if error.errno != errno.ENOEXEC:
                raise
        # A script without a first line that says what runs it, as a shell would run it.
        os.execve("/bin/sh", ["sh", os.fspath(aws), *words], environ)  # noqa: S606
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _cannot(aws: Path, error: OSError) -> str:
    if error.errno == errno.E2BIG:
        return f"the command line is too long for `{aws}`: a word may have 128 KiB, the whole 2 MiB"
    return f"cannot run `{aws}`: {reason(error)}"
