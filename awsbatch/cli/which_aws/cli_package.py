"""The AWS CLI as a package in a folder, known without importing it."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from awsbatch.contract.oldest_aws import needed

if TYPE_CHECKING:
    from collections.abc import Iterable

_VERSION = r"""(?m)^__version__ *= *["']((\d+)\.(\d+)[^"']*)["']"""


class CliPackage:
    """The package `awscli`, with its version."""

    def __init__(self, folder: Path, version: str) -> None:
        """Take its folder, links followed, and its version, such as `1.46.3`."""
        self.folder = folder
        self.version = version
        major, minor = version.split(".")[:2]
        self.major = int(major)
        self.needed = needed(self.major, int(minor))
        """The first version that would do, if this one is too old."""


def first_package(folders: Iterable[Path]) -> CliPackage | None:
    """Return the AWS CLI in the first folder that has one."""
    found = (_package(folder / "awscli") for folder in folders)
    return next(filter(None, found), None)


def own_package() -> CliPackage | None:
    """Return the AWS CLI that this Python imports, or None if it has none, or none of files."""
    spec = find_spec("awscli")
    return _package(Path(spec.origin).parent) if spec is not None and spec.origin else None


def _package(folder: Path) -> CliPackage | None:
    try:
        text = (folder / "__init__.py").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    found = re.search(_VERSION, text)
    return CliPackage(folder.resolve(), found[1]) if found else None
