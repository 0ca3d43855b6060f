"""Whether a line costs the same, in time and memory, however many went before.

    python benchmarks/stream.py [LINES]

Sends a stream to `awsbatch -` a thousand lines at a time. Needs nginx, and
Linux for the memory.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import stub

BLOCK = 1000


def resident(pid: int) -> float:
    """Return the resident memory of a process in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def main() -> None:
    """Print time and memory of each block, and the last against the second."""
    blocks = int(sys.argv[1] if len(sys.argv) > 1 else "20000") // BLOCK
    measured: list[tuple[float, float]] = []
    with stub.running() as served:
        environment = served.environment()
        command = [sys.executable, "-m", "awsbatch", "-q", "--json", "-"]
        with subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            for block in range(blocks):
                start = time.perf_counter()
                for number in range(BLOCK):
                    name = f"g{block * BLOCK + number}"
                    process.stdin.write(f"logs delete-log-group --log-group-name {name}\n")
                    process.stdin.flush()
                    assert '"status": "ok"' in process.stdout.readline()
                measured.append((time.perf_counter() - start, resident(process.pid)))
            process.stdin.close()
        requests, connections = served.traffic()
    (second, memory), (last, grown) = measured[1], measured[-1]
    print(
        json.dumps(
            {
                "lines": blocks * BLOCK,
                "second_thousand_ms": round(second, 3),
                "last_thousand_ms": round(last, 3),
                "ratio": round(last / second, 3),
                "memory_mb": round(memory, 1),
                "grown_mb": round(grown - memory, 1),
                "requests": requests,
                "connections": connections,
            }
        )
    )


if __name__ == "__main__":
    main()
