"""A loopback port as far away as it is told to be, in a process of its own.

Bytes pass unread and in order, each way half a round trip late; any number of
connections, and as much at once as comes. What a client sends first waits for
a round trip more, as TCP's handshake would have made it wait; so TLS's own
handshake takes its round trips as well.
"""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import child
from wire import Wire


@contextmanager
def running(port: int, round_trip: float) -> Iterator[int]:
    """Give, for the block, a port that leads to another one; a round trip is in seconds."""
    with child.running(__file__, str(port), str(round_trip)) as far:
        yield far


class _Side(asyncio.Protocol):
    """One side of a connection: what it sends goes over a wire to the other side."""

    def __init__(self, wire: Wire) -> None:
        self.transport: asyncio.Transport | None = None
        self.other: _Side | None = None
        self._loop = asyncio.get_running_loop()
        self._wire = wire

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._send(data)

    def connection_lost(self, _: Exception | None) -> None:
        self._send(b"")

    def _send(self, chunk: bytes) -> None:
        idle = self._wire.next_arrival() is None
        self._wire.put(chunk, self._loop.time())
        if idle:
            self._wait()

    def _wait(self) -> None:
        arrival = self._wire.next_arrival()
        if arrival is not None:
            self._loop.call_at(arrival, self._deliver, arrival)

    def _deliver(self, arrival: float) -> None:
        assert self.other is not None
        assert self.other.transport is not None
        # The loop calls up to one tick of its clock too soon.
        for chunk in self._wire.arrived(max(arrival, self._loop.time())):
            if chunk:
                self.other.transport.write(chunk)
            else:
                self.other.transport.close()
        self._wait()


class _Near(_Side):
    """The side of a client, which connects the other one."""

    def __init__(self, port: int, round_trip: float) -> None:
        super().__init__(Wire(round_trip / 2, asyncio.get_running_loop().time() + round_trip))
        self._port = port
        self._back = Wire(round_trip / 2)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        assert self.transport is not None
        # Nothing is taken before there is somebody to take it to.
        self.transport.pause_reading()
        self._connecting = self._loop.create_task(self._connect())

    async def _connect(self) -> None:
        assert self.transport is not None
        far = _Side(self._back)
        self.other, far.other = far, self
        await self._loop.create_connection(lambda: far, "127.0.0.1", self._port)
        self.transport.resume_reading()


async def _serve(port: int, round_trip: float) -> None:
    server = await asyncio.get_running_loop().create_server(
        lambda: _Near(port, round_trip), "127.0.0.1", 0, backlog=512
    )
    await child.serve(server)


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2])))
