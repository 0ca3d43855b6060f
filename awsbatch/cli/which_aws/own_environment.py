"""The environment that awsbatch itself is installed in, and the AWS CLI there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from awsbatch.cli.which_aws.cli_package import CliPackage, own_package

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from awsbatch.cli.which_aws.executable import Executable


class OwnEnvironment:
    """A Python that awsbatch runs in, and what `own` means there."""

    def __init__(
        self,
        interpreter: Path,
        folders: AbstractSet[Path],
        python: tuple[int, int],
        package: CliPackage | None,
    ) -> None:
        """Take a Python, where its scripts are (links followed), its version and its AWS CLI."""
        self.interpreter = interpreter
        self.package = package
        self.folders = folders
        self.python = python

    def imports(self, aws: Executable) -> bool:
        """Return whether this Python imports what a program runs, and is as that one's."""
        if aws.package is None or self.package is None or aws.python != self.python:
            return False
        return aws.package.folder == self.package.folder

    def brought(self, aws: Executable) -> bool:
        """Return whether a program is the script of the version 1 that came with awsbatch.

        A version 2 is on no registry, and does not come by itself: it was chosen.
        """
        if aws.real.parent not in self.folders or not self.imports(aws):
            return False
        return aws.package is not None and aws.package.major == 1


def own_environment() -> OwnEnvironment:
    """Return the environment of this process."""
    program = Path(sys.argv[0]).resolve()
    folders = {Path(sys.prefix, "bin").resolve()}
    if program.name == "awsbatch":
        # Of `pip install --user`, apart from those of Python.
        folders.add(program.parent)
    return OwnEnvironment(Path(sys.executable), folders, sys.version_info[:2], own_package())
