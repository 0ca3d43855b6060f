"""The interpreter of a script, as its first line names it."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from awsbatch.cli.which_aws.path_search import on_path
from awsbatch.record import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PYTHON = re.compile(r"python(?:\d(?:\.\d+)?)?")
_OF_NAME = re.compile(r"python(\d)\.(\d+)")
_OF_ENVIRONMENT = re.compile(r"(?m)^version(?:_info)? *= *(\d)\.(\d+)")
_WITH_SYSTEM = re.compile(r"(?mi)^include-system-site-packages *= *true")
_ASSIGNMENT = re.compile(r"\w+=")


@record
class Interpreter:
    """What a script is run by."""

    path: Path
    """As it is named, links not followed; only a name where that is not on `PATH`."""
    words: tuple[str, ...] = ()
    """What the first line has behind it."""

    @property
    def is_python(self) -> bool:
        """Whether it is known for a Python, which a shim of the same name is not."""
        return _PYTHON.fullmatch(self.path.resolve().name) is not None

    @property
    def flags(self) -> str:
        """The letters of its options, such as `sE`."""
        return "".join(word[1:] for word in self.words if word[:1] == "-" and word[:2] != "--")

    @property
    def version(self) -> tuple[int, int] | None:
        """The version of a Python, major and minor, or None if nothing tells it."""
        name = self.path.resolve().name
        found = _OF_NAME.fullmatch(name) or _OF_ENVIRONMENT.search(self._configuration)
        return (int(found[1]), int(found[2])) if found and self.is_python else None

    def site_folders(self) -> Iterator[Path]:
        """Yield where a Python finds packages, the first one first; none if it is not known."""
        if self.version is None:
            return
        python = "python{}.{}".format(*self.version)
        configuration = self._configuration
        if configuration:
            yield self.path.parent.parent / "lib" / python / "site-packages"
            if not _WITH_SYSTEM.search(configuration):
                return
        if "HOME" in os.environ and not {"s", "I"} & {*self.flags}:
            yield Path(os.environ["HOME"], ".local", "lib", python, "site-packages")
        prefix = self.path.resolve().parent.parent
        # Of Debian and Fedora, what an administrator has installed.
        yield prefix / "local" / "lib" / python / "dist-packages"
        yield prefix / "local" / "lib" / python / "site-packages"
        yield prefix / "lib" / python / "site-packages"
        # Of Debian, for all its Pythons.
        yield prefix / "lib" / "python3" / "dist-packages"

    @property
    def _configuration(self) -> str:
        """The configuration of a virtual environment; nothing if it is in none."""
        try:
            return (self.path.parent.parent / "pyvenv.cfg").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""


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
    return Interpreter(Path(words[0]), tuple(words[1:])) if words else None


def _from_env(words: Sequence[str], path: str) -> Interpreter | None:
    """Return the interpreter that `env` starts by these words."""
    rest = [word for each in words if (word := each.removeprefix("-S"))]
    while rest and (rest[0].startswith("-") or _ASSIGNMENT.match(rest[0])):
        del rest[0]
    if not rest:
        return None
    return Interpreter(next(on_path(rest[0], path), Path(rest[0])), tuple(rest[1:]))
