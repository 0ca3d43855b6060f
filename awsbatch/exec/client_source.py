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
class Alone:
    """What a client does that is called by its path, and is told of no run folder."""

    refusal: int = 0
    """What it ends with, under a guard; 0 is no guard."""
    instead: Path | None = None
    """The `aws` whose path that would have been, which it becomes."""


@record
class Kind:
    """A way to make the client."""

    shown: str
    """How it is made, for a person."""
    hash: str
    """A name that changes with all that it is made of."""
    make: Callable[[Path], object]
    """Make it in place of an empty file; raise `OSError`."""


def compiled(environ: Mapping[str, str], alone: Alone) -> Iterator[Kind]:
    """Yield how the C compiler makes it, if there is one: the quickest to start first."""
    compiler = _compiler(environ)
    if compiler is None:
        return
    source = _SOURCES / "aws.c"
    defined = [f"-DREFUSAL={alone.refusal}", f'-DINSTEAD="{_octal(_path(alone))}"']
    for more in (("-static",), ()):
        words = [compiler, "-std=gnu99", "-O2", *defined, *more, str(source), "-o"]
        yield Kind(
            " ".join(["compiled by", f"`{compiler}`", *more]),
            _hash(source.read_text(encoding="utf-8"), *words),
            partial(_run, words, environ),
        )


def interpreted(python: Path, alone: Alone) -> Kind:
    """Return how a Python runs it, where there is no compiler."""
    source = (_SOURCES / "aws.py").read_text(encoding="utf-8")
    source = source.replace("\n_REFUSAL = 0\n", f"\n_REFUSAL = {alone.refusal}\n")
    source = source.replace('\n_INSTEAD = b""\n', f"\n_INSTEAD = {_path(alone)!r}\n")
    text = _script(python, source)
    return Kind(f"run by `{python}`", _hash(text), lambda made: made.write_text(text, "utf-8"))


def _path(alone: Alone) -> bytes:
    return b"" if alone.instead is None else os.fsencode(alone.instead)


def _octal(text: bytes) -> str:
    """Return any text as it may stand between the quotes of a C string."""
    return "".join(f"\\{byte:03o}" for byte in text)


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
