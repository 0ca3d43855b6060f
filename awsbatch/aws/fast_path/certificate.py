"""The certificates of authorities, read once for all connections to an endpoint.

urllib3 2.8 has every connection read the whole bundle into the context that
they share: 13 ms each for the CLI's own.
"""

import os
import ssl
from collections.abc import Hashable
from contextlib import suppress
from threading import Lock
from typing import Any


class _Context(ssl.SSLContext):
    """A context that reads no file again that has not changed."""

    _reading = Lock()

    def load_verify_locations(
        self, cafile: Any = None, capath: Any = None, cadata: Any = None
    ) -> None:
        stamp = _stamp(cafile)
        if stamp is None or capath is not None or cadata is not None:
            super().load_verify_locations(cafile, capath, cadata)
            return
        with self._reading:
            known = self.__dict__.setdefault("known", set())
            if stamp not in known:
                super().load_verify_locations(cafile)
                known.add(stamp)


def read_once(http_session: Any) -> None:
    """Have all connections of botocore's HTTP session share what the first has read."""
    context = http_session._manager.connection_pool_kw.get("ssl_context")  # noqa: SLF001
    if type(context) is ssl.SSLContext:
        context.__class__ = _Context


def _stamp(file: Any) -> Hashable:
    with suppress(OSError, TypeError):
        status = os.stat(file)  # noqa: PTH116 (asked for every connection)
        return (file, status.st_ino, status.st_size, status.st_mtime_ns)
    return None
