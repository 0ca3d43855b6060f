"""How many lines are lost, and how fast the rest goes, against a service that throttles.

    python benchmarks/throttle.py [--threads 8 32 128] [--lines 1500] [--latency 0.02] [--s3]

A loopback server allows so many requests a second after a burst, and refuses
the rest as AWS does. Each way of retrying sends lines to it from threads, by
clients made as the AWS CLI makes them: `kept` is a client for every thread,
`shared` one for all, and `fresh` one for every line.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

import awscli  # noqa: F401 (botocore is found through it)
import botocore.session
from awscli import EnvironmentVariables
from botocore.exceptions import ClientError

from awsbatch.aws.wire import throttle_hook
from awsbatch.aws.wire.throttle import Throttles

JSON = ("400 Bad Request", b'{"__type": "ThrottlingException", "message": "Rate exceeded"}')
XML = ("503 Slow Down", b"<Error><Code>SlowDown</Code><Message>Reduce your rate</Message></Error>")


@dataclass
class Bucket:
    """What a service allows: requests a second, and as many more as it saved."""

    rate: float
    burst: float

    def __post_init__(self) -> None:
        self.tokens, self.filled = self.burst, time.monotonic()

    def take(self) -> bool:
        """Return whether a request is allowed now."""
        now = time.monotonic()
        self.tokens = min(self.burst, self.tokens + (now - self.filled) * self.rate)
        self.filled = now
        allowed = self.tokens >= 1
        self.tokens -= allowed
        return allowed


@dataclass(frozen=True)
class Service:
    """A throttled service on the loopback, and what to send to it."""

    rate: float
    burst: float
    latency: float
    s3: bool

    def call(self, client: Any, number: int) -> None:
        """Send one line's request."""
        if self.s3:
            client.delete_object(Bucket="b", Key=f"k{number}")
        else:
            client.delete_log_group(logGroupName=f"g{number}")

    @contextmanager
    def running(self) -> Iterator[tuple[str, Callable[[], int]]]:
        """Provide its URL, and a function that gives how many requests came."""
        ours, its = multiprocessing.Pipe()
        served = multiprocessing.Value("i", 0)
        process = multiprocessing.Process(target=self._serve, args=(its, served), daemon=True)
        process.start()
        yield f"http://127.0.0.1:{ours.recv()}", lambda: int(served.value)
        process.terminate()

    def _serve(self, ready: Connection, served: Any) -> None:
        bucket = Bucket(self.rate, self.burst)

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while head := await _head(reader):
                await reader.readexactly(_length(head))
                served.value += 1
                refused = XML if self.s3 else JSON
                status, body = ("200 OK", b"") if bucket.take() else refused
                await asyncio.sleep(self.latency)
                length = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n"
                writer.write(length.encode() + body)
            writer.close()

        async def serve() -> None:
            server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=512)
            ready.send(server.sockets[0].getsockname()[1])
            await server.serve_forever()

        asyncio.run(serve())


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""


def _length(head: bytes) -> int:
    _, _, rest = head.lower().partition(b"content-length:")
    return int(rest.split(b"\r\n")[0] or 0)


@dataclass(frozen=True)
class Way:
    """A way of retrying."""

    name: str
    mode: str | None
    clients: str
    throttles: bool = False


WAYS = (
    Way("legacy", None, "kept"),
    Way("standard", "standard", "kept"),
    Way("standard", "standard", "shared"),
    Way("adaptive", "adaptive", "fresh"),
    Way("adaptive", "adaptive", "kept"),
    Way("adaptive", "adaptive", "shared"),
    Way("adaptive and throttles", "adaptive", "fresh", throttles=True),
    Way("throttles", None, "kept", throttles=True),
)


class Workers:
    """Threads that send lines, and the clients that they have."""

    def __init__(self, way: Way, service: Service, url: str, threads: int) -> None:
        self._way = way
        self._service = service
        self._url = url
        self._threads = threads
        self._session = botocore.session.Session(EnvironmentVariables)
        self._lock = threading.Lock()
        self._local = threading.local()
        if way.throttles:
            throttle_hook.register(Throttles(), self._session)
        self._first = self._made()
        self._spare = [self._made() for _ in range(threads if way.clients == "kept" else 0)]

    def run(self, lines: int) -> list[tuple[bool, float]]:
        """Return of each line whether it was done, and its seconds."""
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(self._line, range(lines)))

    def _line(self, number: int) -> tuple[bool, float]:
        start = time.perf_counter()
        try:
            self._service.call(self._client(), number)
        except ClientError as error:
            if error.response["Error"]["Code"] not in {"ThrottlingException", "SlowDown"}:
                raise
            return False, time.perf_counter() - start
        return True, time.perf_counter() - start

    def _client(self) -> Any:
        if self._way.clients == "shared":
            return self._first
        if self._way.clients == "fresh":
            client = self._made()
            client._endpoint.http_session = self._first._endpoint.http_session  # noqa: SLF001 (as awsbatch does)
            return client
        if not hasattr(self._local, "client"):
            self._local.client = self._spare.pop()
        return self._local.client

    def _made(self) -> Any:
        name = "s3" if self._service.s3 else "logs"
        config = botocore.config.Config(max_pool_connections=self._threads)
        with self._lock:
            return self._session.create_client(name, endpoint_url=self._url, config=config)


def measure(way: Way, service: Service, threads: int, lines: int) -> dict[str, Any]:
    """Return what came of all lines, sent in one way from so many threads."""
    os.environ.pop("AWS_RETRY_MODE", None)
    if way.mode is not None:
        os.environ["AWS_RETRY_MODE"] = way.mode
    with service.running() as (url, served):
        workers = Workers(way, service, url, threads)
        start = time.perf_counter()
        done = workers.run(lines)
        seconds = time.perf_counter() - start
        requests = served()
    succeeded = sum(ok for ok, _ in done)
    return {
        **asdict(way),
        "threads": threads,
        "lines": lines,
        "lost": lines - succeeded,
        "percent_of_rate": round(100 * (succeeded - service.burst) / seconds / service.rate, 1),
        "seconds": round(seconds, 1),
        "requests": requests,
        "longest_seconds": round(max(took for _, took in done), 1),
    }


def table(rows: list[dict[str, Any]]) -> str:
    """Return the measurements as Markdown."""
    text = [
        "| way | clients | threads | lost | of the rate | requests | longest line |",
        "|---|---|---|---|---|---|---|",
    ]
    text += [
        f"| {row['name']} | {row['clients']} | {row['threads']} | {row['lost']:,} "
        f"| {row['percent_of_rate']} % | {row['requests']:,} | {row['longest_seconds']} s |"
        for row in rows
    ]
    return "\n".join(text)


def idle_cost(rounds: int = 200_000) -> float:
    """Return the microseconds that throttles add to a request while nothing was refused."""
    session = botocore.session.Session(EnvironmentVariables)
    before, after = ("request-created.logs.DeleteLogGroup", "needs-retry.logs.DeleteLogGroup")
    took = []
    for register in (lambda _: None, partial(throttle_hook.register, Throttles())):
        register(session)
        events = session.get_component("event_emitter")
        created = {"request": _Request, "operation_name": "DeleteLogGroup"}
        answered = {"response": (_Request, {}), "attempts": 1, "request_dict": {}}
        start = time.perf_counter()
        for _ in range(rounds):
            events.emit(before, **created)
            events.emit(after, **answered)
        took.append(time.perf_counter() - start)
    return (took[1] - took[0]) / rounds * 1e6


class _Request:
    """What handlers read of a request, and of an answer, to no effect."""

    status_code = 200
    headers: dict[str, str] = {}  # noqa: RUF012 (never changed)
    context: dict[str, Any] = {}  # noqa: RUF012 (never changed)


def main() -> None:
    """Print a line for each way and number of threads, then all as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, nargs="+", default=[8, 32, 128])
    parser.add_argument("--lines", type=int, default=1500)
    parser.add_argument("--latency", type=float, default=0.02)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--burst", type=float, default=100)
    parser.add_argument("--s3", action="store_true")
    parser.add_argument("--only", help="the name of one way")
    options = parser.parse_args()
    os.environ |= {
        "AWSBATCH_AWS": "own",
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }
    service = Service(options.rate, options.burst, options.latency, options.s3)
    rows = [
        measure(way, service, threads, options.lines)
        for way in WAYS
        if options.only in {None, way.name}
        for threads in options.threads
    ]
    print(table(rows))
    print(json.dumps({"idle_microseconds": round(idle_cost(), 2), "measured": rows}))


if __name__ == "__main__":
    main()
