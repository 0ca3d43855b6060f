"""How many instructions one line takes, against the same call by boto3 in a loop.

    python benchmarks/instructions.py [--only OPERATION]... [-P JOBS] [--lines FEW MANY]

Counted by valgrind's cachegrind, so that neither the machine nor what else it does
matters. Of two runs of different lengths the difference is taken: start-up falls out.
Needs valgrind, nginx, boto3 and awsbatch with its `test` extra.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import promise
import stub
import summary
from operation import DELETE, OPERATIONS, Operation, Way

MOST_RATIO = 0.6
MOST_RATIO_DELETE = 0.5
MOST_LOG = 0.13
"""Of a line of the cheapest kind, what a log adds to it."""

_COUNT = re.compile(r"I\s+refs:\s+([\d,]+)")


def valgrind() -> str:
    """Return where valgrind is; end the program, and say why, where it is not."""
    found = shutil.which("valgrind")
    if found is None:
        print("skipped: instructions are counted by valgrind, which is not installed")
        sys.exit()
    return found


def instructions(command: Sequence[str], environment: Mapping[str, str], stdin: str = "") -> int:
    """Return how many a process executes; with lines on standard input, it is awsbatch."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [
                valgrind(),
                "--tool=cachegrind",
                "--cache-sim=no",
                f"--cachegrind-out-file={Path(folder) / 'out'}",
                *command,
            ],
            # The order of a set decides what is hashed, compared and sent.
            env={**environment, "PYTHONHASHSEED": "0"},
            input=stdin,
            text=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
    told = _COUNT.search(done.stderr)
    assert done.returncode == 0, done.stderr[-2000:]
    assert told is not None, done.stderr[-2000:]
    if stdin:
        ended = summary.read(done.stderr)
        assert ended is not None, done.stderr[-2000:]
        assert ended.succeeded == stdin.count("\n"), done.stderr[-2000:]
    return int(told[1].replace(",", ""))


class Counting:
    """Counts of processes, each made while others are."""

    def __init__(self, environment: Mapping[str, str], few: int, many: int) -> None:
        self._environment = environment
        self._few, self._many = few, many
        self._pool = ThreadPoolExecutor(len(os.sched_getaffinity(0)))

    def line(self, operation: Operation, way: Way, awsbatch: Sequence[str]) -> Callable[[], int]:
        """Begin to count a line for those words that run awsbatch; return what gives it."""
        return self._each(lambda count: (awsbatch, operation.lines(count, way)))

    def logged(
        self, operation: Operation, awsbatch: Sequence[str], folder: str
    ) -> Callable[[], int]:
        """Begin to count a line of a run that keeps a log in a folder; return what gives it."""
        *words, source = awsbatch
        return self._each(
            lambda count: (
                [*words, "--joblog", f"{folder}/{count}", source],
                operation.lines(count),
            )
        )

    def call(self, operation: Operation) -> Callable[[], int]:
        """Begin to count a call by boto3; return what gives it."""
        return self._each(lambda count: (operation.boto3(count), ""))

    def run(self, awsbatch: Sequence[str], lines: str) -> Callable[[], int]:
        """Begin to count a whole run of some lines; return what gives it."""
        return self._pool.submit(instructions, awsbatch, self._environment, lines).result

    def _each(self, program: Callable[[int], tuple[Sequence[str], str]]) -> Callable[[], int]:
        few, many = (
            self._pool.submit(instructions, words, self._environment, stdin)
            for words, stdin in map(program, (self._few, self._many))
        )
        return lambda: round((many.result() - few.result()) / (self._many - self._few))


def awsbatch(jobs: int = 1) -> list[str]:
    """Return the words that run awsbatch for the lines of standard input."""
    wide = [] if jobs == 1 else ["-P", str(jobs)]
    return [sys.executable, "-m", "awsbatch", "--progress", "none", *wide, "-"]


def main() -> None:
    """Count all that is asked for, and tell which promises do not hold."""
    options = _options()
    valgrind()
    chosen = [each for each in OPERATIONS if each.name in (options.only or [each.name])]
    figures: dict[str, dict[str, float]] = {}
    promises: dict[str, bool] = {}
    with stub.running() as served, tempfile.TemporaryDirectory() as folder:
        counting = Counting(served.environment(), *options.lines)
        calls = {operation: counting.call(operation) for operation in chosen}
        lines = {
            (operation, way): counting.line(operation, way, awsbatch(options.P))
            for operation in chosen
            for way in operation.ways
        }
        logged = counting.logged(DELETE, awsbatch(options.P), folder)
        for (operation, way), line in lines.items():
            call = calls[operation]
            subject = f"{operation.name} ({operation.protocol}), {way.value}"
            most = MOST_RATIO_DELETE if operation is DELETE else MOST_RATIO
            ratio = line() / call()
            print(f"{subject}: {line():,} / {call():,} = {ratio:.3f}", file=sys.stderr, flush=True)
            figures[subject] = {"line": line(), "boto3": call(), "ratio": round(ratio, 3)}
            promises[f"{subject}: at most {most} of boto3's"] = ratio <= most
        if DELETE in chosen:
            part = logged() / lines[DELETE, Way.PRINTED]() - 1
            subject = f"{DELETE.name} with --joblog"
            print(f"{subject}: {logged():,}, {part:.3f} more", file=sys.stderr, flush=True)
            figures[subject] = {"line": logged(), "more": round(part, 3)}
            promises[f"{subject}: at most {MOST_LOG} more"] = part <= MOST_LOG
    promise.end({"instructions": figures}, promises)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", action="append", choices=[each.name for each in OPERATIONS])
    parser.add_argument("-P", type=int, default=1, metavar="JOBS")
    parser.add_argument("--lines", type=int, nargs=2, default=(200, 700))
    return parser.parse_args()


if __name__ == "__main__":
    main()
