"""Requests sent in one piece over urllib3's open connections, and their answers.

Equal to what urllib3 does: it has opened the connections and gets them back,
it writes the head of a request, and whatever is not plainly fine when an
answer is read is read by urllib3 itself, from where it began.
"""

import logging
from collections.abc import Callable
from functools import cached_property
from inspect import signature
from threading import local
from typing import Any

from urllib3 import HTTPConnectionPool
from urllib3.connection import HTTPConnection
from urllib3.util import Retry
from urllib3.util.wait import wait_for_read

from awsbatch.aws import replay
from awsbatch.aws.fast_path.exchange.http_answer import Answer, OddError, read
from awsbatch.aws.fast_path.exchange.plain_request import is_short, written
from awsbatch.aws.fast_path.exchange.resumption import Draft, Resumption, StandIn

_LOGGER = logging.getLogger("urllib3.connectionpool")
# As botocore 1.44 calls it.
_LIKE_BOTOCORE: dict[str, Any] = {
    "retries": Retry(False),  # noqa: FBT003 (urllib3's)
    "assert_same_host": False,
    "preload_content": False,
    "decode_content": False,
}
# urllib3 1.26 has another method for what is sent in chunks.
_HAS_TWO_REQUESTS = "chunked" not in signature(HTTPConnection.request).parameters


class _OfThread(local):
    is_whole = False
    """Whether the answer that is asked for is to be read at once."""
    resumed: Any = None
    """The connection that urllib3 is to go on with."""


HERE = _OfThread()


# urllib3's classes have types of their own for what botocore's leave open.
_UrllibPool: Any = HTTPConnectionPool


class ExchangingPool(_UrllibPool):  # type: ignore[misc]
    """What our pools of connections add to those of botocore."""

    # How botocore has urllib3 read an answer.
    _options = _LIKE_BOTOCORE
    hangs_up = False
    """Whether a request with `Expect: 100-continue` had no answer.

    The system throws away an answer that has not been read when more comes for
    a server that has hung up, as one may that refuses a request for its head.
    """

    def exchange(self, request: bytes, method: str, *, asks: bool = False) -> Answer | None:
        """Send a whole request, head and body, over an open connection; return its answer.

        Return None where nothing was sent: no connection is open and idle, or
        urllib3 would do more than send and read. Raise what `urlopen` and the
        reading of its answer would raise. `asks` says whether the request has
        `Expect: 100-continue`. It is not noted for those who watch.
        """
        connection = self._open_one(asks=asks)
        if connection is None:
            return None
        target = request.split(b" ", 2)[1].decode()
        return self._exchanged(connection, lambda: request, method, target, asks=asks)

    def urlopen(
        self,
        method: str,
        url: str,
        body: Any = None,
        headers: Any = None,
        *args: Any,
        **options: Any,
    ) -> Any:
        """Send a request and return its answer."""
        came = replay.take()
        if isinstance(came, BaseException):
            raise came
        if came is not None:
            return came
        replay.begin()
        takes_part = (
            HERE.is_whole
            and not args
            # Later than botocore 1.44: that of a request.
            and "timeout" not in options
            and is_short(method, url, body, headers)
        )
        if takes_part:
            self._options = {**options, "chunked": False}
        asks = takes_part and "Expect" in headers
        connection = self._open_one(asks=asks) if takes_part else None
        if connection is None:
            return super().urlopen(method, url, body, headers, *args, **options)

        def write() -> bytes:
            chunked = options.get("chunked", False)
            request = written(method, url, self._first_headers, headers, body)
            if request is None:
                request = self._written(method, url, body, headers, chunked=chunked)
            replay.note(request)
            return request

        return self._exchanged(connection, write, method, url, asks=asks)

    def _open_one(self, *, asks: bool) -> Any:
        """Return an open connection that is idle; None where there is none, or it wants more care.

        As urllib3 takes one, which leaves those it has no use for where it would find them.
        """
        idle = self.pool
        if idle is None or self._seconds is None or _LOGGER.isEnabledFor(logging.DEBUG):
            return None
        if asks and self.hangs_up:
            return None
        # As `queue.Queue` does, where nobody waits.
        with idle.mutex:
            # None stands for one that is still to be made.
            connection = idle.queue.pop() if idle.queue and idle.queue[-1] is not None else None
        if connection is None or self._is_ready(connection):
            return connection
        self._put_conn(connection)
        return None

    def _put_back(self, connection: Any) -> None:
        if (idle := self.pool) is not None:
            with idle.mutex:
                if len(idle.queue) < idle.maxsize:
                    idle.queue.append(connection)
                    return
        self._put_conn(connection)

    def _is_ready(self, connection: Any) -> bool:
        # urllib3 warns at each request on a connection that it has not verified.
        if connection.sock is None or not (self.scheme == "http" or connection.is_verified):
            return False
        # Whoever says something unasked, or hangs up, is not to be asked.
        return not wait_for_read(connection.sock, 0.0)

    @cached_property
    def _seconds(self) -> tuple[float | None, float | None] | None:
        """How long to wait to send and to read; None where urllib3 is to find out."""
        timeout = self.timeout
        if self.block or self.proxy is not None or self.proxy_headers or timeout.total is not None:
            return None
        seconds = timeout.connect_timeout, timeout.read_timeout
        is_told = all(each is None or isinstance(each, int | float) for each in seconds)
        return seconds if is_told and seconds[1] != 0 else None

    @cached_property
    def _first_headers(self) -> str:
        """The headers that urllib3 begins each request with."""
        request = self._written("GET", "/", None, {"User-Agent": ""}, chunked=False).decode()
        return request.partition("\r\n")[2].partition("User-Agent")[0]

    def _written(self, method: str, url: str, body: Any, headers: Any, *, chunked: bool) -> bytes:
        """Have a connection that is not connected write a request, as urllib3 does."""
        connection = self.ConnectionCls(host=self.host, port=self.port, **self.conn_kw)
        connection.sock = draft = Draft()
        if not chunked:
            connection.request(method, url, body=body, headers=headers)
        elif _HAS_TWO_REQUESTS:
            connection.request_chunked(method, url, body=body, headers=headers)
        else:
            connection.request(method, url, body=body, headers=headers, chunked=True)
        return bytes(draft.request)

    def _exchanged(
        self, connection: Any, write: Callable[[], bytes], method: str, target: str, *, asks: bool
    ) -> Answer:
        """Send a request over a connection, which is put back; return the answer."""
        sock = connection.sock
        try:
            met = self._met(sock, write, method, asks=asks)
        except BaseException:
            connection.close()
            self._put_conn(None)
            raise
        if isinstance(met, Resumption):
            self.hangs_up = self.hangs_up or (asks and not met.received)
            connection.sock = met
            return self._resumed(connection, method, target)
        answer, may_stay_open = met
        if not may_stay_open or (self.scheme == "https" and sock.pending()):
            connection.close()
        self._put_back(connection)
        return answer

    def _met(
        self, sock: Any, write: Callable[[], bytes], method: str, *, asks: bool
    ) -> tuple[Answer, bool] | Resumption:
        """Return what was read, or that from which urllib3 is to go on."""
        to_send, to_read = self._seconds  # type: ignore[misc] # (or no connection is open)
        received = bytearray()
        try:
            request = write()
            if sock.gettimeout() != to_send:
                sock.settimeout(to_send)
            sock.sendall(request)
            if to_read != to_send:
                sock.settimeout(to_read)
        except Exception as error:  # noqa: BLE001 (it is raised where urllib3 would meet it)
            return Resumption(sock, unsent=error)
        try:
            return read(sock, received, method, asks=asks)
        except OddError:
            return Resumption(sock, received)
        except OSError as error:
            return Resumption(sock, received, broken=error)

    def _resumed(self, connection: Any, method: str, target: str) -> Answer:
        """Have urllib3 go on with a connection; return the answer that it reads."""
        HERE.resumed = connection
        try:
            response = super().urlopen(method, target, None, {}, **self._options)
        finally:
            HERE.resumed = None
        headers = {name: response.headers[name] for name in response.headers}
        lowered = {name.lower(): value for name, value in headers.items()}
        body = b"".join(response.stream())
        return Answer(response.status, response.reason, headers, lowered, body)

    def _get_conn(self, timeout: float | None = None) -> Any:
        resumed, HERE.resumed = HERE.resumed, None
        return resumed or super()._get_conn(timeout)

    def _put_conn(self, conn: Any) -> None:
        # Where an answer was odd, none is to follow it.
        if conn is not None and isinstance(conn.sock, StandIn):
            conn.close()
        super()._put_conn(conn)
