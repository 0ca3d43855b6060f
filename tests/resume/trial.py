"""Runs of files in a folder, against an AWS that remembers, which can be killed."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.resume.changing_aws import ChangingAws, Sent

_MOST_SECONDS = 120.0
KILLED = -signal.SIGKILL


@dataclass(frozen=True)
class Ran:
    """What came of a run."""

    status: int
    stdout: str
    stderr: str


class Trial:
    """A folder, an AWS, and a program that runs files there."""

    def __init__(self, folder: Path, aws: ChangingAws, program: Path) -> None:
        """Take an `awsbatch` that begins soon, for all runs that need not be killed."""
        self.folder = folder
        self.aws = aws
        self._program = program
        self.environment: Mapping[str, str] = {
            **os.environ,
            "AWSBATCH_AWS": "own",
            "AWS_ENDPOINT_URL": aws.url,
            "AWS_ACCESS_KEY_ID": "AKIAONE",
            "AWS_SECRET_ACCESS_KEY": "x",
        }

    @property
    def log(self) -> Path:
        """The log of `joblog`."""
        return self.folder / "log"

    def write(self, text: str, name: str = "a.aws") -> str:
        """Write a file, and return its name."""
        (self.folder / name).write_text(text)
        return name

    def run(self, *words: str, stdin: str = "", **environment: str) -> Ran:
        """Run it to its end, with a log."""
        done = subprocess.run(
            [self._program, *_words(words)],
            cwd=self.folder,
            env={**self.environment, **environment},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=_MOST_SECONDS,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def resume(self, *words: str, stdin: str = "", **environment: str) -> Ran:
        """Resume it."""
        return self.run("--resume", *words, stdin=stdin, **environment)

    def start(self, *words: str, stdin: str = "") -> "subprocess.Popen[str]":
        """Begin a run in a process of its own, with a log."""
        source = self.folder / "stdin"
        source.write_text(stdin)
        with source.open() as given, (self.folder / "said").open("w") as said:
            return subprocess.Popen(
                [sys.executable, "-m", "awsbatch", *_words(words)],
                cwd=self.folder,
                env=self.environment,
                stdin=given,
                stdout=said,
                stderr=said,
                text=True,
            )

    def end(
        self,
        *words: str,
        number: int,
        held: int = 1,
        makes: Callable[[int], bool] = lambda _: True,
        by: signal.Signals = signal.SIGKILL,
        stdin: str = "",
    ) -> int:
        """Run it until its change of that number comes, and kill it then; return its status.

        The `held` last ones up to then are answered only after that. `makes` says
        of each, by its number from 1, whether it is made all the same.
        """
        ending = _Ending(self.aws, number, held, makes, by)
        self.aws.arrived = ending.take
        try:
            with self.start(*words, stdin=stdin) as process:
                ending.begin(process)
                return process.wait(_MOST_SECONDS)
        finally:
            ending.over.set()
            self.aws.arrived = lambda _, __: None


class _Ending:
    """What a server does to the changes that come shortly before the end of a run."""

    def __init__(
        self,
        aws: ChangingAws,
        number: int,
        held: int,
        makes: Callable[[int], bool],
        by: signal.Signals,
    ) -> None:
        self._before = aws.asked
        self._number = number
        self._held = range(number - held + 1, number + 1)
        self._makes = makes
        self._by = by
        self._process: subprocess.Popen[str] | None = None
        self._begun = threading.Event()
        self.over = threading.Event()

    def begin(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._begun.set()

    def take(self, _: Sent, number: int) -> None:
        own = number - self._before
        if own == self._number:
            self._begun.wait(_MOST_SECONDS)
            assert self._process is not None
            self._process.send_signal(self._by)
            if self._by is signal.SIGKILL:
                self._process.wait(_MOST_SECONDS)
            self.over.set()
        if own in self._held:
            self.over.wait(_MOST_SECONDS)
            if not self._makes(own):
                raise ConnectionError


def _words(words: tuple[str, ...]) -> list[str]:
    return ["run", "--progress", "none", "--joblog", "log", *words]
