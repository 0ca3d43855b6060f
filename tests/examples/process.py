"""Running example files in a process of their own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "examples"
SETUP = EXAMPLES / "setup"

SANDBOXED = "running against an in-memory AWS: nothing leaves this machine\n"

_TIME = re.compile(r"in [\d.]+ m?s")
_CONNECTIONS = re.compile(r"\d+ connections? opened")


@dataclass(frozen=True)
class Ran:
    """What a run printed and how it ended, without its time and the number of connections."""

    exit_status: int
    stdout: str
    stderr: str


def sandboxed(*words: str | Path, folder: Path = ROOT, **variables: str) -> Ran:
    """Run files and options in the sandbox, with these values of inputs."""
    return run("--sandbox", *words, folder=folder, **variables)


def run(*words: str | Path, folder: Path = ROOT, **variables: str) -> Ran:
    """Run files and options in this process's environment, with these values of inputs."""
    options = ("run", "--progress", "none", *_options(variables))
    done = subprocess.run(
        [sys.executable, "-m", "awsbatch", *options, *words],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=folder,
        # moto's own images would bring more than a thousand snapshots, and take seconds.
        env={**os.environ, "PYTHONPATH": str(ROOT), "MOTO_EC2_LOAD_DEFAULT_AMIS": "false"},
    )
    summary = _CONNECTIONS.sub("CONNECTIONS opened", _TIME.sub("in TIME", done.stderr))
    return Ran(done.returncode, done.stdout, summary)


def written(folder: Path, text: str) -> Path:
    """Write a file of one's own, to be run after an example."""
    file = folder / "example.aws"
    file.write_text(text)
    return file


def _options(variables: Mapping[str, str]) -> Iterator[str]:
    for name, value in variables.items():
        yield f"{name}={value}"
