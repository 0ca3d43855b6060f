"""Folders of the user's that nobody else can look into or write to, made if need be."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def user_cache() -> Path | None:
    """Return awsbatch's folder in the user's caches; None if there is none, or no private one."""
    caches = _caches()
    if caches is None or not caches.is_absolute():
        return None
    ours = caches / "awsbatch"
    return ours if made_private(ours) else None


def made_private(folder: Path) -> bool:
    """Return whether a folder is there and private, once it was made if it was not there."""
    try:
        folder.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    return is_users_folder(found) and stat.S_IMODE(found.st_mode) == stat.S_IRWXU


def temporary_folders() -> Iterator[Path]:
    """Yield where private folders for other programs may be made, the user's choice first."""
    # Of use to few, and it takes long to import.
    import tempfile

    # Where nothing can be written to, there is none.
    with suppress(FileNotFoundError):
        if can_be_on_path(chosen := Path(tempfile.gettempdir())):
            yield chosen
    yield Path("/tmp")  # noqa: S108 (what is made there is private)


def can_be_on_path(folder: Path) -> bool:
    """Return whether a folder can be named in PATH."""
    return os.pathsep not in str(folder)


def is_users_folder(found: os.stat_result) -> bool:
    """Return whether this is of a folder of the user's."""
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()


def _caches() -> Path | None:
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path("~", *_CACHES).expanduser())
    except RuntimeError:
        # A user whom the system does not know has no home, as in a container.
        return None


_CACHES = ("Library", "Caches") if sys.platform == "darwin" else (".cache",)
