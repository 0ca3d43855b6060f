"""Runs of shell lines, measured from outside."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import delay
import stub
from figures import Figures
from peer import Peer
from workload import Workload

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Bench:
    """A stub, near and far, and a folder to run in."""

    served: stub.Stub
    ports: dict[float, int]
    """Where the stub is reached, by the seconds of a round trip."""
    folder: Path

    def run(self, peer: Peer, workload: Workload) -> Figures:
        """Return what a workload takes; a sampled one is scaled by what no item takes."""
        items = peer.items(workload)
        figures = self._run(peer, workload, items)
        if items == workload.items:
            return figures
        return figures.scaled(self._run(peer, workload, 0), workload.items / items)

    def _run(self, peer: Peer, workload: Workload, items: int) -> Figures:
        workload.write(self.folder, items)
        line = peer.line(workload, items)
        position = self.served.mark()
        timed = self._timed(line, self._environment(workload.round_trip))
        self.served.mark()
        answers = self.served.answers(position)
        if timed["exit_status"] or len(answers) != workload.requests(items):
            said = (self.folder / "errors").read_text()[-2000:]
            raise SystemExit(f"{timed['exit_status']}, {len(answers)} answers: {line}\n{said}")
        moments = [answer.moment for answer in answers]
        return Figures(
            seconds=timed["seconds"],
            processor_seconds=timed["processor_seconds"],
            requests=len(answers),
            connections=len({answer.connection for answer in answers}),
            sent=sum(answer.received for answer in answers),
            received=sum(answer.sent for answer in answers),
            answering_seconds=max(moments, default=0.0) - min(moments, default=0.0),
            megabytes=timed["megabytes"],
        )

    def _timed(self, line: str, environment: dict[str, str]) -> Any:
        with (self.folder / "errors").open("w") as errors:
            done = subprocess.run(
                [sys.executable, _HERE / "timed.py", line],
                cwd=self.folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=errors,
                check=True,
            )
        return json.loads(done.stdout)

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
    """Provide a bench for the block, with a far stub so many seconds away."""
    with (
        stub.running() as served,
        delay.running(served.port, far) as far_port,
        tempfile.TemporaryDirectory() as folder,
    ):
        yield Bench(served, {0.0: served.port, far: far_port}, Path(folder))
