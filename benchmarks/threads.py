"""What 8 threads cost over one, against boto3 threads that share a client, in one run.

    python benchmarks/threads.py [LINES] [ROUNDS]

Every request is answered at once, so nothing is won by waiting for several:
what is measured is what threads lose to one another. Then, how long a
process takes from its start until 32 threads that begin together each have
an answer, against one run of `aws`. Needs nginx, boto3 and awsbatch with its
`test` extra.
"""

import json
import statistics
import subprocess
import sys
import time

import stub

_MANY = 8
_MOST = 32
_BOTO3 = """
import sys, time, boto3
from botocore.config import Config
from concurrent.futures import ThreadPoolExecutor
lines, threads = map(int, sys.argv[1:])
client = boto3.client("logs", config=Config(max_pool_connections=threads))

def call(number):
    client.delete_log_group(logGroupName=f"g{number}")

with ThreadPoolExecutor(threads) as workers:
    list(workers.map(call, range(threads * 20)))
    start = time.perf_counter()
    list(workers.map(call, range(lines)))
    print(time.perf_counter() - start)
"""
_AWS = "import sys; sys.argv[0] = 'aws'; from awscli.clidriver import main; sys.exit(main())"
_AWSBATCH = """
import sys, threading, time
from concurrent.futures import ThreadPoolExecutor
from awsbatch.contract.cancellation import Cancellation
from awsbatch.output.memory import Memory
from awsbatch.aws.in_process_runner import InProcessRunner
lines, threads = map(int, sys.argv[1:])

def run(number):
    words = [(w,) for w in f"logs delete-log-group --log-group-name g{number}".split()]
    out, err = Memory(), Memory()
    done = pool.run(words, stdout=out, stderr=err, cancellation=Cancellation(), live=False)
    assert done.exit_status == 0, err.text()

with InProcessRunner(jobs=threads) as pool, pool.beside(), ThreadPoolExecutor(threads) as workers:
    if not lines:
        barrier = threading.Barrier(threads)
        list(workers.map(lambda number: (barrier.wait(), run(number)), range(threads)))
        print(time.time())
        sys.exit()
    list(workers.map(run, range(threads * 20)))
    start = time.perf_counter()
    list(workers.map(run, range(lines)))
    print(time.perf_counter() - start)
"""


def seconds(program: str, lines: int, threads: int, environment: dict[str, str]) -> float:
    """Return the seconds that a program takes for so many calls, some made before."""
    command = [sys.executable, "-c", program, str(lines), str(threads)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout)


def start_seconds(environment: dict[str, str]) -> tuple[float, float]:
    """Return the seconds that one `aws` runs, and those until all threads had an answer."""
    start = time.time()
    line = ["logs", "delete-log-group", "--log-group-name", "g"]
    subprocess.run([sys.executable, "-c", _AWS, *line], env=environment, check=True)
    end = time.time()
    return end - start, seconds(_AWSBATCH, 0, _MOST, environment) - end


def main() -> None:
    """Measure all by turns and print medians, and what many threads cost over one."""
    lines, rounds = (int(a) for a in (*sys.argv[1:], *("3000", "5")[len(sys.argv) - 1 :]))
    kinds = [(program, threads) for threads in (1, _MANY) for program in (_BOTO3, _AWSBATCH)]
    with stub.running() as served:
        environment = served.environment()
        times = [
            [seconds(program, lines, threads, environment) for program, threads in kinds]
            for _ in range(rounds)
        ]
        starts = [start_seconds(environment) for _ in range(rounds)]
        requests, connections = served.traffic()
    boto, ours, boto_many, ours_many = (
        statistics.median(column) / lines * 1e3 for column in zip(*times, strict=True)
    )
    print(
        json.dumps(
            {
                "lines": lines,
                "rounds": rounds,
                "boto3_ms": round(boto, 3),
                "awsbatch_ms": round(ours, 3),
                f"boto3_{_MANY}_ms": round(boto_many, 3),
                f"awsbatch_{_MANY}_ms": round(ours_many, 3),
                "boto3_cost": round(statistics.median(t[2] / t[0] for t in times), 2),
                "awsbatch_cost": round(statistics.median(t[3] / t[1] for t in times), 2),
                "aws_ms": round(statistics.median(a for a, _ in starts) * 1e3),
                f"first_{_MOST}_ms": round(statistics.median(b for _, b in starts) * 1e3),
                "first_cost": round(statistics.median(b / a for a, b in starts), 2),
                "requests": requests,
                "connections": connections,
            }
        )
    )


if __name__ == "__main__":
    main()
