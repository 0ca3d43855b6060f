"""The interpreter of a script, as its first line names it."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from awsbatch.cli.which_aws.path_search import on_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


_HEAD = 4096
"""How many bytes are read: the first two lines are in them."""


class Interpreter:
    """What a script is run by."""

    def __init__(self, path: Path, words: Sequence[str] = ()) -> None:
        """Take its path, and what the first line has behind it.

        The path is as it is named, links not followed; a bare name where `PATH` does not have it.
        """
        self.path = path
        self.words = words
        self._real = path.resolve()
        # A shim of the same name is no Python.
        self.is_python = self._real.name.rstrip("0123456789.") == "python"
        self.version = self._version() if self.is_python else None
        """The version of a Python, major and minor, or None if nothing tells it."""

    @property
    def flags(self) -> str:
        """The letters of its options, such as `sE`."""
        return "".join(word[1:] for word in self.words if word[:1] == "-" and word[:2] != "--")

    def site_folders(self) -> Iterator[Path]:
        """Yield where a Python finds packages, the first one first; none if it is not known."""
        if self.version is None:
            return
        python = "python{}.{}".format(*self.version)
        if environment := self._environment():
            yield self.path.parent.parent / "lib" / python / "site-packages"
            if not re.search(r"(?mi)^include-system-site-packages *= *true", environment):
                return
        if "HOME" in os.environ and not {"s", "I"} & {*self.flags}:
            yield Path(os.environ["HOME"], ".local", "lib", python, "site-packages")
        prefix = self._real.parent.parent
        # Of Debian and Fedora, what an administrator has installed.
        yield prefix / "local" / "lib" / python / "dist-packages"
        yield prefix / "local" / "lib" / python / "site-packages"
        yield prefix / "lib" / python / "site-packages"
        # Of Debian, for all its Pythons.
        yield prefix / "lib" / "python3" / "dist-packages"

    def _version(self) -> tuple[int, int] | None:
        major, _, minor = self._real.name.removeprefix("python").partition(".")
        if major.isdigit() and minor.isdigit():
            return int(major), int(minor)
        found = re.search(r"(?m)^version(?:_info)? *= *(\d)\.(\d+)", self._environment())
        return (int(found[1]), int(found[2])) if found else None

    def _environment(self) -> str:
        """Return the configuration of a virtual environment, or nothing if it is in none."""
        try:
            return (self.path.parent.parent / "pyvenv.cfg").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""


def interpreter_in(file: Path, path: str) -> Interpreter | None:
    """Return the interpreter of a file, or None if it is no script, or may only be executed."""
    try:
        with file.open("rb") as opened:
            return interpreter_of(opened.read(_HEAD), path)
    except OSError:
        return None


def interpreter_of(head: bytes, path: str) -> Interpreter | None:
    """Return the interpreter of a file that begins so, or None if it is no script.

    `path` is the folders in which `env` looks for it.
    """
    if not head.startswith(b"#!"):
        return None
    first, _, rest = head[2:].decode(errors="surrogateescape").partition("\n")
    words = first.split()
    if words == ["/bin/sh"] and rest.startswith("'''exec' "):
        # What pip writes where the path of Python has a space in it or is long.
        words = shlex.split(rest.partition("\n")[0])[1:2]
    if words and Path(words[0]).name == "env":
        return _from_env(words[1:], path)
    return Interpreter(Path(words[0]), words[1:]) if words else None


def _from_env(words: Sequence[str], path: str) -> Interpreter | None:
    """Return the interpreter that `env` starts by these words."""
    rest = [word for each in words if (word := each.removeprefix("-S"))]
    while rest and (rest[0].startswith("-") or "=" in rest[0]):
        del rest[0]
    return Interpreter(next(on_path(rest[0], path), Path(rest[0])), rest[1:]) if rest else None
