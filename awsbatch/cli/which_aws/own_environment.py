"""The environment that awsbatch itself is installed in, and the AWS CLI there."""

from __future__ import annotations

import os
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
        shims: Path | None = None,
    ) -> None:
        """Take a Python, where its scripts are (links followed), its version and its AWS CLI.

        `shims` is where pyenv has programs that start those scripts.
        """
        self.interpreter = interpreter
        self.package = package
        self.folders = folders
        self.python = python
        self.shims = shims

    def imports(self, aws: Executable) -> bool:
        """Return whether this Python imports what a program runs, and is as that one's."""
        if aws.package is None or self.package is None or aws.python != self.python:
            return False
        return aws.package.folder == self.package.folder

    def brought(self, aws: Executable) -> bool:
        """Return whether a program is the script of the version 1 that came with awsbatch.

        PyPI has no version 2: one that is there did not come by itself, and is as any other.
        """
        if self.package is None or self.package.major != 1:
            return False
        if self.imports(aws) and (aws.real.parent in self.folders or _is_script(aws.real)):
            return True
        return aws.path.parent == self.shims


def _is_script(file: Path) -> bool:
    """Return whether a file is where pip puts the scripts of this Python.

    That may be elsewhere than the Python is, as with Homebrew's.
    """
    # It takes as long as all else, and few need it.
    from sysconfig import get_path

    return file.parent == Path(get_path("scripts")).resolve()


def own_environment() -> OwnEnvironment:
    """Return the environment of this process."""
    program = Path(sys.argv[0]).resolve()
    folders = {Path(sys.prefix, "bin").resolve()}
    if program.name == "awsbatch":
        # Of `pip install --user`, apart from those of Python.
        folders.add(program.parent)
    return OwnEnvironment(
        Path(sys.executable), folders, sys.version_info[:2], own_package(), _shims(Path(sys.prefix))
    )


def _shims(prefix: Path) -> Path | None:
    """Return where pyenv's programs are, if those start the scripts of this Python.

    It tells those that it starts which of its versions it has chosen.
    """
    is_chosen = prefix.name in os.environ.get("PYENV_VERSION", "").split(":")
    return prefix.parents[1] / "shims" if is_chosen and prefix.parent.name == "versions" else None
