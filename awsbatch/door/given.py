"""What awsbatch was given by whoever started it, and is to hand on as it was."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from awsbatch.door.passage import passage

_FOLDERS = ("/proc/self/fd", "/dev/fd")
_LAST_STANDARD = 2


def given_files() -> Sequence[int]:
    """Return the descriptors above 2 that were open when awsbatch was started.

    For whoever asks outside of an `aws` before anything is opened there that other programs keep.
    """
    if (taken := passage()) is not None:
        return taken.files
    return inheritable_files()


def inheritable_files() -> list[int]:
    """Return the descriptors above 2 that a program which is started now would have open."""
    return [number for number in _open() if number > _LAST_STANDARD and _is_inheritable(number)]


def _open() -> list[int]:
    folder = next(each for each in _FOLDERS if Path(each).is_dir())
    return [int(name) for name in os.listdir(folder)]  # noqa: PTH208 (names only, and quickly)


def _is_inheritable(number: int) -> bool:
    # The one that the folder was read by is closed again.
    with suppress(OSError):
        return os.get_inheritable(number)
    return False


def given_environ() -> dict[str, str]:
    """Return the variables that awsbatch was started with, in their order.

    For whoever asks before `import awscli`, which changes them. What the way into an `aws` has
    added to them is not in it, nor what a wrapper or a bundle has set on that way.
    """
    if (taken := passage()) is not None:
        return dict(taken.environ)
    environ = dict(os.environ)
    # Python adds it for itself and others in the plain C locale.
    if "LC_CTYPE" in environ and not _was_given("LC_CTYPE"):
        del environ["LC_CTYPE"]
    return environ


def _was_given(name: str) -> bool:
    try:
        given = Path("/proc/self/environ").read_bytes()
    except OSError:
        return True
    return any(each.startswith(f"{name}=".encode()) for each in given.split(b"\0"))
