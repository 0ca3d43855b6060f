"""Run the lines of the corpus under a guard that refuses all, and print what was sent or said.

    python -m tests.law.refused [--every=N] [PART]

A role is assumed all the same, and what an option's value names is fetched.
"""

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

# Before anything else of the AWS CLI.
from awsbatch.aws.in_process_runner import InProcessRunner  # isort: skip
from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.guard import Errand, Refusal, Request
from awsbatch.contract.outcome import Ending
from awsbatch.output.memory import Memory
from tests.aws.batch import words
from tests.aws.recorder import Recorded, Recorder
from tests.law.corpus_line import CorpusLine, selected
from tests.law.stage import LED, environment, set_up, staged

_ROOT = Path(__file__).parent.parent.parent
_SAYS = ("--debug", "--v2-debug")
"""Options with which a line says something before it sends anything."""


class _Closed:
    def refusal(self, request: Request, errand: Errand) -> Refusal:
        del request, errand
        return Refusal("no")


def _found(lines: Sequence[CorpusLine], recorder: Recorder) -> Iterator[str]:
    with InProcessRunner(guard=_Closed()) as runner:
        for number, line in enumerate(lines):
            recorder.requests.clear()
            stderr = Memory()
            outcome = runner.run(
                words(shlex.join(line.words(recorder.url, led=LED))),
                stdout=Memory(),
                stderr=stderr,
                cancellation=Cancellation(),
                errand=Errand(number),
            )
            if line.changes:
                set_up(Path.cwd())
            yield from (f"sent: {line.text}" for each in recorder.requests if not _is_of_line(each))
            is_quiet = not any(option in line.text for option in _SAYS)
            if outcome.ending is Ending.REFUSED and is_quiet and stderr.content():
                yield f"said: {line.text}: {stderr.text()}"


def _is_of_line(sent: Recorded) -> bool:
    return sent.path == "/fetched" or sent.body.startswith(b"Action=AssumeRole")


def _tell(options: Sequence[str]) -> int:
    """Print what is found; return the exit status."""
    lines = selected(options, led=LED)
    os.chdir(Path.home())
    with staged(Path.cwd()) as recorder:
        os.environ["AWS_ENDPOINT_URL"] = recorder.url
        found = [*_found(lines, recorder)]
    sys.stdout.writelines(f"{one}\n" for one in found)
    sys.stdout.write(f"{len(lines)} lines\n")
    return 1 if found else 0


def refused(options: Sequence[str], stdout: int | None = None) -> subprocess.CompletedProcess[str]:
    """Do it in a process that has the stage's environment from the start."""
    with tempfile.TemporaryDirectory() as folder:
        # The AWS CLI looks for the user's aliases when it is imported.
        return subprocess.run(
            [sys.executable, "-m", "tests.law.refused", "--on-stage", *options],
            env=environment(Path(folder), ""),
            cwd=_ROOT,
            stdout=stdout,
            text=True,
            check=False,
        )


if __name__ == "__main__":
    if "--on-stage" in sys.argv:
        sys.exit(_tell(sys.argv[1:]))
    sys.exit(refused(sys.argv[1:]).returncode)
