"""Whether a list of a million lines costs no more than what is under way.

    python benchmarks/stream_wide.py [ANSWERS]

Pipes `seq` and `sed` into `awsbatch -P 8 -` until ANSWERS requests (20,000)
were answered, and then interrupts it. Needs Linux, and awsbatch with its
`test` extra.
"""

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import process
import promise
import server
import summary
from process import Sample
from server import Behaviour, Outcome, Server

WIDE = ("-P", "8")
SECONDS = (0.0, 0.005)
MOST_GROWTH = 8.0
"""In MB, from the first tenth of the answers to the last of them."""
MOST_END_SECONDS = 5.0
_GENERATOR = "seq 1 1000000 | sed 's/.*/logs delete-log-group --log-group-name g&/'"


def wait_for(served: Server, answers: int, running: subprocess.Popen[bytes]) -> Sample:
    """Wait for so many answers and give a sample of the process then."""
    for _, answered in served.follow():
        sample = process.sample(running.pid)
        if sample is None or running.poll() is not None:
            raise SystemExit(f"awsbatch ended after {answered} answers")
        if answered >= answers:
            return sample
        time.sleep(0.05)
    raise AssertionError


def main() -> None:
    """Run the pipe, interrupt it, and hold its summary against what the server saw."""
    answers = int(sys.argv[1] if len(sys.argv) > 1 else "20000")
    command = [sys.executable, "-m", "awsbatch", *WIDE, "--progress", "none", "-"]
    with (
        tempfile.TemporaryDirectory() as folder,
        server.running(Behaviour(seconds=SECONDS)) as served,
        subprocess.Popen(_GENERATOR, shell=True, stdout=subprocess.PIPE) as generator,  # noqa: S602 (a shell's pipe is what is measured)
    ):
        messages = Path(folder) / "messages"
        start = time.monotonic()
        with (
            messages.open("w") as stderr,
            subprocess.Popen(
                command, env=served.environment(), stdin=generator.stdout, stderr=stderr
            ) as running,
        ):
            # Only awsbatch is to hold the pipe, so that the generator ends with it.
            assert generator.stdout is not None
            generator.stdout.close()
            early = wait_for(served, answers // 10, running)
            late = wait_for(served, answers, running)
            running.send_signal(signal.SIGINT)
            interrupted = time.monotonic()
            status = running.wait()
            end_seconds = time.monotonic() - interrupted
        requests, said = served.requests(), messages.read_text()
    told = summary.read(said)
    succeeded = sum(request.outcome == Outcome.OK for request in requests)
    grown = late.peak - early.peak
    kept = (
        told is not None
        and (told.succeeded, told.failed, told.abandoned) == (succeeded, 0, 0)
        and told.requests == len(requests)
    )
    if not kept:
        print(said[-2000:], file=sys.stderr)
    promise.end(
        {
            "first_request_seconds": round(min(each.came for each in requests) - start, 2),
            "seconds": round(interrupted - start, 1),
            "memory_mb": round(late.peak, 1),
            "grown_mb": round(grown, 1),
            "answered": succeeded,
            "requests": len(requests),
            "connections": len({each.connection for each in requests}),
            "end_seconds": round(end_seconds, 2),
            "exit_status": status,
            "summary": None if told is None else vars(told),
        },
        {
            "exit status 130": status == 130,
            "the summary counts what the server saw": kept,
            f"grows by at most {MOST_GROWTH} MB": grown <= MOST_GROWTH,
            f"ends within {MOST_END_SECONDS} s": end_seconds <= MOST_END_SECONDS,
        },
    )


if __name__ == "__main__":
    main()
