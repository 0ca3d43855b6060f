"""Running example files."""

import re
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest

# Before a sandbox is entered: awscli sets a variable of the environment when it is imported, which
# the sandbox would take back.
import awsbatch.aws.in_process_runner  # noqa: F401 (for that)
from awsbatch.cli.main import main
from awsbatch.sandbox import sandbox
from awsbatch.sandbox.sandbox import Sandbox

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


class Runs:
    """Runs files in this process."""

    def __init__(
        self, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, sandbox: str
    ) -> None:
        """Take the address of an AWS that holds nothing, which is the sandbox."""
        self._capfd = capfd
        self._monkeypatch = monkeypatch
        self._sandbox = Sandbox(sandbox)

    def __call__(self, *words: str | Path, folder: Path = ROOT, **variables: str) -> Ran:
        """Run files and options in this process's environment, with these values of inputs."""
        options = ("run", "--progress", "none", *_options(variables))
        self._capfd.readouterr()
        with self._monkeypatch.context() as patch:
            patch.chdir(folder)
            status = main([*options, *map(str, words)])
        stdout, stderr = self._capfd.readouterr()
        return Ran(
            status, stdout, _CONNECTIONS.sub("CONNECTIONS opened", _TIME.sub("in TIME", stderr))
        )

    def sandboxed(self, *words: str | Path, folder: Path = ROOT, **variables: str) -> Ran:
        """Run files and options in the sandbox, with these values of inputs."""
        with self._monkeypatch.context() as patch:
            patch.setattr(sandbox, "start", lambda *_: nullcontext(self._sandbox))
            return self("--sandbox", *words, folder=folder, **variables)


def written(folder: Path, text: str) -> Path:
    """Write a file of one's own, to be run after an example."""
    file = folder / "example.aws"
    file.write_text(text)
    return file


def _options(variables: Mapping[str, str]) -> Iterator[str]:
    for name, value in variables.items():
        yield f"{name}={value}"
