"""What was measured, in Markdown."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from itertools import groupby
from operator import itemgetter

from claim import Measured, Verdict
from figures import Figures
from peer import Peer
from workload import Workload

_PREFACE = """
Times are what a user waits: from the start of the first process to the end of the last. All are
medians of rounds by turns. s5cmd runs with `--no-verify-ssl`, the others verify the certificate.
"""
_HEAD = """
| | seconds | of all rounds | ms a line | CPU s | MB | requests | connections | kB out | kB in |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
"""
_NOTE = """
~: run for fewer lines, and scaled by them once the time without any line was taken off. One
CLIDriver gets slower with every line, so that its true time is longer.
"""


def document(machine: Mapping[str, str], measured: Measured, verdicts: Sequence[Verdict]) -> str:
    """Return all of it, the promises first."""
    sections = (
        _section(load, [(program, measured[load, program]) for _, program in pairs])
        for load, pairs in groupby(measured, key=itemgetter(0))
    )
    with_versions = ", ".join(f"{name} {value}" for name, value in machine.items())
    return "\n".join((with_versions, _PREFACE, _promises(verdicts), *sections))


def _promises(verdicts: Sequence[Verdict]) -> str:
    rows = (
        f"| {each.claim.subject} | {each.claim.limit} | {_number(each.value)} "
        f"| {'kept' if each.kept else '**not kept**'} |"
        for each in verdicts
    )
    return "| | promised | measured | |\n|---|---|--:|---|\n" + "\n".join(rows) + "\n"


def _section(load: Workload, programs: Sequence[tuple[Peer, Sequence[Figures]]]) -> str:
    rows = "\n".join(_row(load, program, rounds) for program, rounds in programs)
    note = _NOTE if "~" in rows else ""
    return f"### {load.name}\n\n{load.title}\n{_HEAD}{rows}\n{note}"


def _row(load: Workload, program: Peer, rounds: Sequence[Figures]) -> str:
    middle = Figures(*map(statistics.median, zip(*map(astuple, rounds), strict=True)))
    times = sorted(run.seconds for run in rounds)
    sampled = "~" if program.items(load) < load.items else ""
    cells = (
        program.name,
        f"{sampled}{_number(middle.seconds)}",
        f"{_number(times[0])} to {_number(times[-1])}",
        _number(middle.seconds / middle.requests * 1e3),
        _number(middle.processor_seconds),
        f"{middle.megabytes:,.0f}",
        f"{middle.requests:,.0f}",
        f"{middle.connections:,.0f}",
        _number(middle.sent / 1e3),
        _number(middle.received / 1e3),
    )
    return f"| {' | '.join(cells)} |"


def _number(value: float) -> str:
    """Return three digits, or all that are before the point."""
    return f"{value:,.0f}" if abs(value) >= 99.95 else f"{value:#.3g}"
