"""How soon awsbatch answers: one line against `aws`, and what runs no command.

    python benchmarks/start.py [ROUNDS]

A file and a stream of one line are run by turns with `aws` of that line, 20
times unless told, and are to take at most 0.75 of its time. The help, the
check of a small file and a syntax error are to take less than 100 ms of our
own: the time of the process, less that of a Python process that only imports
the modules that this one imports, other than ours, and ends at once, as this
one does; in time of the processor, since nothing is waited for. Needs nginx
and awsbatch with its `test` extra.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import sub, truediv
from pathlib import Path

import promise
import stub

MOST_RATIO = 0.75
MOST_OWN_MS = 100

_LINE = "logs delete-log-group --log-group-name g"
_SMALL = """\
for region in us-east-1 eu-west-1
    groups = aws logs describe-log-groups --region <<region>>
    for group in <<groups.logGroups[].logGroupName>>
        aws logs delete-log-group --region <<region>> --log-group-name <<group>>
    end
end
"""
_FAULTY = "for region in us-east-1\n"
# Writes down which modules a process imports that are not ours, in the order in which it starts to.
_LISTING = """
import atexit, sys
file = sys.argv.pop(1)
names = []
class Finder:
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] != "awsbatch":
            names.append(name)
def tell():
    print(*(name for name in names if name in sys.modules), sep="\\n", file=open(file, "w"))
sys.meta_path.insert(0, Finder)
atexit.register(tell)
from awsbatch.__main__ import main
main()
"""
_IMPORTING = """
import gc, importlib, os, sys
gc.disable()
for name in sys.argv[1:]:
    importlib.import_module(name)
os._exit(0)
"""


@dataclass(frozen=True)
class Program:
    """A Python process to be timed."""

    words: Sequence[str]
    """After the name of the interpreter."""
    text: str = ""
    """On its standard input."""
    status: int = 0
    """What it is to end with."""

    def run(
        self, environment: dict[str, str], clock: Callable[[], float] = time.perf_counter
    ) -> float:
        """Return the seconds that it takes."""
        start = clock()
        done = subprocess.run(
            [sys.executable, *self.words],
            env=environment,
            input=self.text,
            text=True,
            capture_output=True,
            check=False,
        )
        seconds = clock() - start
        assert done.returncode == self.status, done.stderr
        return seconds


def awsbatch(*words: str, text: str = "", status: int = 0) -> Program:
    return Program(["-m", "awsbatch", *words], text, status)


def imports(program: Program, folder: Path, environment: dict[str, str]) -> Program:
    """Return a program that only imports the modules that one of awsbatch imports."""
    file = folder / "modules"
    _, _, *words = program.words
    Program(["-c", _LISTING, str(file), *words], program.text, program.status).run(environment)
    return Program(["-c", _IMPORTING, *file.read_text().split()])


def processor() -> float:
    """Return the seconds that processors have worked for programs that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def by_turns(
    programs: Mapping[str, Program],
    rounds: int,
    environment: dict[str, str],
    clock: Callable[[], float],
) -> dict[str, list[float]]:
    """Return the seconds that each program takes in each round, after one to warm up."""
    times = [
        {name: program.run(environment, clock) for name, program in programs.items()}
        for _ in range(1 + rounds)
    ]
    return {name: [each[name] for each in times[1:]] for name in programs}


def main() -> None:
    """Measure all by turns and print the medians."""
    rounds = int(sys.argv[1] if len(sys.argv) > 1 else "20")
    with stub.running() as served, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {"one": f"{_LINE}\n", "small": _SMALL, "faulty": _FAULTY}
        for file, text in files.items():
            (folder / file).write_text(text)
        environment = served.environment()
        lines = {
            "aws": Program(["-m", "awscli", *_LINE.split()]),
            "file": awsbatch(str(folder / "one")),
            "stream": awsbatch("-", text=files["one"]),
        }
        answers = {
            "help": awsbatch("--help"),
            "check": awsbatch("check", str(folder / "small")),
            "fault": awsbatch(str(folder / "faulty"), status=2),
        }
        imported = {
            f"{answer} imports": imports(program, folder, environment)
            for answer, program in answers.items()
        }
        times = {
            **by_turns(lines, rounds, environment, time.perf_counter),
            **by_turns({**answers, **imported}, rounds, environment, processor),
        }
    ratios = {line: median(times[line], times["aws"], truediv) for line in ("file", "stream")}
    own = {answer: median(times[answer], times[f"{answer} imports"], sub) for answer in answers}
    promise.end(
        {
            "rounds": rounds,
            **{f"{name}_ms": round(statistics.median(each) * 1e3) for name, each in times.items()},
            **{f"{line}_ratio": round(ratio, 3) for line, ratio in ratios.items()},
            **{f"{answer}_own_ms": round(seconds * 1e3) for answer, seconds in own.items()},
        },
        {
            **{
                f"a {line} in {MOST_RATIO} of the time of `aws`": each <= MOST_RATIO
                for line, each in ratios.items()
            },
            **{
                f"less than {MOST_OWN_MS} ms of our own: {answer}": each * 1e3 < MOST_OWN_MS
                for answer, each in own.items()
            },
        },
    )


def median(
    ours: Sequence[float], theirs: Sequence[float], compare: Callable[[float, float], float]
) -> float:
    """Return the median of what two programs are to each other in each round."""
    return statistics.median(map(compare, ours, theirs))


if __name__ == "__main__":
    main()
