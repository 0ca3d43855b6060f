"""Requests sent in fewer steps, over the same connections.

For each request, urllib3 works out which pool of connections its URL leads
to, sets the time-out of the socket twice, and sends the request in two pieces.
"""

import ssl
from typing import Any

import botocore.awsrequest
from urllib3 import PoolManager

from awsbatch.aws.botocore_events import Client
from awsbatch.aws.invocation import current
from awsbatch.aws.shortcut import Shortcut

_MOST_HOSTS = 1_000
_LONGEST_IN_ONE_PIECE = 16_384
"""Bytes: one record of TLS."""
# The attribute of a pool in which its key is kept, which only urllib3 can make.
_KEY = "_awsbatch_key"


class _Pools(PoolManager):
    """Pools of connections, found by the scheme, host and port of a URL."""

    def connection_from_url(self, url: str, pool_kwargs: Any = None) -> Any:
        """Return the pool of connections that a URL leads to."""
        keys: dict[str, Any] = self.__dict__.setdefault("keys", {})
        origin = "/".join(url.split("/", 3)[:3])
        key = keys.get(origin) if pool_kwargs is None else None
        pool = self.pools.get(key) if key is not None else None
        if pool is None:
            pool = super().connection_from_url(url, pool_kwargs)
            if len(keys) >= _MOST_HOSTS:
                keys.clear()
            keys[origin] = vars(pool)[_KEY]
        return pool

    def connection_from_pool_key(self, pool_key: Any, request_context: Any = None) -> Any:
        """Return the pool of a key, which is noted in the pool."""
        pool = super().connection_from_pool_key(pool_key, request_context)
        vars(pool)[_KEY] = pool_key
        return pool


class _Connection(botocore.awsrequest.AWSConnection):  # type: ignore[misc]
    """A connection that sends a short request in one piece, if other commands are under way.

    urllib3 sends the head and the body one after the other. At each of these
    calls, this thread releases Python's global lock, and then has to wait for
    the others to get it back.
    """

    _held: bytearray | None = None
    """The pieces of the request so far, or None if they are sent as they come."""

    def request(self, *args: Any, **kwargs: Any) -> None:
        """Send a request, and raise the connection's own errors."""
        invocation = current()
        if invocation is None or not invocation.is_beside:
            super().request(*args, **kwargs)
            return
        self._held = bytearray()
        try:
            super().request(*args, **kwargs)
            self._let_go()
        finally:
            self._held = None

    def send(self, data: Any) -> None:
        """Send a piece of a request, or hold it until the next one."""
        held = self._held
        if held is not None and self._fits(held, data):
            held += data
        else:
            self._let_go()
            super().send(data)

    def _fits(self, held: bytearray, data: Any) -> bool:
        # After `Expect: 100-continue`, the body is sent only once the server has answered the head.
        if self._expect_header_set or not isinstance(data, bytes | bytearray):
            return False
        return len(held) + len(data) <= _LONGEST_IN_ONE_PIECE

    def _let_go(self) -> None:
        held, self._held = self._held, None
        if held:
            super().send(bytes(held))


class _HttpConnection(_Connection, botocore.awsrequest.AWSHTTPConnection):  # type: ignore[misc]
    pass


class _HttpsConnection(_Connection, botocore.awsrequest.AWSHTTPSConnection):  # type: ignore[misc]
    pass


class _HttpPool(botocore.awsrequest.AWSHTTPConnectionPool):  # type: ignore[misc]
    ConnectionCls = _HttpConnection


class _HttpsPool(botocore.awsrequest.AWSHTTPSConnectionPool):  # type: ignore[misc]
    ConnectionCls = _HttpsConnection


class _Socket(ssl.SSLSocket):
    """A socket that calls the system for a time-out only if it is another one."""

    def settimeout(self, value: float | None, /) -> None:
        """Set the time-out, in seconds; urllib3 2.x sets it twice for a request."""
        if value != self.gettimeout():
            super().settimeout(value)


class Sending(Shortcut):
    """The clients send their requests by these pools, connections and sockets."""

    name = "sending"
    needs = (
        # botocore 1.44.
        "botocore.client:BaseClient()._endpoint",
        "botocore.endpoint:Endpoint().http_session",
        "botocore.httpsession:URLLib3Session()._manager",
        "botocore.awsrequest:AWSConnection()._expect_header_set",
        # urllib3 1.26 to 2.x.
        "urllib3:PoolManager.connection_from_url(self, url, pool_kwargs)",
        "urllib3:PoolManager.connection_from_pool_key(self, pool_key, request_context)",
        "urllib3:PoolManager().pools",
        "urllib3:PoolManager().pool_classes_by_scheme",
        "urllib3:PoolManager().connection_pool_kw",
        # Python 3.10 to 3.14.
        "ssl:SSLContext.sslsocket_class",
    )

    def client(self, client: Client) -> None:
        """Have the client make connections of these classes."""
        # botocore 1.44: there is no public way to a client's connections.
        manager = client._endpoint.http_session._manager  # noqa: SLF001
        if type(manager) is PoolManager:
            manager.__class__ = _Pools
            manager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}
            context = manager.connection_pool_kw.get("ssl_context")
            if context is not None:
                context.sslsocket_class = _Socket


SHORTCUTS = (Sending,)
