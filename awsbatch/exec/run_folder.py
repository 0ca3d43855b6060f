"""The private folder of one `awsbatch exec`, in which its socket is."""

import os
import re
import shutil
import socket
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from awsbatch.fault.error import UsageError
from awsbatch.private_folder import can_be_on_path, is_users_folder, temporary_folders
from awsbatch.record import record

VARIABLE = "AWSBATCH_EXEC"
"""What tells a client of it."""
_NAME = re.compile(r"awsbatch-exec-v(\d+)-(guarded-)?[^-]+")
_BACKLOG = 4096
"""As many as the system allows: macOS refuses who comes when it is full, as if nobody answered."""
_SOCKET = "socket"
_LOCAL = Path("/tmp")  # noqa: S108 (it is only looked at)
"""No other machine has its sockets there, as it may have in another folder."""
_SETTLED = 60
"""After how many seconds a socket is listened to, if it ever is."""


@record
class Promise:
    """What the name of such a folder tells a client that finds nobody there."""

    major: int
    """The version of the AWS CLI that is served."""
    is_guarded: bool
    """Whether a call must not be made by any other `aws`."""

    @property
    def refusal(self) -> int:
        """What such a client ends with: the status of an `aws` for what it does not accept."""
        if not self.is_guarded:
            return 0
        return 255 if self.major == 1 else 252


@record
class RunFolder:
    """A folder with a socket that is listened to."""

    path: Path
    promise: Promise
    listener: socket.socket

    def remove(self) -> None:
        """Remove it with all that is in it, if that was not done already."""
        shutil.rmtree(self.path, ignore_errors=True)

    def home(self) -> Path:
        """Return a new folder in it, for what programs would keep in the user's home."""
        folder = self.path / "home"
        folder.mkdir()
        return folder


@contextmanager
def run_folder(*, major: int, is_guarded: bool) -> Iterator[RunFolder]:
    """Provide a folder in this block, named after what it promises; raise `UsageError`."""
    promise = Promise(major, is_guarded)
    folder = next(filter(None, (_made(place, promise) for place in _places())), None)
    if folder is None:
        raise UsageError("found no folder for temporary files", hint="give one in `TMPDIR`")
    with folder.listener:
        try:
            if folder.path.parent in (_runtime(), _LOCAL):
                _sweep(folder.path.parent)
            yield folder
        finally:
            folder.remove()


def promise_of(path: Path) -> Promise | None:
    """Return what the name of a folder promises, or None of another folder."""
    found = _NAME.fullmatch(path.name)
    return Promise(int(found[1]), found[2] is not None) if found else None


def _places() -> Iterator[Path]:
    if (place := _runtime()) is not None:
        yield place
    yield from temporary_folders()


def _made(place: Path, promise: Promise) -> RunFolder | None:
    """Make it in a place; return None where that cannot be, as where its path is too long."""
    prefix = f"awsbatch-exec-v{promise.major}-" + "guarded-" * promise.is_guarded
    listener = socket.socket(socket.AF_UNIX)
    try:
        path = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
    except OSError:
        listener.close()
        return None
    folder = RunFolder(path, promise, listener)
    try:
        listener.bind(os.fspath(folder.path / _SOCKET))
        listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        folder.remove()
        return None
    return folder


def _sweep(place: Path) -> None:
    """Remove the folders of those that were killed, as far as they are this user's."""
    for path in place.glob("awsbatch-exec-v*"):
        with suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            made = (path / _SOCKET).stat()
            # One that has just been made may not be listened to yet.
            if made.st_uid == os.geteuid() and time.time() - made.st_mtime > _SETTLED:
                try:
                    connection.connect(os.fspath(path / _SOCKET))
                except ConnectionRefusedError:
                    shutil.rmtree(path, ignore_errors=True)


def _runtime() -> Path | None:
    """Return the user's own folder for such things, if there is one that is only theirs."""
    folder = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    try:
        found = folder.stat()
    except OSError:
        return None
    others = stat.S_IWGRP | stat.S_IWOTH
    is_theirs = is_users_folder(found) and not found.st_mode & others
    return folder if folder.is_absolute() and is_theirs and can_be_on_path(folder) else None
