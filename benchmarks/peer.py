"""Who is measured: programs that run a workload, each as the line of a shell that runs it."""

import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workload import Workload

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Peer:
    """A program, or a way of using one."""

    name: str
    line: Callable[[Workload, int], str]
    """Give the line of a shell that runs the workload for so many items."""
    sample: int | None = None
    """How many items are run where the whole would take too long; None for all of them."""
    far_sample: int | None = None
    """The same for a service that is far away."""

    def items(self, workload: Workload) -> int:
        """Return how many items of a workload it is run for."""
        sample = self.far_sample if workload.round_trip else self.sample
        return min(sample or workload.items, workload.items)


def _items(workload: Workload, items: int) -> str:
    """Return the part of a pipe that prints so many items."""
    listed = f"aws {workload.listing} | tr '\\t' '\\n'" if workload.listing else "cat items"
    # `head` would end before its input does.
    return f"{listed} | awk 'NR <= {items}'"


def _loop(workload: Workload, items: int) -> str:
    command = workload.command.replace("{}", '"$item"')
    return f"{_items(workload, items)} | while read -r item; do aws {command}; done"


def _xargs(workload: Workload, items: int) -> str:
    return f"{_items(workload, items)} | xargs -P 8 -I {{}} aws {workload.command}"


def _under_exec(line: Callable[[Workload, int], str]) -> Callable[[Workload, int], str]:
    """Return what runs such a line as it is, under `awsbatch exec`."""
    return lambda workload, items: f"awsbatch exec -q sh -c {shlex.quote(line(workload, items))}"


def _parallel(workload: Workload, items: int) -> str:
    return f"{_items(workload, items)} | parallel --will-cite -q -j 8 aws {workload.command}"


def _one_driver(workload: Workload, items: int) -> str:
    listing = f'"{workload.listing}"' if workload.listing else ""
    program = f"{sys.executable} {_HERE}/one_driver.py"
    return f'{program} {items} "{workload.command}" {listing} < items'


def _boto3(threads: int) -> Peer:
    def line(workload: Workload, _: int) -> str:
        name = workload.calls or workload.name
        return f"{sys.executable} {_HERE}/boto3_calls.py {name} {threads} < items"

    return Peer("boto3 loop" if threads == 1 else f"boto3, {threads} threads", line)


def _s5cmd(_: Workload, __: int) -> str:
    # It knows no other authority than the system's.
    return 's5cmd --endpoint-url "$AWS_ENDPOINT_URL" --no-verify-ssl --numworkers 64 run s5cmd'


def _awsbatch(jobs: int) -> Peer:
    wide = "" if jobs == 1 else f"-P {jobs} "
    return Peer(
        f"awsbatch -j {jobs}", lambda workload, _: workload.awsbatch.format(jobs=jobs, wide=wide)
    )


AWS = Peer("aws loop", _loop, sample=20, far_sample=8)
XARGS = Peer("xargs -P 8 aws", _xargs, sample=24, far_sample=16)
EXEC = Peer("aws loop, awsbatch exec", _under_exec(_loop))
EXEC_XARGS = Peer("xargs -P 8 aws, awsbatch exec", _under_exec(_xargs))
PARALLEL = Peer("parallel -j 8 aws", _parallel, sample=24, far_sample=16)
ONE_DRIVER = Peer("one CLIDriver", _one_driver, sample=200, far_sample=8)
BOTO3 = _boto3(1)
BOTO3_8 = _boto3(8)
BOTO3_32 = _boto3(32)
S5CMD = Peer("s5cmd, 64 workers", _s5cmd)
AWSBATCH = _awsbatch(1)
AWSBATCH_8 = _awsbatch(8)
AWSBATCH_32 = _awsbatch(32)
AWSBATCH_64 = _awsbatch(64)
