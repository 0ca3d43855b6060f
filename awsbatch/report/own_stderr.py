"""Python's own standard error, without secrets.

What nothing of awsbatch writes there: the traceback of a thread, a warning, an
exception that nobody was there to catch.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from awsbatch.redaction.secret import Secrets


class _OwnStderr:
    """Stands in for `sys.stderr`."""

    def __init__(self, outer: Any, secrets: Secrets) -> None:
        self._outer = outer
        self._secrets = secrets

    def write(self, text: str) -> int:
        """Write a text without secrets."""
        self._outer.write(self._secrets.masked(text))
        return len(text)

    def __getattr__(self, attribute: str) -> Any:
        return getattr(self._outer, attribute)


@contextmanager
def without(secrets: Secrets) -> Iterator[None]:
    """Keep secrets out of `sys.stderr` in this block."""
    outer = sys.stderr
    if outer is None:
        # `>&-` closed it.
        yield
        return
    sys.stderr = stand_in = _OwnStderr(outer, secrets)
    try:
        yield
    finally:
        # What runs commands in this process has a router in its place.
        if sys.stderr is stand_in:
            sys.stderr = outer
