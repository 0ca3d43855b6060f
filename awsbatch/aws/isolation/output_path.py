"""Output files of a command that are descriptors of the process, such as `/dev/stdout`.

`lambda invoke … /dev/stdout` opens what the process prints to, past what is
captured, redirected or kept in order. In the block of this module, the modules
of the AWS CLI that write output files write to the streams of the command
instead. A descriptor above 2 is there only if a fresh `aws` would inherit it.
"""

import errno
import io
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from awsbatch.aws.isolation.late_change import when_imported

_STREAMS = ("stdin", "stdout", "stderr")
_NAMED = re.compile(r"/dev/(stdin|stdout|stderr)")
_NUMBERED = re.compile(r"/(?:dev|proc/(?:self|thread-self|\d+))/fd/(\d+)")
_routed: list[None] = []
"""As many as there are blocks in which files are routed."""


@contextmanager
def routed() -> Iterator[None]:
    """Have output files that are descriptors be the streams of the command, in this block."""
    _routed.append(None)
    try:
        yield
    finally:
        _routed.pop()


def descriptor_of(path: object) -> int | None:
    """Return the number of the descriptor that a path names, None for any other path."""
    if not isinstance(path, str):
        return None
    path = os.path.normpath(path)
    if named := _NAMED.fullmatch(path):
        return _STREAMS.index(named[1])
    numbered = _NUMBERED.fullmatch(path)
    return int(numbered[1]) if numbered else None


class _StreamFile(io.RawIOBase):
    """A standard stream of the command as a file, which outlives the file."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._stream = getattr(sys, name)
        # What the CLI has printed so far comes before the file.
        self._stream.flush()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._stream.buffer.write(data)
        self._stream.buffer.flush()
        return len(data)

    def fileno(self) -> int:
        """Return a descriptor whose mode can be changed without harm (`iamvirtmfa` does)."""
        number: int = self._stand_in.fileno()
        return number

    def close(self) -> None:
        if not self.closed and "_stand_in" in vars(self):
            self._stand_in.close()
        super().close()

    @cached_property
    def _stand_in(self) -> Any:
        return tempfile.TemporaryFile()


def _opening(outer: Callable[..., Any]) -> Callable[..., Any]:
    """Return `open`, or the CLI's own, for all paths but those of descriptors."""

    def open_output(path: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        number = None if "r" in mode or not _routed else descriptor_of(path)
        if number is None or number == 0:
            return outer(path, mode, *args, **kwargs)
        if number < len(_STREAMS):
            file = io.BufferedWriter(_StreamFile(_STREAMS[number]))
            return file if "b" in mode else io.TextIOWrapper(file, encoding="utf-8")
        if not _is_inherited(number):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return outer(path, mode, *args, **kwargs)

    return open_output


def _is_inherited(number: int) -> bool:
    """Return whether a fresh `aws` would have the descriptor, which those of ours are not."""
    try:
        return os.get_inheritable(number)
    except OSError:
        return False


def _change_open(module: Any) -> None:
    """Have a module open files by functions of ours: the built-in one, or the CLI's own."""
    module.open = _opening(open)
    # The mode of access that a new file gets; two did not use it before awscli 2.10.
    if hasattr(module, "compat_open"):
        module.compat_open = _opening(module.compat_open)


def _change_renaming(module: Any) -> None:
    is_special_file = module.OSUtils.is_special_file

    def is_special(self: Any, path: str) -> bool:
        """Return whether `aws s3` is to write straight into a file instead of renaming it later."""
        return bool(_routed and descriptor_of(path)) or is_special_file(self, path)

    module.OSUtils.is_special_file = is_special


_TRANSFER = "s3transfer.utils"

for _name in (
    "awscli.customizations.arguments",
    "awscli.customizations.cloudformation.package",
    "awscli.customizations.gamelift.getlog",
    "awscli.customizations.iamvirtmfa",
    "awscli.customizations.s3events",
    "awscli.customizations.streamingoutputarg",
    _TRANSFER,
):
    when_imported(_name, _change_open)
when_imported(_TRANSFER, _change_renaming)
