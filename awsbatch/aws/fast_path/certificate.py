"""The bundle of CA certificates, read once for all connections to an endpoint.

urllib3 2.x: every connection reads the whole bundle into the context that all
connections of a pool share, which takes 13 ms for the CLI's own bundle.
"""

import os
import ssl
from collections.abc import Hashable
from contextlib import suppress
from threading import Lock
from typing import Any

from awsbatch.aws.shortcut import Shortcut


class _Context(ssl.SSLContext):
    """A TLS context that reads a CA bundle only once, unless the file has changed since."""

    # It guards `known`, and that no connection goes on before the certificates are read.
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


class Certificates(Shortcut):
    """All connections of an HTTP session share the certificates that the first one has read."""

    name = "certificates"
    needs = (
        # botocore 1.44, urllib3 2.x.
        "botocore.httpsession:URLLib3Session()._manager",
        "urllib3:PoolManager().connection_pool_kw",
    )

    def http_session(self, http_session: Any) -> None:
        """Give the connections of an HTTP session a context that reads its CA bundle once."""
        context = http_session._manager.connection_pool_kw.get("ssl_context")  # noqa: SLF001
        if type(context) is ssl.SSLContext:
            context.__class__ = _Context


def _stamp(file: Any) -> Hashable:
    with suppress(OSError, TypeError):
        status = os.stat(file)  # noqa: PTH116 (asked for every connection)
        return (file, status.st_ino, status.st_size, status.st_mtime_ns)
    return None


SHORTCUTS = (Certificates,)
