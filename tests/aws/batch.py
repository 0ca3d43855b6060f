"""Running commands in a driver pool, as tests want it."""

import re
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.outcome import Outcome
from awsbatch.contract.word import Word
from tests.aws_cli import AWS

if TYPE_CHECKING:
    # A fresh `aws` is also run where awsbatch is not.
    from awsbatch.aws.in_process_runner import InProcessRunner


class Spool:
    """A sink in memory, with or without a descriptor."""

    def __init__(self, descriptor: int | None = None) -> None:
        self.written = b""
        self._descriptor = descriptor

    def write(self, data: bytes, /) -> None:
        self.written += data

    def flush(self) -> None:
        """Do nothing."""

    def fileno(self) -> int | None:
        return self._descriptor

    def lent(self) -> AbstractContextManager[None]:
        return nullcontext()


# Version 1's banner and usage, the one thing that awsbatch leaves out.
_USAGE = re.compile(r"\Ausage: .*?  aws <command> <subcommand> help\n+", re.DOTALL)


@dataclass(frozen=True)
class Ran:
    """What one command printed and how it ended."""

    exit_status: int
    stdout: str
    stderr: str


class Batch:
    """A driver pool that takes command lines."""

    def __init__(self, pool: "InProcessRunner") -> None:
        self.pool = pool
        self.outcome = Outcome(0)

    def run(self, line: str | Sequence[Word], *, live: bool = True) -> Ran:
        """Run one command, given as a line or as words with data in them."""
        out, err = Spool(), Spool()
        self.outcome = self.pool.run(
            words(line), stdout=out, stderr=err, cancellation=Cancellation(), live=live
        )
        return Ran(self.outcome.exit_status, out.written.decode(), err.written.decode())

    def capture(self, line: str | Sequence[Word]) -> object:
        """Run one command and give its result."""
        self.outcome = self.pool.run(
            words(line), stdout=Spool(), stderr=Spool(), cancellation=Cancellation(), capture=True
        )
        return self.outcome.value


def fresh(
    line: str | Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Ran:
    """Run the line, or its words, in an `aws` process of its own."""
    given = shlex.split(line) if isinstance(line, str) else line
    done = subprocess.run(
        [*AWS, *given],
        stdin=subprocess.DEVNULL,
        env=environment,
        cwd=folder,
        capture_output=True,
        check=False,
    )
    return printed(done.returncode, done.stdout, done.stderr)


def printed(status: int, stdout: bytes, stderr: bytes) -> Ran:
    """Return what an `aws` printed, without the banner that awsbatch leaves out."""
    return Ran(status, stdout.decode(errors="replace"), _USAGE.sub("", stderr.decode()))


def words(line: str | Sequence[Word]) -> Sequence[Word]:
    """Return the words of a line, or words as they are."""
    if isinstance(line, str):
        return [(word,) if word else () for word in shlex.split(line)]
    return line
