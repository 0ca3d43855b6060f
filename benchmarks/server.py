"""A TLS loopback AWS in a process of its own: as slow and as faulty as it is told to be.

It notes every request when it comes and when it is answered. What it does to
one is drawn from the seed, the request's body, and how often that came before,
so that a run can be had again.
"""

import asyncio
import itertools
import json
import random
import re
import ssl
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

import child
import stub

_CREDENTIAL = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/")
_LENGTH = re.compile(r"(?i)\r\ncontent-length: *(\d+)")
_TARGET = re.compile(r"(?i)\r\nx-amz-target: *[^\r]*?(\w+)\r")


class Outcome(str, Enum):
    """What becomes of a request."""

    OK = "ok"
    THROTTLED = "throttled"
    """Refused for now, by status 400."""
    ERROR = "error"
    """Status 500."""
    CUT = "cut"
    """The connection was dropped before anything was done."""
    LOST = "lost"
    """The connection was dropped when it was done."""
    STALLED = "stalled"
    """Done, and answered late."""
    REFUSED = "refused"
    """Refused for good."""
    LEFT = "left"
    """The client hung up before the answer."""


@dataclass(frozen=True)
class Behaviour:
    """What a server does to the requests that it gets."""

    seed: int = 0
    seconds: tuple[float, float] = (0.0, 0.0)
    """From the request to its answer, at least and at most."""
    hold: int = 0
    """Answer nothing before so many requests are under way; then those, and so on."""
    shares: Mapping[Outcome, float] = field(default_factory=dict)
    """Which part of the requests fails, and how."""
    stall_seconds: float = 0.0

    def drawn(self, body: str, attempt: int) -> tuple[Outcome, float]:
        """Return what becomes of an attempt at a request, and after how many seconds."""
        # This is to be the same every time, not to be a secret.
        draw = random.Random(f"{self.seed} {attempt} {body}")  # noqa: S311
        seconds = draw.uniform(*self.seconds)
        left = draw.random()
        for outcome, share in self.shares.items():
            left -= share
            if left < 0:
                return Outcome(outcome), self._slow(outcome, seconds)
        return Outcome.OK, seconds

    def _slow(self, outcome: str, seconds: float) -> float:
        return self.stall_seconds if outcome == Outcome.STALLED else seconds


@dataclass
class Request:
    """A request as the server notes it."""

    number: int
    connection: int
    key: str
    region: str
    service: str
    operation: str
    body: str
    attempt: int
    """Counted from 1, for the same body."""
    came: float
    """By `time.monotonic`, which is one clock for all processes."""
    ended: float | None = None
    outcome: Outcome | None = None
    """None while it has no answer."""

    @property
    def name(self) -> str:
        """What it is about: the value of the first field of its body."""
        return str(next(iter(json.loads(self.body).values())))

    @property
    def echo(self) -> str:
        """Whose it is, where, and what it is about."""
        return f"{self.key} {self.region} {self.name}"


class Server(stub.Stub):
    """A running server."""

    def requests(self) -> list[Request]:
        """Return all requests so far, in the order in which they came."""
        requests: dict[int, Request] = {}
        for line in self.log.read_text().splitlines():
            noted = json.loads(line)
            if "body" in noted:
                requests[noted["number"]] = Request(**noted)
            else:
                request = requests[noted["number"]]
                request.ended, request.outcome = noted["ended"], Outcome(noted["outcome"])
        return [*requests.values()]

    def follow(self) -> Iterator[tuple[int, int]]:
        """Yield again and again how many requests have come, and how many were answered."""
        came = ended = 0
        with self.log.open() as log:
            while True:
                for line in log:
                    is_new = '"body"' in line
                    came += is_new
                    ended += not is_new
                yield came, ended

    def traffic(self) -> tuple[int, int]:
        """Return how many requests came so far, and over how many connections."""
        requests = self.requests()
        return len(requests), len({request.connection for request in requests})


@contextmanager
def running(behaviour: Behaviour) -> Iterator[Server]:
    """Run a server for the block."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stub.write_certificates(folder)
        with child.running(__file__, name, json.dumps(asdict(behaviour))) as port:
            yield Server(f"https://127.0.0.1:{port}", folder / "ca.pem", folder / "log")


class _Log:
    """The lines that a server writes, each at once and whole."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("w", buffering=1)

    def write(self, noted: dict[str, Any]) -> None:
        self._file.write(json.dumps(noted) + "\n")


class _Service:
    """Answers the requests of all connections."""

    def __init__(self, behaviour: Behaviour, log: _Log) -> None:
        self._behaviour = behaviour
        self._log = log
        self._connections = itertools.count()
        self._numbers = itertools.count()
        self._attempts: Counter[str] = Counter()
        self._held: list[asyncio.Event] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer what comes over a connection until it ends."""
        connection = next(self._connections)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                length = _LENGTH.search(head)
                body = await reader.readexactly(int(length[1])) if length else b"{}"
                request = self._noted(connection, head, body.decode())
                answer = await self._answer(request, reader)
                if answer is None:
                    break
                writer.write(answer)
        except (asyncio.IncompleteReadError, OSError):
            pass
        writer.transport.abort()

    def _noted(self, connection: int, head: str, body: str) -> Request:
        self._attempts[body] += 1
        signed, target = _CREDENTIAL.search(head), _TARGET.search(head)
        key, region, service = signed.groups() if signed else ("", "", "")
        request = Request(
            number=next(self._numbers),
            connection=connection,
            key=key,
            region=region,
            service=service,
            operation=target[1] if target else "",
            body=body,
            attempt=self._attempts[body],
            came=time.monotonic(),
        )
        self._log.write(asdict(request))
        return request

    async def _answer(self, request: Request, reader: asyncio.StreamReader) -> bytes | None:
        outcome, seconds = self._behaviour.drawn(request.body, request.attempt)
        await self._hold()
        if seconds:
            await asyncio.sleep(seconds)
        if reader.at_eof():
            outcome = Outcome.LEFT
        ended = {"number": request.number, "ended": time.monotonic(), "outcome": outcome}
        self._log.write(ended)
        return _response(outcome, request)

    async def _hold(self) -> None:
        if not self._behaviour.hold:
            return
        released = asyncio.Event()
        self._held.append(released)
        if len(self._held) == self._behaviour.hold:
            for each in self._held:
                each.set()
            self._held.clear()
        await released.wait()


def _response(outcome: Outcome, request: Request) -> bytes | None:
    """Return what goes back; None where the connection is to be dropped."""
    match outcome:
        case Outcome.OK | Outcome.STALLED:
            status, answer = "200 OK", _done(request)
        case Outcome.THROTTLED:
            status, answer = "400 Bad Request", _error("ThrottlingException", "Rate exceeded")
        case Outcome.ERROR:
            status, answer = "500 Server Error", _error("InternalFailure", "Something broke")
        case Outcome.REFUSED:
            answer = _error("ResourceNotFoundException", request.echo)
            status = "400 Bad Request"
        case _:
            return None
    body = json.dumps(answer)
    head = (
        f"HTTP/1.1 {status}\r\ncontent-type: application/x-amz-json-1.1\r\n"
        f"x-amzn-requestid: {request.number}\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return f"{head}{body}".encode()


def _done(request: Request) -> dict[str, Any]:
    match request.operation:
        case "DescribeLogGroups":
            return {"logGroups": [{"logGroupName": request.name, "arn": request.echo}]}
        case "GetParameter":
            return {"Parameter": {"Name": request.name, "Type": "String", "Value": request.echo}}
        case _:
            return {}


def _error(code: str, message: str) -> dict[str, Any]:
    return {"__type": code, "message": message}


async def _serve(folder: Path, behaviour: Behaviour) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    service = _Service(behaviour, _Log(folder / "log"))
    server = await asyncio.start_server(service.serve, "127.0.0.1", 0, ssl=context, backlog=512)
    await child.serve(server)


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), Behaviour(**json.loads(sys.argv[2]))))
