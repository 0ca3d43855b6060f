"""What bounds a process from outside: limits, priority, namespaces, and what it is accounted to.

A worker has what the program began with. A call of a process that is bound in another way is made
by a process of its own, which has it from there. Linux alone tells of another process.
"""

import os
import resource
import sys
from collections.abc import Callable, Mapping

_MANY_FILES = 1024
"""More than any call has open."""
_ELSEWHERE = "it is in other namespaces"

if sys.platform == "linux":
    # Those that a call may come up against.
    _LIMITS = (
        resource.RLIMIT_FSIZE,
        resource.RLIMIT_AS,
        resource.RLIMIT_DATA,
        resource.RLIMIT_CPU,
        resource.RLIMIT_NPROC,
    )

    def _limits(process: int) -> object:
        files, _ = resource.prlimit(process, resource.RLIMIT_NOFILE)
        return [min(files, _MANY_FILES), *(resource.prlimit(process, each)[0] for each in _LIMITS)]

else:

    def _limits(_process: int) -> object:
        return None


def _priority(process: int) -> object:
    return os.getpriority(os.PRIO_PROCESS, process)


def _namespaces(process: int) -> object:
    return [_place(f"/proc/{process}/ns/{name}") for name in ("net", "mnt")]


def _root(process: int) -> object:
    return _place(f"/proc/{process}/root")


def _place(path: str) -> object:
    place = os.stat(path)  # noqa: PTH116 (for each call: three times as fast)
    return place.st_dev, place.st_ino


def _group(process: int) -> object:
    return os.stat(f"/proc/{process}").st_gid  # noqa: PTH116 (as above)


def _control_groups(process: int) -> object:
    with open(f"/proc/{process}/cgroup", "rb", buffering=0) as file:  # noqa: PTH123 (as above)
        return file.read()


_LOOKS: Mapping[str, Callable[[int], object]] = {
    "its limits (`ulimit`) are others": _limits,
    "its priority (`nice`) is another": _priority,
    _ELSEWHERE: _namespaces,
    "its root folder is another": _root,
    "its group of users is another": _group,
    "it is in another control group": _control_groups,
}
"""What is looked at, by the clause that tells of a difference."""


class ProcessBounds:
    """The bounds of a process, to hold those of others against."""

    def __init__(self, process: int) -> None:
        """Look at a process; what cannot be seen of it is never looked at."""
        looks = _LOOKS if sys.platform == "linux" else {}
        seen = {why: _seen(look, process) for why, look in looks.items()}
        self._seen = {why: bound for why, bound in seen.items() if bound is not None}

    def difference(self, process: int) -> str | None:
        """Return in what a process differs, as a clause; None where it does not.

        0 stands for one that has no number here.
        """
        if self._seen and not process:
            return _ELSEWHERE
        bounds = self._seen.items()
        return next((why for why, bound in bounds if _seen(_LOOKS[why], process) != bound), None)


def _seen(look: Callable[[int], object], process: int) -> object:
    """Return what is seen of a process; None where that must not be, or it has gone."""
    try:
        return look(process)
    except OSError:
        return None
