"""The environment that awsbatch itself is installed in, and the AWS CLI there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from awsbatch.cli.which_aws.cli_package import CliPackage, own_package
from awsbatch.record import record

if TYPE_CHECKING:
    from awsbatch.cli.which_aws.executable import Executable


@record
class OwnEnvironment:
    """This process's Python, and what `own` means."""

    interpreter: Path
    folders: frozenset[Path]
    """Where its scripts are, links followed."""
    python: tuple[int, int]
    package: CliPackage | None
    """The AWS CLI that this Python imports, or None if it has none."""

    def imports(self, aws: Executable) -> bool:
        """Return whether this Python imports what a program runs, and is as that one's."""
        if aws.package is None or self.package is None or aws.python != self.python:
            return False
        return aws.package.folder == self.package.folder

    def brought(self, aws: Executable) -> bool:
        """Return whether a program is the script of the version 1 that came with awsbatch.

        A version 2 is on no registry, and does not come by itself: it was chosen.
        """
        is_ours = aws.path.resolve().parent in self.folders and self.imports(aws)
        return is_ours and aws.package is not None and aws.package.major == 1


def own_environment() -> OwnEnvironment:
    """Return the environment of this process."""
    program = Path(sys.argv[0]).resolve()
    folders = {Path(sys.prefix, "bin").resolve()}
    if program.name == "awsbatch":
        # Of `pip install --user`, apart from those of Python.
        folders.add(program.parent)
    return OwnEnvironment(
        Path(sys.executable), frozenset(folders), sys.version_info[:2], own_package()
    )
