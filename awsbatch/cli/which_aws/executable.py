"""An `aws` as its file tells of it: the Python that it runs on, and the AWS CLI in that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from awsbatch.cli.which_aws.cli_package import CliPackage, first_package
from awsbatch.cli.which_aws.script_interpreter import Interpreter, interpreter_of
from awsbatch.record import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_HEAD = 4096
"""How many bytes are read: the first two lines are in them."""
_INSTALLED = re.compile(r"/((\d+)\.(\d+)\.\d+[^/]*)/dist/aws")
"""The end of a path in an official bundle."""
_LIBRARY = re.compile(r"libpython(\d)\.(\d+)\b.*")


@record
class Executable:
    """A program that is meant as an `aws`."""

    path: Path
    """As it is started: links are not followed, since a shim goes by its name."""
    interpreter: Interpreter | None
    """None of what is no script."""
    python: tuple[int, int] | None
    """The version of the Python that it runs on, or None if it is not known."""
    package: CliPackage | None
    """The AWS CLI that it runs, or None if it is not known, as of a wrapper."""


def executable(path: Path, folders: str) -> Executable:
    """Return what a program's file tells; `folders` is where `env` looks for its interpreter."""
    real = path.resolve()
    interpreter = interpreter_of(_head(real), folders)
    if interpreter is not None:
        package = first_package(interpreter.site_folders())
        return Executable(path, interpreter, interpreter.version, package)
    return Executable(path, None, _frozen_python(real), _bundled(real))


def _head(file: Path) -> bytes:
    """Return how a file begins, or nothing if it may only be executed."""
    try:
        with file.open("rb") as opened:
            return opened.read(_HEAD)
    except OSError:
        return b""


def _bundled(real: Path) -> CliPackage | None:
    """Return the AWS CLI of an official bundle, whose folder is called after its version."""
    found = _INSTALLED.search(str(real))
    folder = real.parent / "awscli"
    return CliPackage(folder, found[1], int(found[2]), int(found[3])) if found else None


def _frozen_python(real: Path) -> tuple[int, int] | None:
    """Return the version of the Python library beside a bundle's executable."""
    names: Sequence[str] = []
    if (real.parent / "awscli").is_dir():
        names = [each.name for each in real.parent.glob("libpython*")]
    found = next(filter(None, map(_LIBRARY.fullmatch, names)), None)
    return (int(found[1]), int(found[2])) if found else None
