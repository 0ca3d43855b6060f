"""Whether Ctrl-C in a terminal ends a wide run in time, in order, and without a loss.

    python benchmarks/interrupt.py [ROUNDS] [SEED]

Runs `-P 32` in a pseudo-terminal over a list without an end, from a file or
from a slow pipe, against a server that takes 50 to 200 ms and now and then
10 s. Presses Ctrl-C at a random moment, in half of the 20 rounds once more
shortly after. What was started must have a result, by `-v` or by `--json`.
Needs Linux, bash, and awsbatch with its `test` extra.
"""

import io
import itertools
import json
import random
import re
import shlex
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pexpect
import promise
import server
import summary
from server import Behaviour, Outcome, Request

WIDE = ("-P", "32")
SECONDS = (0.05, 0.2)
STALL_SECONDS = 10.0
STALLED = 0.005
LINES = 200_000
MOST_END_SECONDS = {1: SECONDS[1] + STALL_SECONDS + 3, 2: 3.0}
"""After the last Ctrl-C, by how often it was pressed."""
_SLOW = 'while read -r line; do echo "$line"; sleep 0.02; done < {}'
_TRACES = ("Traceback", "Exception ignored", "this is a bug", "Fatal Python error")
_STARTED = re.compile(r"(?m)^(?:\^C)*<stdin>:(\d+): aws logs ")
_ENDED = re.compile(r"(?m)^(?:\^C)*<stdin>:(\d+): (exit \d+|abandoned)")
_STATUS = {"exit 0": "ok", "abandoned": "abandoned"}
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_GOOD = {Outcome.OK, Outcome.STALLED}


@dataclass(frozen=True)
class Round:
    """How a round differs from others."""

    presses: int
    slow: bool
    """Whether the list comes through a slow pipe."""
    as_json: bool
    """Whether results are read from `--json`, or else from what `-v` shows."""

    def command(self, folder: Path) -> str:
        """Return it for bash."""
        awsbatch = shlex.join([sys.executable, "-m", "awsbatch", *WIDE, "-"])
        shown = f"--json > {folder}/report" if self.as_json else "-v"
        source = f"<({_SLOW.format(folder / 'list')})" if self.slow else folder / "list"
        return f"exec {awsbatch} {shown} < {source}"


@dataclass(frozen=True)
class Run:
    """What came of a round."""

    status: int | None
    end_seconds: float
    """From the last Ctrl-C, as far as it was waited for."""
    shown: str
    report: str
    requests: Sequence[Request]


def wait(terminal: "pexpect.spawn[str]", seconds: float) -> bool:
    """Read what is shown for some time; return whether the program has ended."""
    return bool(terminal.expect([pexpect.TIMEOUT, pexpect.EOF], timeout=seconds))


def run(setup: Round, draw: random.Random, seed: int) -> Run:
    """Run a round to its end."""
    behaviour = Behaviour(
        seed, SECONDS, shares={Outcome.STALLED: STALLED}, stall_seconds=STALL_SECONDS
    )
    with tempfile.TemporaryDirectory() as name, server.running(behaviour) as served:
        folder = Path(name)
        lines = (f"logs delete-log-group --log-group-name g{n}\n" for n in range(1, LINES + 1))
        (folder / "list").write_text("".join(lines))
        seen = io.BytesIO()
        terminal = pexpect.spawn(
            "bash", ["-c", setup.command(folder)], env=served.environment(), timeout=60
        )
        terminal.logfile_read = seen
        with terminal:
            while not served.traffic()[0] and not wait(terminal, 0.1):
                pass
            wait(terminal, draw.uniform(0, 4))
            terminal.sendintr()
            if setup.presses > 1 and not wait(terminal, draw.uniform(0.05, 0.5)):
                terminal.sendintr()
            pressed = time.monotonic()
            wait(terminal, MOST_END_SECONDS[setup.presses] + 10)
            seconds = time.monotonic() - pressed
        report = folder / "report"
        return Run(
            # A shell calls it 130 as well if the signal itself ended the process.
            130 if terminal.signalstatus == signal.SIGINT else terminal.exitstatus,
            seconds,
            _ANSI.sub("", seen.getvalue().decode(errors="replace")),
            report.read_text() if report.exists() else "",
            served.requests(),
        )


def faults(setup: Round, came: Run) -> Iterator[str]:
    """Yield everything that is not as it must be."""
    if came.status != 130:
        yield f"the exit status is {came.status}"
    if came.end_seconds > MOST_END_SECONDS[setup.presses]:
        yield f"it took {came.end_seconds} s to end"
    yield from (f"the terminal shows `{trace}`" for trace in _TRACES if trace in came.shown)
    pairs = [*(_json_results(came.report) if setup.as_json else _shown_results(came.shown))]
    results = dict(pairs)
    if len(results) != len(pairs):
        yield f"{len(pairs)} results of {len(results)} lines"
    counts = Counter(status for _, status in pairs)
    told = summary.read(came.shown)
    if told is None or (told.succeeded, told.failed, told.abandoned, told.skipped) != (
        counts["ok"],
        counts["failed"],
        counts["abandoned"],
        counts["skipped"],
    ):
        yield f"the summary says {told}, and the results are {dict(counts)}"
    if setup.presses == 1 and set(counts) - {"ok"}:
        yield f"the results are {dict(counts)} after one Ctrl-C"
    yield from _request_faults(results, came.requests)


def _json_results(report: str) -> Iterator[tuple[int, str]]:
    return (_json_result(text) for text in report.splitlines())


def _json_result(text: str) -> tuple[int, str]:
    try:
        result = json.loads(text)
    except ValueError:
        return 0, "cut off"
    return result["line"], result["status"]


def _shown_results(shown: str) -> Iterator[tuple[int, str]]:
    text = shown.replace("\r", "\n")
    ended = _ENDED.findall(text)
    yield from ((int(line), _STATUS.get(ending, "failed")) for line, ending in ended)
    without = {*_STARTED.findall(text)} - {line for line, _ in ended}
    yield from ((int(line), "without an end") for line in without)


def _request_faults(results: dict[int, str], requests: Sequence[Request]) -> Iterator[str]:
    outcomes = {int(request.name[1:]): request.outcome for request in requests}
    if len(outcomes) != len(requests):
        yield f"{len(requests)} requests for {len(outcomes)} lines"
    for line, outcome in outcomes.items():
        status = results.get(line)
        if status != "abandoned" and not (status == "ok" and outcome in _GOOD):
            yield f"line {line} is {status}, and its request {outcome}"
    for line, status in results.items():
        if status != "abandoned" and line not in outcomes:
            yield f"line {line} is {status} without a request"


def main() -> None:
    """Run the rounds up to the first that is not as it must be."""
    rounds, first = (int(word) for word in (*sys.argv[1:], *("20", "1")[len(sys.argv) - 1 :]))
    kinds = itertools.cycle(
        Round(presses, slow, as_json)
        for slow, as_json, presses in itertools.product((False, True), (False, True), (1, 2))
    )
    found: list[str] = []
    ends: dict[int, list[float]] = {1: [], 2: []}
    requests = abandoned = 0
    for seed, setup in zip(range(first, first + rounds), kinds, strict=False):
        # This is to be the same every time, not to be a secret.
        came = run(setup, random.Random(seed), seed)  # noqa: S311
        found = [*faults(setup, came)]
        ends[setup.presses].append(came.end_seconds)
        requests += len(came.requests)
        told = summary.read(came.shown)
        abandoned += told.abandoned if told is not None else 0
        if found:
            print(f"seed {seed}: {setup}", *found[:20], sep="\n", file=sys.stderr)
            print(came.shown[-2000:], file=sys.stderr)
            break
    promise.end(
        {
            "rounds": sum(len(seconds) for seconds in ends.values()),
            "last_seed": seed,
            "requests": requests,
            "abandoned": abandoned,
            "faults": len(found),
            **{
                f"end_seconds_{presses}": _spread(seconds)
                for presses, seconds in ends.items()
                if seconds
            },
        },
        {"every end is in time, in order, and without a loss": not found},
    )


def _spread(seconds: Sequence[float]) -> list[float]:
    """Return the median and the most."""
    return [round(statistics.median(seconds), 2), round(max(seconds), 2)]


if __name__ == "__main__":
    main()
