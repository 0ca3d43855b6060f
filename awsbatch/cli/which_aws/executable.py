"""An `aws` as its file tells of it: the Python that it runs on, and the AWS CLI in that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from awsbatch.cli.which_aws.cli_package import CliPackage, first_package
from awsbatch.cli.which_aws.script_interpreter import interpreter_in

if TYPE_CHECKING:
    from pathlib import Path

_INSTALLED = r"/(\d+\.\d+\.\d+[^/]*)/dist/aws$"
"""The end of a path in an official bundle."""
_LIBRARY = r"libpython(\d)\.(\d+)\b"


class Executable:
    """A program that is meant as an `aws`."""

    def __init__(self, path: Path, folders: str) -> None:
        """Take its path, and the folders in which `env` looks for its interpreter.

        It is started by that path: links are not followed, since a shim goes by its name.
        """
        self.path = path
        self.real = path.resolve()
        self.interpreter = interpreter_in(self.real, folders)
        """None of what is no script."""
        self.python: tuple[int, int] | None
        """The version of the Python that it runs on, or None if it is not known."""
        self.package: CliPackage | None
        """The AWS CLI that it runs, or None if it is not known, as of a wrapper."""
        if self.interpreter is not None:
            self.python = self.interpreter.version
            self.package = first_package(self.interpreter.site_folders())
        else:
            self.python = _frozen_python(self.real)
            self.package = _bundled(self.real)


def _bundled(real: Path) -> CliPackage | None:
    """Return the AWS CLI of an official bundle, whose folder is called after its version."""
    found = re.search(_INSTALLED, str(real))
    return CliPackage(real.parent / "awscli", found[1]) if found else None


def _frozen_python(real: Path) -> tuple[int, int] | None:
    """Return the version of the Python library beside a bundle's executable."""
    if (real.parent / "awscli").is_dir():
        for file in real.parent.glob("libpython*"):
            if found := re.match(_LIBRARY, file.name):
                return int(found[1]), int(found[2])
    return None
