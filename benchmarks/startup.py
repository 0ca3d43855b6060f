"""How soon all of 32 threads are at work, against one whole run of `aws`.

    python benchmarks/startup.py [ROUNDS]

From the start of the process until the server has 32 requests at once, and
answers none before; and the AWS CLI for one such line, by turns, 5 times each
unless told. Needs awsbatch with its `test` extra.
"""

import statistics
import subprocess
import sys
import time

import promise
import server
from server import Behaviour

THREADS = 32
MOST_RATIO = 1.5
MOST_SECONDS = 60
_LINE = "logs delete-log-group --log-group-name {}\n"


def all_under_way() -> float:
    """Return the seconds until as many requests as threads are under way."""
    lines = "".join(_LINE.format(f"g{number}") for number in range(THREADS))
    command = [sys.executable, "-m", "awsbatch", "-P", str(THREADS), "-q", "-"]
    with server.running(Behaviour(hold=THREADS)) as served:
        environment = served.environment()
        start = time.monotonic()
        try:
            subprocess.run(
                command,
                env=environment,
                input=lines,
                text=True,
                check=True,
                timeout=MOST_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise SystemExit(f"only {served.traffic()[0]} requests under way at once") from None
        return max(request.came for request in served.requests()) - start


def aws(environment: dict[str, str]) -> float:
    """Return the seconds that one process of the AWS CLI takes for one line."""
    command = [sys.executable, "-m", "awscli", *_LINE.format("g").split()]
    start = time.monotonic()
    subprocess.run(command, env=environment, check=True)
    return time.monotonic() - start


def main() -> None:
    """Measure both by turns and print the medians and their ratio."""
    rounds = int(sys.argv[1] if len(sys.argv) > 1 else "5")
    with server.running(Behaviour()) as served:
        environment = served.environment()
        aws(environment)
        times = [(aws(environment), all_under_way()) for _ in range(rounds)]
    theirs, ours = (statistics.median(column) for column in zip(*times, strict=True))
    ratio = statistics.median(b / a for a, b in times)
    promise.end(
        {
            "threads": THREADS,
            "rounds": rounds,
            "aws_seconds": round(theirs, 3),
            "all_under_way_seconds": round(ours, 3),
            "ratio": round(ratio, 3),
        },
        {f"within {MOST_RATIO} times one `aws`": ratio <= MOST_RATIO},
    )


if __name__ == "__main__":
    main()
