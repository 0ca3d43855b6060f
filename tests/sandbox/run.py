"""A file run in a sandbox, as a program reads what came of it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent


def run(script: Path) -> tuple[int, list[dict[str, Any]]]:
    """Run a file by `--json`, and return the exit status and the object of each command."""
    ran = subprocess.run(
        [sys.executable, "-m", "awsbatch", "run", "--sandbox", "--json", script],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    *commands, _summary = [json.loads(line) for line in ran.stdout.splitlines()]
    return ran.returncode, commands
