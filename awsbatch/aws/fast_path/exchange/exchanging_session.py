"""The sessions and connections of the clients that send their requests by our pools.

Equal to botocore's own: they add what the pools have to know, and nothing to
what is sent.
"""

from typing import Any

import botocore.awsrequest
import botocore.httpsession
from urllib3 import PoolManager

from awsbatch.aws import replay
from awsbatch.aws.botocore_events import Client
from awsbatch.aws.fast_path.exchange.exchanging_pool import HERE, ExchangingPool
from awsbatch.aws.fast_path.exchange.resumption import StandIn
from awsbatch.aws.shortcut import Shortcut


class _Session(botocore.httpsession.URLLib3Session):  # type: ignore[misc]
    """An HTTP session that tells its pools whose answers are no streams."""

    def send(self, request: Any) -> Any:
        """Send a request, and return its answer."""
        HERE.is_whole = not request.stream_output
        try:
            return super().send(request)
        finally:
            HERE.is_whole = False


class _Connection(botocore.awsrequest.AWSConnection):  # type: ignore[misc]
    """A connection that shows what it sends, and waits for nobody where it sends nothing."""

    def _send_output(self, *args: Any, **kwargs: Any) -> None:
        # botocore 1.44 waits for an answer in this method, before it sends a body.
        if isinstance(self.sock, StandIn):
            self._expect_header_set = False
        super()._send_output(*args, **kwargs)

    def send(self, data: Any) -> None:
        """Send a piece of a request."""
        if not isinstance(self.sock, StandIn):
            replay.note(data)
        super().send(data)


class _HttpConnection(_Connection, botocore.awsrequest.AWSHTTPConnection):  # type: ignore[misc]
    pass


class _HttpsConnection(_Connection, botocore.awsrequest.AWSHTTPSConnection):  # type: ignore[misc]
    pass


class _HttpPool(ExchangingPool, botocore.awsrequest.AWSHTTPConnectionPool):  # type: ignore[misc]
    ConnectionCls = _HttpConnection


class _HttpsPool(ExchangingPool, botocore.awsrequest.AWSHTTPSConnectionPool):  # type: ignore[misc]
    ConnectionCls = _HttpsConnection


class Exchange(Shortcut):
    """The clients send their requests by these pools."""

    name = "exchanges"
    needs = (
        # botocore 1.44.
        "botocore.client:BaseClient()._endpoint",
        "botocore.endpoint:Endpoint().http_session",
        "botocore.httpsession:URLLib3Session.send(self, request)",
        "botocore.httpsession:URLLib3Session()._manager",
        "botocore.awsrequest:AWSConnection()._expect_header_set",
        "botocore.awsrequest:AWSConnection._send_output",
        # urllib3 1.26 to 2.x.
        "urllib3:PoolManager().pool_classes_by_scheme",
        "urllib3:HTTPConnectionPool._get_conn(self, timeout)",
        "urllib3:HTTPConnectionPool._put_conn(self, conn)",
        "urllib3:HTTPConnectionPool().pool",
        "urllib3.util.wait:wait_for_read",
    )

    def client(self, client: Client) -> None:
        """Have the client make pools of these classes."""
        # botocore 1.44: there is no public way to a client's connections.
        session = client._endpoint.http_session  # noqa: SLF001
        manager = session._manager  # noqa: SLF001
        if type(session) is botocore.httpsession.URLLib3Session and type(manager) is PoolManager:
            session.__class__ = _Session
            manager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}


SHORTCUTS = (Exchange,)
