"""A log as other programs read it, GNU parallel above all."""

import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

HEADER = "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand"
_COLUMNS = 9
_PARALLEL = shutil.which("parallel")
_AWS = """\
#!/bin/sh
printf '%s\\0' aws "$@" "" >> "$CALLED"
"""


@dataclass(frozen=True)
class Row:
    """One row, but for what it has of times."""

    seq: int
    host: str
    exit_status: int
    signal: int
    command: str

    @property
    def status(self) -> str:
        """How the command ended."""
        return self.host.partition(":")[0]


def rows(log: Path) -> list[Row]:
    """Return all rows of a log that is whole."""
    text = log.read_text()
    assert text.endswith("\n")
    header, *lines = text.removesuffix("\n").split("\n")
    assert header == HEADER
    return [_row(line) for line in lines]


def _row(line: str) -> Row:
    columns = line.split("\t")
    assert len(columns) == _COLUMNS, line
    seq, host, started, seconds, sent, received, exit_status, signal, command = columns
    assert float(started) > 0 <= float(seconds)
    assert (sent, received) == ("0", "0")
    return Row(int(seq), host, int(exit_status), int(signal), command)


def last_rows(log: Path) -> dict[int, Row]:
    """Return what counts of each command, by its number."""
    return {row.seq: row for row in rows(log)}


def retried(log: Path) -> list[list[str]]:
    """Return the words of each command that GNU parallel runs again of a log.

    Only those of `aws` are known; others fail. Where there is no GNU parallel, its rule is taken.
    """
    if _PARALLEL is None:
        failed = [row for row in last_rows(log).values() if row.exit_status or row.signal]
        words = [shlex.split(row.command) for row in failed]
        return [each for each in words if each[0] == "aws"]
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "aws").write_text(_AWS)
        (folder / "aws").chmod(0o755)
        shutil.copy(log, folder / "log")
        done = subprocess.run(
            [_PARALLEL, "--will-cite", "-j1", "--retry-failed", "--joblog", "log"],
            cwd=folder,
            env={"PATH": f"{name}:/usr/bin:/bin", "HOME": name, "CALLED": f"{name}/called"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not done.stderr, done.stderr
        called = folder / "called"
        calls = called.read_text().split("\0\0")[:-1] if called.exists() else []
        return [call.split("\0") for call in calls]
