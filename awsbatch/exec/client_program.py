"""The program `aws` that is first on a program's path, made at first use and kept for ever.

It never lies in a folder that goes away while a shell may have its path in
mind: so there is one for each source and machine, in the user's caches.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from awsbatch.exec.client_source import Alone, Kind, compiled, interpreted
from awsbatch.exec.run_folder import Promise
from awsbatch.fault.error import UsageError
from awsbatch.private_folder import (
    can_be_on_path,
    made_private,
    temporary_folders,
    user_cache,
)
from awsbatch.record import record

NAME = "aws"
_CLIENT = re.compile(r"/awsbatch/exec/[0-9a-f]{32}/aws")
"""The end of its real path, by which a client of any version knows the others as well."""
_TRIAL = {"AWSBATCH_EXEC": "/awsbatch-exec-v2-guarded-trial"}
_TRIED = 252
"""What it ends with where nobody answers, and there is a guard: no other program does."""


@record
class ClientProgram:
    """A client that is ready."""

    folder: Path
    """The folder that it is in, as `aws`, alone."""
    kind: str
    """What it is made by, for a person."""


def client_program(
    python: Path, environ: Mapping[str, str], promise: Promise, instead: Path | None = None
) -> ClientProgram:
    """Return the client, made if need be; raise `UsageError` where there is no place for it.

    `python` runs it where the environment has no C compiler. Under its path it keeps the promise
    where its own environment was emptied, and then becomes `instead`, or the first `aws` on PATH.
    """
    alone = Alone(promise.refusal, instead)
    for place in _places():
        for kind in (*compiled(environ, alone), interpreted(python, alone)):
            if (folder := _ready(place / kind.hash, kind)) is not None:
                return ClientProgram(folder, kind.shown)
    raise UsageError(
        "found no private folder that programs can be run from",
        hint="give one in `XDG_CACHE_HOME`",
    )


def is_client(program: Path) -> bool:
    """Return whether a program is a client, of any version of awsbatch."""
    return _CLIENT.search(os.path.realpath(program)) is not None


def _places() -> Iterator[Path]:
    # Each is made when it is asked for.
    for ours in chain((user_cache(),), map(_lasting, temporary_folders())):
        if ours is not None and can_be_on_path(ours):
            yield ours / "exec"


def _lasting(temporary: Path) -> Path | None:
    """Return a folder that is private, and is the same each time."""
    private = temporary / f"awsbatch-{os.geteuid()}"
    return private / "awsbatch" if made_private(private) else None


def _ready(folder: Path, kind: Kind) -> Path | None:
    """Return the folder once a client is in it that starts; None if that cannot be."""
    program = folder / NAME
    if not made_private(folder) or not _may_be_run(program):
        return None
    if not _starts(program):
        try:
            _make(program, kind)
        except OSError:
            return None
    return folder if _starts(program) else None


def _may_be_run(program: Path) -> bool:
    """Return whether it may be run if it is there: not on some file systems."""
    return not program.exists() or os.access(program, os.X_OK)


def _make(program: Path, kind: Kind) -> None:
    descriptor, name = tempfile.mkstemp(dir=program.parent)
    os.close(descriptor)
    made = Path(name)
    try:
        kind.make(made)
        made.chmod(0o700)
        # Who makes it at the same time makes the same.
        made.replace(program)
    finally:
        made.unlink(missing_ok=True)


def _starts(program: Path) -> bool:
    """Return whether it does what it is to do: not on another's Linux, nor after some upgrades."""
    try:
        done = subprocess.run(
            [program], env=_TRIAL, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError:
        return False
    return done.returncode == _TRIED
