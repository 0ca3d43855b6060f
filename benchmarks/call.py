"""How much sooner a call of `aws` is answered under `awsbatch exec`, as shells make calls.

    python benchmarks/call.py [CALLS] [ROUNDS]

A time is that of one call more, at a service that answers at once: the first
one, for which the AWS CLI is loaded, is told by itself. Plain `aws` makes a
tenth of the calls. Needs nginx, a C compiler and awsbatch with its `test` extra.
"""

import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import promise
import stub

_CALL = "aws logs delete-log-group --log-group-name"
_WAYS = {
    "loop": f"for n in $(seq {{}}); do {_CALL} g$n; done",
    "capture": f"for n in $(seq {{}}); do x=$({_CALL} g$n); done",
    "xargs": f"seq {{}} | xargs -n1 {_CALL}",
}
_LEAST = {"loop": 50, "capture": 30, "xargs": 15, "loop without cc": 12}
"""How many times as fast each is at least."""
_TOOLS = ("bash", "seq", "xargs", "sh", "env")
_OURS = Path(sys.executable).parent


def seconds(line: str, calls: int, environment: Mapping[str, str], *, under: str = "") -> float:
    """Return what so many calls take."""
    command = [*shlex.split(under), "bash", "-c", line.format(calls)]
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    taken = time.perf_counter() - start
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stderr == b""
    return taken


def measured(calls: int, environments: Mapping[str, Mapping[str, str]]) -> dict[str, float]:
    """Return what the first call takes, and each after it, in one round."""
    found = {}
    for way, line in _WAYS.items():
        few = max(calls // 10, 1)
        with_cc, without = environments["cc"], environments["no cc"]
        found[f"{way}: aws"], found[f"{way}: first aws"] = _each(line, few, with_cc)
        found[way], found[f"{way}: first"] = _each(
            line, calls, with_cc, under="awsbatch exec -q --"
        )
        if way == "loop":
            found[f"{way} without cc"], _ = _each(line, calls, without, under="awsbatch exec -q --")
    return found


def _each(
    line: str, calls: int, environment: Mapping[str, str], *, under: str = ""
) -> tuple[float, float]:
    first = seconds(line, 1, environment, under=under)
    return (seconds(line, calls + 1, environment, under=under) - first) / calls, first


def _tools(folder: Path) -> str:
    """Return a `PATH` with no C compiler."""
    for name in _TOOLS:
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    return f"{_OURS}:{folder}"


def main() -> None:
    """Measure all by turns, and print milliseconds and ratios."""
    calls, rounds = (int(a) for a in (*sys.argv[1:], *("300", "5")[len(sys.argv) - 1 :]))
    with (
        stub.running() as served,
        tempfile.TemporaryDirectory() as tools,
        tempfile.TemporaryDirectory() as cache,
    ):
        own = {**served.environment(), "XDG_CACHE_HOME": cache}
        environments = {
            "cc": {**own, "PATH": f"{_OURS}:{own['PATH']}"},
            "no cc": {**own, "PATH": _tools(Path(tools))},
        }
        # The client is made at first use.
        for environment in environments.values():
            seconds(_WAYS["loop"], 1, environment, under="awsbatch exec -q --")
        times = [measured(calls, environments) for _ in range(rounds)]
    ratios = {
        way: statistics.median(each[f"{way.split()[0]}: aws"] / each[way] for each in times)
        for way in _LEAST
    }
    promise.end(
        {
            "calls": calls,
            "rounds": rounds,
            "ms": {
                name: round(statistics.median(each[name] for each in times) * 1e3, 2)
                for name in times[0]
            },
            "times as fast": {way: round(ratio, 1) for way, ratio in ratios.items()},
        },
        {f"{way}: at least {least} x": ratios[way] >= least for way, least in _LEAST.items()},
    )


if __name__ == "__main__":
    main()
