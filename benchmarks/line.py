"""How long one line takes, against a boto3 call in a loop, in one run.

    python benchmarks/line.py [LINES] [ROUNDS]

Needs nginx, boto3 and awsbatch with its `test` extra.
"""

import json
import statistics
import subprocess
import sys
import time

import stub

_BOTO3 = """
import sys, time, boto3
client = boto3.client("logs")
client.delete_log_group(logGroupName="warm")
start = time.perf_counter()
for number in range(int(sys.argv[1])):
    client.delete_log_group(logGroupName=f"g{number}")
print(time.perf_counter() - start)
"""


def boto3_loop(lines: int, environment: dict[str, str]) -> float:
    """Return the seconds that boto3 takes for as many calls, one made before."""
    command = [sys.executable, "-c", _BOTO3, str(lines)]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    return float(done.stdout)


def awsbatch_lines(lines: int, environment: dict[str, str]) -> float:
    """Return the seconds from the end of the first line to the end of the last."""
    first, *rest = (f"logs delete-log-group --log-group-name g{n}\n" for n in range(lines + 1))
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
        assert process.stdout.readline() == "ready\n"
        start = time.perf_counter()
        _, summary = process.communicate("".join(rest))
        seconds = time.perf_counter() - start
    assert f"{lines + 1} succeeded" in summary.replace(",", ""), summary[-500:]
    return seconds


def main() -> None:
    """Measure both by turns and print the medians and their ratio."""
    lines, rounds = (int(a) for a in (*sys.argv[1:], *("3000", "5")[len(sys.argv) - 1 :]))
    with stub.running() as served:
        environment = served.environment()
        times = [
            (boto3_loop(lines, environment), awsbatch_lines(lines, environment))
            for _ in range(rounds)
        ]
        requests, connections = served.traffic()
    boto, ours = (statistics.median(column) / lines * 1e3 for column in zip(*times, strict=True))
    print(
        json.dumps(
            {
                "lines": lines,
                "rounds": rounds,
                "boto3_ms": round(boto, 3),
                "awsbatch_ms": round(ours, 3),
                "ratio": round(statistics.median(b / a for a, b in times), 2),
                "requests": requests,
                "connections": connections,
            }
        )
    )


if __name__ == "__main__":
    main()
