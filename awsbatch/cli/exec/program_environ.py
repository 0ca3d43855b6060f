"""The environment of a program that is run: the one that awsbatch was given, with a client."""

import os
from collections.abc import Mapping
from pathlib import Path

from awsbatch.exec.client_program import NAME, is_client
from awsbatch.exec.run_folder import VARIABLE, promise_of


def program_environ(given: Mapping[str, str], client: Path, run: Path) -> dict[str, str]:
    """Return it, with the folder of the client first on `PATH`, and that of this run behind it.

    A program that is given nothing but `PATH` finds both. Those of an `awsbatch exec` around
    this one are not on it.
    """
    before = given.get("PATH", os.defpath).split(os.pathsep)
    others = (each for each in before if not _is_of_exec(Path(each)))
    folders = [os.fspath(client), os.fspath(run), *others]
    return {**given, "PATH": os.pathsep.join(folders), VARIABLE: os.fspath(run)}


def _is_of_exec(folder: Path) -> bool:
    return promise_of(folder) is not None or is_client(folder / NAME)
