"""How well commands run side by side: behind slow requests, and where only the CPU is slow.

    python benchmarks/width.py [SLOW] [FAST] [ROUNDS]

Runs SLOW lines (2,000) at 80 ms a request on 32 and on 64 threads, as a stream
and as a `parallel for`, against the ideal; `taskset` or a busy loop beside it
makes the machine smaller. Then runs FAST lines (3,000) without any delay on 1
and 8 threads, and boto3 with one client for its threads beside it, ROUNDS times
(5) by turns: what 8 threads lose against one. Needs nginx, boto3 and awsbatch
with its `test` extra.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import promise
import server
import stub
import summary
from server import Behaviour

SECONDS = 0.08
MOST_RATIOS = {32: 1.15, 64: 1.3}
"""To the ideal, by the number of threads."""
FEW, MANY = 1, 8

_LINE = "logs delete-log-group --log-group-name {}\n"
_FOR = """\
input names
parallel for name in <<names>>
    aws logs delete-log-group --log-group-name <<name>>
end
"""
_BOTO3 = """
import sys, threading, boto3
from botocore.config import Config
threads, calls = map(int, sys.argv[1:])
client = boto3.client("logs", config=Config(max_pool_connections=8))
def call(first):
    for number in range(first, calls, threads):
        client.delete_log_group(logGroupName=f"g{number}")
running = [threading.Thread(target=call, args=(first,)) for first in range(threads)]
for thread in running: thread.start()
for thread in running: thread.join()
"""


def awsbatch(*words: "str | Path") -> list["str | Path"]:
    """Return the words that run awsbatch."""
    return [sys.executable, "-m", "awsbatch", "run", "--progress", "none", *words]


def succeed(
    command: list["str | Path"], environment: dict[str, str], stdin: str, lines: int
) -> None:
    """Run awsbatch, every line of which has to succeed."""
    done = subprocess.run(
        command, env=environment, input=stdin, stderr=subprocess.PIPE, text=True, check=False
    )
    told = summary.read(done.stderr)
    assert told is not None, done.stderr[-2000:]
    assert told.succeeded == lines, done.stderr[-2000:]


def slow(command: list["str | Path"], stdin: str, lines: int, threads: int) -> dict[str, float]:
    """Run lines against the slow server; give how long it took against the ideal."""
    with server.running(Behaviour(seconds=(SECONDS, SECONDS))) as served:
        start = time.monotonic()
        succeed(command, served.environment(), stdin, lines)
        whole = time.monotonic() - start
        requests = served.requests()
    first = min(request.came for request in requests)
    last = max(request.ended or 0.0 for request in requests)
    ideal = lines * SECONDS / threads
    return {
        "startup_seconds": round(first - start, 2),
        "seconds": round(last - first, 2),
        "end_seconds": round(whole - (last - start), 2),
        "ratio": round((last - first) / ideal, 3),
        "requests": len(requests),
        "connections": len({request.connection for request in requests}),
        "threads": threads,
    }


def both_slow(lines: int, threads: int) -> dict[str, dict[str, float]]:
    """Return the figures of a stream and of a `parallel for`."""
    names = [f"g{number}" for number in range(lines)]
    with tempfile.TemporaryDirectory() as folder:
        script, values = Path(folder) / "for.aws", Path(folder) / "names"
        script.write_text(_FOR)
        values.write_text("\n".join(names) + "\n")
        stream = "".join(_LINE.format(name) for name in names)
        loop = awsbatch("-j", str(threads), "--lines", f"names={values}", script)
        return {
            f"stream_{threads}": slow(awsbatch("-P", str(threads), "-"), stream, lines, threads),
            f"parallel_for_{threads}": slow(loop, "", lines, threads),
        }


def milliseconds(served: stub.Stub, before: int) -> float:
    """Return the time of a request, by the server's clock, once the first tenth were answered."""
    moments = served.moments()[before:]
    steady = moments[len(moments) // 10 :]
    return (steady[-1] - steady[0]) / (len(steady) - 1) * 1e3


def ours(served: stub.Stub, threads: int, lines: int) -> float:
    """Return the milliseconds that a line takes awsbatch."""
    before = served.traffic()[0]
    stream = "".join(_LINE.format(f"g{number}") for number in range(lines))
    succeed(awsbatch("-P", str(threads), "-"), served.environment(), stream, lines)
    return milliseconds(served, before)


def boto3(served: stub.Stub, threads: int, calls: int) -> float:
    """Return the milliseconds that a call takes boto3."""
    before = served.traffic()[0]
    command = [sys.executable, "-c", _BOTO3, str(threads), str(calls)]
    subprocess.run(command, env=served.environment(), check=True)
    return milliseconds(served, before)


def losses(lines: int, rounds: int) -> dict[str, dict[str, float]]:
    """Return the milliseconds a line of both with few and with many threads, and their ratio."""
    times: dict[str, list[tuple[float, float]]] = {"awsbatch": [], "boto3": []}
    with stub.running() as served:
        for _ in range(rounds):
            for name, timed in (("awsbatch", ours), ("boto3", boto3)):
                times[name].append((timed(served, FEW, lines), timed(served, MANY, lines)))
    return {name: _loss(pairs) for name, pairs in times.items()}


def _loss(pairs: list[tuple[float, float]]) -> dict[str, float]:
    few, many = (statistics.median(column) for column in zip(*pairs, strict=True))
    return {
        f"{FEW}_thread_ms": round(few, 3),
        f"{MANY}_threads_ms": round(many, 3),
        "loss": round(statistics.median(many / few for few, many in pairs), 3),
    }


def main() -> None:
    """Measure, and tell which promises do not hold."""
    lines, calls, rounds = (
        int(word) for word in (*sys.argv[1:], *("2000", "3000", "5")[len(sys.argv) - 1 :])
    )
    behind_slow = {
        name: figures
        for threads in MOST_RATIOS
        for name, figures in both_slow(lines, threads).items()
    }
    no_delay = losses(calls, rounds)
    promise.end(
        {"lines": lines, **behind_slow, "no_delay": no_delay},
        {
            f"within {MOST_RATIOS} times the ideal": all(
                each["ratio"] <= MOST_RATIOS[int(each["threads"])] for each in behind_slow.values()
            ),
            "one handshake a thread": all(
                each["connections"] <= each["threads"] for each in behind_slow.values()
            ),
            "one request a line": all(each["requests"] == lines for each in behind_slow.values()),
            f"{MANY} threads are quicker than boto3's": no_delay["awsbatch"][f"{MANY}_threads_ms"]
            < no_delay["boto3"][f"{MANY}_threads_ms"],
        },
    )


if __name__ == "__main__":
    main()
