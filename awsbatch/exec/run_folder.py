"""The private folder of one `awsbatch exec`, in which its socket is."""

import os
import re
import socket
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from awsbatch.fault.error import UsageError
from awsbatch.private_folder import is_users_folder
from awsbatch.record import record

VARIABLE = "AWSBATCH_EXEC"
"""What tells a client of it."""
_NAME = re.compile(r"awsbatch-exec-v(\d+)-(guarded-)?[^-]+")
_BACKLOG = 4096
"""As many as the system allows: macOS refuses who comes when it is full, as if nobody answered."""
_LONGEST = 103 if sys.platform == "darwin" else 107
"""How long the path of a socket may be, in bytes."""
_RANDOM = 8
"""How many characters are chosen at random."""


@record
class RunFolder:
    """A folder with a socket that is listened to."""

    path: Path
    listener: socket.socket

    def remove(self) -> None:
        """Remove it, if that was not done already."""
        for remove, path in ((os.unlink, self.path / _SOCKET), (os.rmdir, self.path)):
            with suppress(FileNotFoundError):
                remove(path)


_SOCKET = "socket"


@record
class Promise:
    """What the name of such a folder tells a client that finds nobody there."""

    major: int
    """The version of the AWS CLI that is served."""
    is_guarded: bool
    """Whether a call must not be made by any other `aws`."""


@contextmanager
def run_folder(*, major: int, is_guarded: bool) -> Iterator[RunFolder]:
    """Provide a folder in this block, named after what it promises; raise `UsageError`."""
    prefix = f"awsbatch-exec-v{major}-" + "guarded-" * is_guarded
    path = Path(tempfile.mkdtemp(prefix=prefix, dir=_place(prefix)))
    with socket.socket(socket.AF_UNIX) as listener:
        folder = RunFolder(path, listener)
        try:
            listener.bind(os.fspath(path / _SOCKET))
            listener.listen(_BACKLOG)
            yield folder
        finally:
            folder.remove()


def promise_of(path: Path) -> Promise | None:
    """Return what the name of a folder promises, or None of another folder."""
    found = _NAME.fullmatch(path.name)
    return Promise(int(found[1]), found[2] is not None) if found else None


def folder_of(environ: Mapping[str, str]) -> Path | None:
    """Return the folder that the clients of a program have, by its environment, as they do."""
    if named := environ.get(VARIABLE):
        return Path(named)
    folders = map(Path, environ.get("PATH", "").split(os.pathsep))
    return next((each for each in folders if each.name.startswith("awsbatch-exec-")), None)


def _place(prefix: str) -> Path:
    """Return where it can be: on a path, with room for the name of the socket."""
    for place in (_runtime(), Path(tempfile.gettempdir()), Path("/tmp")):  # noqa: S108 (it is made private)
        if place is None or os.pathsep in str(place):
            continue
        whole = place / (prefix + "x" * _RANDOM) / _SOCKET
        if len(os.fsencode(whole)) <= _LONGEST and os.access(place, os.W_OK | os.X_OK):
            return place
    raise UsageError("found no folder for temporary files", hint="give one in `TMPDIR`")


def _runtime() -> Path | None:
    """Return the user's own folder for such things, if there is one that is only theirs."""
    folder = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    try:
        found = folder.stat()
    except OSError:
        return None
    others = stat.S_IWGRP | stat.S_IWOTH
    is_theirs = is_users_folder(found) and not found.st_mode & others
    return folder if folder.is_absolute() and is_theirs else None
