"""awsbatch against what people use today: time, requests, connections and bytes, in one run.

    python benchmarks/compare.py [--rounds N] [--only WORKLOAD]... [--output FOLDER]

Every program runs each workload once a round, by turns, against nginx on the
loopback, which speaks TLS and keeps connections alive; for some workloads it
is a round trip of 80 ms away. A time is what the program's user waits: from
the start of the first process to the end of the last. Writes `compare.md`,
`compare.json` and `compare.svg` to FOLDER, and ends with status 1 if a promise
is broken. Needs nginx, GNU parallel and awsbatch with its `bench` extra.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import claim
import measure
import picture
import promise
import table
import workload
from claim import Measured
from measure import Bench
from peer import Peer
from plan import GROWTH, PARTS, SIZES, Part

_FAR = 0.08
_HERE = Path(__file__).parent


def measured(bench: Bench, part: Part, rounds: int) -> Measured:
    """Return the figures of each workload and program, round after round."""
    figures = defaultdict(list)
    for number in range(min(rounds, part.most_rounds or rounds)):
        for load in part.workloads:
            for program in part.peers:
                run = bench.run(program, load)
                figures[load, program].append(run)
                _tell(f"round {number + 1}: {load.name}, {program.name}: {run.seconds:.2f} s")
    return figures


def curves(bench: Bench) -> dict[str, dict[int, float]]:
    """Return the seconds of each program by how many lines it runs, all of them."""
    return {
        program.name: {size: _grown(bench, program, size) for size in sizes}
        for program, sizes in SIZES.items()
    }


def _grown(bench: Bench, program: Peer, size: int) -> float:
    everything = replace(program, sample=None)
    seconds = bench.run(everything, replace(workload.LINES, items=size)).seconds
    _tell(f"{GROWTH}: {size:,} lines, {program.name}: {seconds:.2f} s")
    return seconds


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _machine() -> dict[str, str]:
    s5cmd = subprocess.run(
        [Path(sys.executable).parent / "s5cmd", "version"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return {
        "processors": str(os.cpu_count()),
        "python": platform.python_version(),
        **{name: version(name) for name in ("awsbatch", "awscli", "boto3")},
        "s5cmd": s5cmd.stdout.strip(),
    }


def _json(figures: Measured) -> dict[str, dict[str, list[dict[str, Any]]]]:
    by_workload: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(dict)
    for (load, program), runs in figures.items():
        by_workload[load.name][program.name] = [asdict(run) for run in runs]
    return by_workload


def main() -> None:
    """Measure what is asked for, write it, and tell which promises do not hold."""
    options = _options()
    if shutil.which("parallel") is None:
        raise SystemExit("the benchmark needs GNU parallel (apt or brew install parallel)")
    chosen = options.only or (*PARTS, GROWTH)
    with measure.running(_FAR) as bench:
        figures = {
            about: runs
            for name in chosen
            if name != GROWTH
            for about, runs in measured(bench, PARTS[name], options.rounds).items()
        }
        grown = curves(bench) if GROWTH in chosen else {}
    verdicts = [*claim.verdicts(figures)]
    text = table.document(_machine(), figures, verdicts)
    found = {"machine": _machine(), "rounds": _json(figures), GROWTH: grown}
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "compare.json").write_text(json.dumps(found, indent=1) + "\n")
    (options.output / "compare.md").write_text(text)
    if grown:
        picture.draw(grown, options.picture or options.output / "compare.svg")
    print(text)
    promise.end({"written": str(options.output)}, {each.claim.text: each.kept for each in verdicts})


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", action="append", choices=(*PARTS, GROWTH))
    parser.add_argument("--output", type=Path, default=_HERE / "results")
    parser.add_argument("--picture", type=Path, help="where to, if not with the rest")
    return parser.parse_args()


if __name__ == "__main__":
    main()
