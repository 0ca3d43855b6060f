"""The connections that the requests of a plan go by.

They are those of botocore's HTTP session, which is asked for them as botocore
does, and only once for as long as it has the same ones.
"""

from typing import Any

from awsbatch.aws.fast_path.exchange.exchanging_pool import ExchangingPool


class Route:
    """The way from a client to a host."""

    def __init__(self, client: Any, url: str) -> None:
        """Lead to a URL of a scheme and a host."""
        # botocore 1.44: there is no public way to a client's connections.
        self._endpoint = client._endpoint  # noqa: SLF001
        self._url = url
        self._known: tuple[Any, ExchangingPool] | None = None

    def pool(self) -> ExchangingPool | None:
        """Return the pool of connections, or None if it is none that exchanges, or of a proxy."""
        # A client is lent another session for each command.
        session = self._endpoint.http_session
        known = self._known
        if known is not None and known[0] is session:
            return known[1]
        if session._proxy_config.proxy_url_for(self._url) is not None:  # noqa: SLF001
            return None
        pool = session._manager.connection_from_url(self._url)  # noqa: SLF001
        if not isinstance(pool, ExchangingPool):
            return None
        self._known = session, pool
        return pool

    def forget(self) -> None:
        """Ask anew next time: a pool has no open connection, or was closed."""
        self._known = None
