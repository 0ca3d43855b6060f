"""The private folder of one `awsbatch exec`, in which its socket is."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from awsbatch.record import record

_BACKLOG = 128


@record
class RunFolder:
    """A folder with a socket that is listened to."""

    path: Path
    listener: socket.socket


@contextmanager
def run_folder(*, major: int, is_guarded: bool) -> Iterator[RunFolder]:
    """Provide a folder in this block, named after the major version of the AWS CLI."""
    guarded = "guarded-" if is_guarded else ""
    path = Path(tempfile.mkdtemp(prefix=f"awsbatch-exec-v{major}-{guarded}"))
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path / "socket"))
            listener.listen(_BACKLOG)
            yield RunFolder(path, listener)
    finally:
        shutil.rmtree(path)
