"""The environment of a program that is run: the one that awsbatch was given, with a client."""

import os
from collections.abc import Mapping
from pathlib import Path

from awsbatch.exec.run_folder import VARIABLE


def program_environ(given: Mapping[str, str], client: Path, run: Path) -> dict[str, str]:
    """Return it, with the folder of the client first on `PATH`, and that of this run behind it.

    A program that is given nothing but `PATH` finds both.
    """
    folders = [os.fspath(client), os.fspath(run), given.get("PATH", os.defpath)]
    return {**given, "PATH": os.pathsep.join(folders), VARIABLE: os.fspath(run)}
