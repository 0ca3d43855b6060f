"""How the program starts and ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = str(Path(__file__).parent.parent)


def _python(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        env={**os.environ, "PYTHONPATH": ROOT},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_process_ends_without_the_interpreter_but_does_what_is_left_to_do() -> None:
    program = """\
import atexit
from awsbatch.__main__ import main
atexit.register(print, "done")
main()
print("the interpreter goes on")
"""

    done = _python(program, "--version")

    assert done.stdout.splitlines()[1:] == ["done"]
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_what_cannot_be_written_at_the_end_is_told() -> None:
    program = """\
import atexit, os, sys
from awsbatch.__main__ import main
atexit.register(print, "done")
atexit.register(os.dup2, os.open("/dev/full", os.O_WRONLY), 1)
sys.exit(main())
"""

    done = _python(program, "--version")

    assert done.stdout.startswith("awsbatch ")
    assert done.stderr.endswith("OSError: [Errno 28] No space left on device\n")
    assert done.returncode == 120
