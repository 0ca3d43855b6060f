"""Runs a line of a shell, and tells as JSON what it and all its processes took.

    python timed.py LINE

A process of its own, since Linux counts what a process had resident before it
became another program: those that are measured would be as large as the benchmark.
"""

import json
import resource
import subprocess
import sys
import time

_MEGABYTE = 1 << (20 if sys.platform == "darwin" else 10)
"""In the unit of `ru_maxrss`."""


def main() -> None:
    """Run it, and tell."""
    start = time.perf_counter()
    done = subprocess.run(
        ["/bin/sh", "-e", "-c", sys.argv[1]], stdout=subprocess.DEVNULL, check=False
    )
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        json.dumps(
            {
                "seconds": seconds,
                "exit_status": done.returncode,
                "processor_seconds": used.ru_utime + used.ru_stime,
                "megabytes": used.ru_maxrss / _MEGABYTE,
            }
        )
    )


if __name__ == "__main__":
    main()
