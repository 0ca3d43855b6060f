"""`awsbatch exec` in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[3]
AWSBATCH = (sys.executable, "-m", "awsbatch")


def environment(**variables: str) -> dict[str, str]:
    """Return the environment of the tests, with which awsbatch is found from any folder."""
    # `import awscli` has set it in the tests' own process.
    kept = {name: value for name, value in os.environ.items() if name != "AWS_DATA_PATH"}
    return {**kept, "PYTHONPATH": os.fspath(ROOT), **variables}


def execute(
    *words: str, env: Mapping[str, str] | None = None, under: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Run `awsbatch exec`, perhaps under another program."""
    return subprocess.run(
        [*under, *AWSBATCH, "exec", *words],
        env=environment() if env is None else env,
        capture_output=True,
        text=True,
        check=False,
    )
