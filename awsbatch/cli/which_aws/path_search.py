"""Where a name is found on `PATH`, as a shell finds it."""

import os
from collections.abc import Iterator
from pathlib import Path

_CLIENTS = "/awsbatch/exec/"
"""A part of the path of each."""


def on_path(name: str, path: str) -> Iterator[Path]:
    """Yield the programs of a name in the folders of `path`, in their order.

    Folders, broken links and what is not executable are passed over, as is what is there twice,
    and the client by which a program calls awsbatch itself.
    """
    # An empty entry is the current folder.
    for folder in dict.fromkeys(path.split(os.pathsep)):
        found = Path(folder, name)
        if is_program(found) and not is_client(found):
            yield found.absolute()


def is_program(file: Path) -> bool:
    """Return whether a file can be executed, as far as its mode says."""
    return os.access(file, os.X_OK) and file.is_file()


def is_client(file: Path) -> bool:
    """Return whether a program is the `aws` by which those that awsbatch runs call it."""
    if _CLIENTS not in os.path.realpath(file):
        return False
    # It imports more than all else that is needed here.
    from awsbatch.exec import client_program

    return client_program.is_client(file)
