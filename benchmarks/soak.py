"""Whether a long run loses nothing, does nothing twice, and does not grow.

    python benchmarks/soak.py [LINES] [SEED]

Runs LINES lines (50,000) at `-P 32` against a server that throttles 2% of the
requests, breaks at 1%, drops the connection of 0.5% before or after the work,
stalls 0.1% for 5 s and refuses 0.1% for good. Needs Linux, and awsbatch with
its `test` extra.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import process
import promise
import server
import summary
from process import Sample
from server import Behaviour, Outcome, Request

WIDE = ("-P", "32")
SECONDS = (0.0, 0.02)
STALL_SECONDS = 5.0
SAMPLE_SECONDS = 1.0
ATTEMPTS = 5
"""After so many the AWS CLI gives up, and the last error is the true one."""
MOST_GROWTH = {"memory": 4.0, "threads": 0.0, "descriptors": 2.0}
"""From the second quarter of the run to the last, by their medians."""
SHARES = {
    Outcome.THROTTLED: 0.02,
    Outcome.ERROR: 0.01,
    Outcome.CUT: 0.0025,
    Outcome.LOST: 0.0025,
    Outcome.STALLED: 0.001,
    Outcome.REFUSED: 0.001,
}
_GOOD = (Outcome.OK, Outcome.STALLED)
_CODES = {
    Outcome.THROTTLED: "ThrottlingException",
    Outcome.ERROR: "InternalFailure",
    Outcome.CUT: "ConnectionClosedError",
    Outcome.LOST: "ConnectionClosedError",
    Outcome.REFUSED: "ResourceNotFoundException",
}


def faults(
    lines: int, requests: Sequence[Request], results: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """Yield every line whose result is not what the server saw of it."""
    attempts = defaultdict(list)
    for request in requests:
        attempts[request.name].append(request)
    told = Counter(result["argv"][-1] for result in results)
    expected = {f"g{number}" for number in range(lines)}
    if {*told} != expected or len(results) != lines:
        yield f"{len(results)} results for {lines} lines"
    if {*attempts} != expected:
        yield f"requests of {len(attempts)} lines for {lines}"
    for result in results:
        name = result["argv"][-1]
        outcomes = [request.outcome for request in attempts[name]]
        if result["line"] != int(name[1:]) + 1 or not _agree(outcomes, result):
            seen = [outcome and outcome.value for outcome in outcomes]
            yield f"{name} was {seen} and is {_ending(result)} on line {result['line']}"


def _agree(outcomes: Sequence[Outcome | None], result: Mapping[str, Any]) -> bool:
    """Return whether all attempts but the last were worth another, and the last is the result."""
    if not outcomes or any(each in (*_GOOD, Outcome.REFUSED) for each in outcomes[:-1]):
        return False
    if outcomes[-1] in _GOOD:
        return _ending(result) == ("ok", 0, None)
    status, exit_status, code = _ending(result)
    last = outcomes[-1]
    is_final = last == Outcome.REFUSED or len(outcomes) >= ATTEMPTS
    return (
        is_final
        and last in _CODES
        and (status, code) == ("failed", _CODES[last])
        and bool(exit_status)
    )


def _ending(result: Mapping[str, Any]) -> tuple[str, int | None, str | None]:
    return result["status"], result["exit_status"], (result["error"] or {}).get("code")


def growth(samples: Sequence[Sample]) -> dict[str, float]:
    """Return how much more the median of the last quarter is than that of the second."""
    quarter = len(samples) // 4
    assert quarter, "the run was too short to be sampled"
    second, last = samples[quarter : 2 * quarter], samples[-quarter:]
    return {name: round(_median(last, name) - _median(second, name), 2) for name in MOST_GROWTH}


def _median(samples: Sequence[Sample], name: str) -> float:
    return float(statistics.median(getattr(sample, name) for sample in samples))


def run(script: Path, report: Path, environment: dict[str, str]) -> tuple[str, int, list[Sample]]:
    """Run a file; give what awsbatch said at last, its exit status, and samples of it."""
    messages = report.with_suffix(".messages")
    command = [sys.executable, "-m", "awsbatch", "run", *WIDE, "--json", "--progress", "none"]
    with (
        report.open("w") as stdout,
        messages.open("w") as stderr,
        subprocess.Popen(
            [*command, str(script)], env=environment, stdout=stdout, stderr=stderr
        ) as running,
        process.sampled(running.pid, SAMPLE_SECONDS) as samples,
    ):
        status = running.wait()
    return messages.read_text(), status, samples


def main() -> None:
    """Run the lines and hold what came of them against what the server saw."""
    lines, seed = (int(word) for word in (*sys.argv[1:], *("50000", "1")[len(sys.argv) - 1 :]))
    behaviour = Behaviour(seed, SECONDS, shares=SHARES, stall_seconds=STALL_SECONDS)
    with tempfile.TemporaryDirectory() as name, server.running(behaviour) as served:
        script, report = Path(name) / "soak.aws", Path(name) / "soak.json"
        text = (f"logs delete-log-group --log-group-name g{number}\n" for number in range(lines))
        script.write_text("".join(text))
        start = time.monotonic()
        said, status, samples = run(script, report, served.environment())
        seconds = time.monotonic() - start
        requests = served.requests()
        # The last object is the summary.
        results = [json.loads(line) for line in report.read_text().splitlines()[:-1]]
    told = summary.read(said)
    found = [*faults(lines, requests, results)]
    if found:
        print(f"seed {seed}:", *found[:20], said[-1000:], sep="\n", file=sys.stderr)
    endings = Counter(result["status"] for result in results)
    grown = growth(samples)
    promise.end(
        {
            "lines": lines,
            "seed": seed,
            "seconds": round(seconds, 1),
            "results": endings,
            "seen": Counter(request.outcome for request in requests),
            "most_attempts": max((request.attempt for request in requests), default=0),
            "requests": len(requests),
            "connections": len({request.connection for request in requests}),
            "memory_mb": round(samples[-1].peak, 1),
            "samples": len(samples),
            "grown": grown,
            "exit_status": status,
        },
        {
            "every line has the result that the server saw": not found,
            "the summary counts the same": told is not None
            and (told.succeeded, told.failed) == (endings["ok"], endings["failed"])
            and told.requests == len(requests),
            "the exit status tells of failures": status == (1 if endings["failed"] else 0),
            **{f"flat {name}": grown[name] <= most for name, most in MOST_GROWTH.items()},
        },
    )


if __name__ == "__main__":
    main()
