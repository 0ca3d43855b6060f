"""Descriptors that stay open in the program that this one becomes."""

import fcntl
import os

_FIRST = 10
"""The least that is taken: the scripts of others use the digits."""


def handed_on(descriptor: int) -> int:
    """Return another descriptor in place of this one, which other programs keep."""
    higher = fcntl.fcntl(descriptor, fcntl.F_DUPFD, _FIRST)
    os.close(descriptor)
    return higher


def file_of(name: str, content: bytes) -> int:
    """Return the descriptor of a file with this content, which goes when nobody has it open."""
    descriptor = handed_on(_nameless(name))
    with os.fdopen(descriptor, "wb", closefd=False) as file:
        file.write(content)
    return descriptor


def _nameless(name: str) -> int:
    if hasattr(os, "memfd_create"):
        return os.memfd_create(name)
    import tempfile

    descriptor, path = tempfile.mkstemp()
    os.unlink(path)  # noqa: PTH108 (as `mkstemp` names it)
    return descriptor
