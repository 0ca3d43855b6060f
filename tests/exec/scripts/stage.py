"""A script of a shell, run as it is and under `exec`, and all that it does."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from awsbatch.cli.main import main
from tests.aws.recorder import Recorded, Recorder
from tests.examples.process import ROOT

HERE = Path(__file__).parent
SEED = HERE / "seed"
PLAIN = ()
EXEC = (sys.executable, "-m", "awsbatch", "exec", "-q", "--")

_NAMES = ("source", "target", "araProfile", "meProfile", "podiProfile", "thadiProfile")
_CONFIG = "".join(
    f"[{head}]\naws_access_key_id = KEY{head.split()[-1].upper()}\naws_secret_access_key = secret\n"
    for head in ("default", *(f"profile {name}" for name in _NAMES))
)
_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
_UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\d.+:Z]*")
_DATE = re.compile(r"^\w{3} +\w{3} +\d+ .*\d{4}.*$", re.MULTILINE)


@dataclass(frozen=True, order=True)
class Sent:
    """A request, without what is new in each."""

    path: str
    body: bytes
    method: str
    host: str
    signature: tuple[str, str, str]
    """The access key, the region and the service that it was signed with."""
    target: str


@dataclass(frozen=True)
class Told:
    """What a script printed and sent, how it ended and which files it left."""

    exit_status: int
    stdout: str
    stderr: str
    requests: Sequence[Sent]
    files: dict[str, bytes]
    connections: int


@dataclass(frozen=True)
class Stage:
    """Where scripts run, in front of a recorder."""

    recorder: Recorder
    folder: Path
    capfd: pytest.CaptureFixture[str]

    def run(self, *words: str | Path, name: str = "run", under: Sequence[str] = PLAIN) -> Told:
        """Run a program in a folder of that name, which may be there already."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        (folder / "config").write_text(_CONFIG)
        self.recorder.requests.clear()
        done = subprocess.run(
            [*under, *words],
            cwd=folder,
            env=self.environment(folder),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        requests = self.recorder.requests
        return Told(
            done.returncode,
            _DATE.sub("DATE", done.stdout),
            done.stderr,
            [_sent(each) for each in requests],
            {
                str(path.relative_to(folder)): path.read_bytes()
                for path in sorted(folder.rglob("*"))
                if path.is_file()
            },
            len({each.connection for each in requests}),
        )

    def environment(self, folder: Path) -> dict[str, str]:
        """Return the environment of a script in a folder."""
        kept = {name: value for name, value in os.environ.items() if name not in _KEYS}
        return {
            **kept,
            "AWS_CONFIG_FILE": str(folder / "config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"),
            "AWS_ENDPOINT_URL": self.recorder.url,
            "PYTHONPATH": str(ROOT),
        }

    def held(self) -> str:
        """Return what the AWS holds of all that the scripts make."""
        return _TIME.sub("TIME", self.made(HERE / "held.aws"))

    def made(self, file: Path) -> str:
        """Run a command file against the same AWS, and return what it prints."""
        (self.folder / "config").write_text(_CONFIG)
        self.capfd.readouterr()
        with pytest.MonkeyPatch.context() as patch:
            for name in _KEYS:
                patch.delenv(name)
            for name, value in self.environment(self.folder).items():
                patch.setenv(name, value)
            status = main(["run", "-q", "--progress", "none", str(file)])
        stdout, stderr = self.capfd.readouterr()
        assert status == 0, stderr
        return stdout


def _sent(request: Recorded) -> Sent:
    return Sent(
        request.path,
        _UUID.sub(b"UUID", request.body),
        request.method,
        request.headers["host"],
        (request.key or "", request.region or "", request.service or ""),
        request.target or "",
    )
