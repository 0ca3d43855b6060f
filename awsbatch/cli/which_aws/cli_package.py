"""The AWS CLI as a package in a folder, known without importing it."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from awsbatch.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable

_VERSION = re.compile(r"""(?m)^__version__ *= *["']((\d+)\.(\d+)[^"']*)["']""")
_NEEDED = {1: 44, 2: 9}
"""The minor version that each major one needs."""


@record
class CliPackage:
    """The package `awscli`, with its version."""

    folder: Path
    """Links followed."""
    version: str
    major: int
    minor: int

    @property
    def needed(self) -> str | None:
        """The first version that would do, if this one is too old."""
        minor = _NEEDED.get(self.major, 0)
        return f"{self.major}.{minor}" if self.minor < minor else None


def first_package(folders: Iterable[Path]) -> CliPackage | None:
    """Return the AWS CLI in the first folder that has one."""
    found = (_package(folder / "awscli") for folder in folders)
    return next(filter(None, found), None)


def own_package() -> CliPackage | None:
    """Return the AWS CLI that this Python imports, or None if it has none."""
    spec = find_spec("awscli")
    return _package(Path(spec.origin).parent) if spec is not None and spec.origin else None


def _package(folder: Path) -> CliPackage | None:
    try:
        text = (folder / "__init__.py").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    found = _VERSION.search(text)
    return CliPackage(folder.resolve(), found[1], int(found[2]), int(found[3])) if found else None
