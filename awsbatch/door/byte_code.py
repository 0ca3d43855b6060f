"""Where the byte code of awsbatch is kept for the AWS CLI's Python, which may keep none itself.

Only in a folder of the user's that nobody else can look into or write to:
who can write byte code can have it run.
"""

import os
import stat
import sys
from pathlib import Path


def folder() -> Path | None:
    """Return the folder, which is made if need be; None if there is none, or none is wanted."""
    if sys.dont_write_bytecode:
        return None
    caches = _caches()
    if caches is None or not caches.is_absolute():
        return None
    ours = caches / "awsbatch"
    try:
        ours.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = ours.lstat()
    except OSError:
        return None
    return ours / "byte-code" if _is_private(found) else None


def _caches() -> Path | None:
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path("~", *_CACHES).expanduser())
    except RuntimeError:
        # A user whom the system does not know has no home, as in a container.
        return None


_CACHES = ("Library", "Caches") if sys.platform == "darwin" else (".cache",)


def _is_private(found: os.stat_result) -> bool:
    return (
        stat.S_ISDIR(found.st_mode)
        and found.st_uid == os.geteuid()
        and stat.S_IMODE(found.st_mode) == stat.S_IRWXU
    )
