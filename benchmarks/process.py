"""What Linux tells of a running process."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Sample:
    """A process at one moment."""

    memory: float
    """Resident, in MB."""
    peak: float
    """The most that was resident so far, in MB."""
    threads: int
    descriptors: int


def sample(pid: int) -> Sample | None:
    """Return a sample; None of a process that has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        descriptors = len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208 (a count of names)
    except OSError:
        return None
    fields = dict(line.split(":", 1) for line in status.splitlines())
    if "VmRSS" not in fields:
        return None
    memory, peak = (int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return Sample(memory, peak, int(fields["Threads"]), descriptors)


@contextmanager
def sampled(pid: int, every: float) -> Iterator[list[Sample]]:
    """Take a sample now and then while the block runs."""
    samples: list[Sample] = []
    ended = threading.Event()

    def run() -> None:
        while not ended.wait(every):
            taken = sample(pid)
            if taken is not None:
                samples.append(taken)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield samples
    finally:
        ended.set()
        thread.join()
