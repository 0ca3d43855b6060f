"""How long one line takes, against the same call by boto3 in a loop, in one run.

    python benchmarks/line.py [LINES] [ROUNDS] [OPERATION]

An operation is one of `operation.py`, `logs delete-log-group` unless told. Needs
nginx, boto3 and awsbatch with its `test` extra.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Mapping

import promise
import stub
from operation import DELETE, OPERATIONS, Operation

MOST_RATIO = 0.6


def boto3_loop(operation: Operation, lines: int, environment: Mapping[str, str]) -> float:
    """Return the seconds that boto3 takes for as many calls, one made before."""
    done = subprocess.run(operation.boto3(lines), env=environment, capture_output=True, check=True)
    return float(done.stdout)


def awsbatch_lines(operation: Operation, lines: int, environment: Mapping[str, str]) -> float:
    """Return the seconds from the end of the first line to the end of the last."""
    first, rest = operation.lines(1), operation.lines(lines)
    with subprocess.Popen(
        [sys.executable, "-m", "awsbatch", "-"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{first}print ready\n")
        process.stdin.flush()
        while process.stdout.readline() != "ready\n":
            pass
        start = time.perf_counter()
        _, summary = process.communicate(rest)
        seconds = time.perf_counter() - start
    assert f"{lines + 1} succeeded" in summary.replace(",", ""), summary[-500:]
    return seconds


def main() -> None:
    """Measure both by turns and print the medians and their ratio."""
    words = (*sys.argv[1:], *("3000", "5", DELETE.name)[len(sys.argv) - 1 :])
    lines, rounds = map(int, words[:2])
    (operation,) = (each for each in OPERATIONS if each.name == words[2])
    with stub.running() as served:
        environment = served.environment()
        times = [
            (
                boto3_loop(operation, lines, environment),
                awsbatch_lines(operation, lines, environment),
            )
            for _ in range(rounds)
        ]
        requests, connections = served.traffic()
    boto, ours = (statistics.median(column) / lines * 1e3 for column in zip(*times, strict=True))
    ratio = statistics.median(b / a for a, b in times)
    promise.end(
        {
            "operation": operation.name,
            "lines": lines,
            "rounds": rounds,
            "boto3_ms": round(boto, 3),
            "awsbatch_ms": round(ours, 3),
            "ratio": round(ratio, 3),
            "requests": requests,
            "connections": connections,
        },
        {f"at most {MOST_RATIO} x the time of boto3": ratio <= MOST_RATIO},
    )


if __name__ == "__main__":
    main()
