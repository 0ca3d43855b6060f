"""Runs of shell lines, measured from outside."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import delay
import stub
from figures import Figures
from peer import Peer
from workload import Workload

_MEGABYTE = 1 << (20 if sys.platform == "darwin" else 10)
"""In the unit of `ru_maxrss`."""


@dataclass(frozen=True)
class _Ended:
    seconds: float
    exit_status: int
    usage: resource.struct_rusage


@dataclass(frozen=True)
class Bench:
    """A stub, near and far, and a folder to run in."""

    served: stub.Stub
    ports: dict[float, int]
    """Where the stub is reached, by the seconds of a round trip."""
    folder: Path

    def run(self, peer: Peer, workload: Workload) -> Figures:
        """Give what a workload takes; a sampled one is scaled by what no item takes."""
        items = peer.items(workload)
        figures = self._run(peer, workload, items)
        if items == workload.items:
            return figures
        return figures.scaled(self._run(peer, workload, 0), workload.items / items)

    def _run(self, peer: Peer, workload: Workload, items: int) -> Figures:
        workload.write(self.folder, items)
        line = peer.line(workload, items)
        position = self.served.mark()
        ended = self._ended(line, self._environment(workload.round_trip))
        self.served.mark()
        answers = self.served.answers(position)
        if ended.exit_status or len(answers) != workload.requests(items):
            said = (self.folder / "errors").read_text()[-2000:]
            raise SystemExit(f"exit {ended.exit_status}, {len(answers)} answers: {line}\n{said}")
        moments = [answer.moment for answer in answers]
        return Figures(
            seconds=ended.seconds,
            processor_seconds=ended.usage.ru_utime + ended.usage.ru_stime,
            requests=len(answers),
            connections=len({answer.connection for answer in answers}),
            sent=sum(answer.received for answer in answers),
            received=sum(answer.sent for answer in answers),
            answering_seconds=max(moments, default=0.0) - min(moments, default=0.0),
            megabytes=ended.usage.ru_maxrss / _MEGABYTE,
        )

    def _ended(self, line: str, environment: dict[str, str]) -> _Ended:
        """Run a line until all its processes have ended."""
        with (self.folder / "errors").open("w") as errors:
            start = time.perf_counter()
            process = subprocess.Popen(
                ["/bin/sh", "-e", "-c", line],
                cwd=self.folder,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )
            # It tells what the process used, and all for which it waited.
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        return _Ended(seconds, process.returncode, usage)

    def _environment(self, round_trip: float) -> dict[str, str]:
        return {
            **self.served.environment(),
            "AWS_ENDPOINT_URL": f"https://127.0.0.1:{self.ports[round_trip]}",
            "AWS_REGION": "us-east-1",
            "PARALLEL_HOME": str(self.folder),
            # `aws`, awsbatch and s5cmd are those that are installed with this Python.
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        }


@contextmanager
def running(far: float) -> Iterator[Bench]:
    """Give a bench for the block, with a far stub so many seconds away."""
    with (
        stub.running() as served,
        delay.running(served.port, far) as far_port,
        tempfile.TemporaryDirectory() as folder,
    ):
        yield Bench(served, {0.0: served.port, far: far_port}, Path(folder))
