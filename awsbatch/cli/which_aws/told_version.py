"""The version of an `aws`, as its file or else the program itself tells it."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from awsbatch.contract.oldest_aws import needed

if TYPE_CHECKING:
    from pathlib import Path

    from awsbatch.cli.which_aws.executable import Executable

_ANSWER = r"\baws-cli/(\d+\.\d+\.\d+\S*)"


def told_version(aws: Executable) -> str | None:
    """Return the version that a program runs, or None if it does not say.

    One whose file does not tell, such as a wrapper, is started and asked.
    """
    return _asked(aws.path) if aws.package is None else aws.package.version


def major(version: str) -> int:
    """Return the number by which the AWS CLI says that words may mean something else."""
    return int(version.partition(".")[0])


def series(version: str) -> str:
    """Return a version without its last number, such as `2.15`."""
    return ".".join(version.split(".")[:2])


def needed_for(version: str) -> str | None:
    """Return the first version that would do, if one is too old."""
    return needed(*map(int, series(version).split(".")))


def _asked(aws: Path) -> str | None:
    try:
        done = subprocess.run(
            [aws, "--version"], stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError:
        return None
    found = re.search(_ANSWER, (done.stdout + done.stderr).decode(errors="replace"))
    return found[1] if found else None
