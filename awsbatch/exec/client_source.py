"""The sources of the client, in C and in Python, and how a program is made of each."""

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from awsbatch.record import record

_SOURCES = Path(__file__).parent / "client"
_LONGEST = 512 if sys.platform == "darwin" else 127
"""How long the first line of a script may be."""
_XCODE = Path("/usr/bin/xcode-select")


@record
class Kind:
    """A way to make the client."""

    shown: str
    """How it is made, for a person."""
    hash: str
    """A name that changes with all that it is made of."""
    make: Callable[[Path], object]
    """Make it in place of an empty file; raise `OSError`."""


def compiled(environ: Mapping[str, str], refusal: int) -> Iterator[Kind]:
    """Yield how the C compiler makes it, if there is one: the quickest to start first."""
    compiler = _compiler(environ)
    if compiler is None:
        return
    source = _SOURCES / "aws.c"
    for more in (("-static",), ()):
        words = [compiler, "-std=gnu99", "-O2", f"-DREFUSAL={refusal}", *more, str(source), "-o"]
        yield Kind(
            " ".join(["compiled by", f"`{compiler}`", *more]),
            _hash(source.read_text(encoding="utf-8"), *words),
            partial(_run, words, environ),
        )


def interpreted(python: Path, refusal: int) -> Kind:
    """Return how a Python runs it, where there is no compiler."""
    source = (_SOURCES / "aws.py").read_text(encoding="utf-8")
    text = _script(python, source.replace("\n_REFUSAL = 0\n", f"\n_REFUSAL = {refusal}\n"))
    return Kind(f"run by `{python}`", _hash(text), lambda made: made.write_text(text, "utf-8"))


def _compiler(environ: Mapping[str, str]) -> str | None:
    found = shutil.which("cc", path=environ.get("PATH", os.defpath))
    # One of macOS does nothing but ask a person, in a window, to install another.
    if found == "/usr/bin/cc" and _XCODE.exists() and not _succeeds([str(_XCODE), "-p"]):
        return None
    return found


def _succeeds(words: list[str]) -> bool:
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def _run(words: list[str], environ: Mapping[str, str], made: Path) -> None:
    try:
        subprocess.run(
            [*words, str(made)],
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        raise OSError(error.returncode, error.stderr) from None


def _script(python: Path, source: str) -> str:
    """Return the source with a first line that starts a Python, wherever that is."""
    line = f"#!{python} -IS"
    if " " not in str(python) and len(os.fsencode(line)) <= _LONGEST:
        return f"{line}\n{source}"
    # What a shell reads as a command is a text to Python, which is nowhere used.
    return f"#!/bin/sh\n'''exec' {shlex.quote(str(python))} -IS \"$0\" \"$@\"\n' '''\n{source}"


def _hash(*texts: str) -> str:
    system = os.uname()
    parts = "\0".join([system.sysname, system.machine, *texts])
    return hashlib.sha256(parts.encode("utf-8", "surrogateescape")).hexdigest()[:32]
