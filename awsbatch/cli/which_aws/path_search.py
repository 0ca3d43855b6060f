"""Where a name is found on `PATH`, as a shell finds it."""

import os
from collections.abc import Iterator
from pathlib import Path


def on_path(name: str, path: str) -> Iterator[Path]:
    """Yield the programs of a name in the folders of `path`, in their order.

    Folders, broken links and what is not executable are passed over, as is what is there twice.
    """
    # An empty entry is the current folder.
    for folder in dict.fromkeys(path.split(os.pathsep)):
        found = Path(folder, name)
        if is_program(found):
            yield found.absolute()


def is_program(file: Path) -> bool:
    """Return whether a file can be executed, as far as its mode says."""
    return os.access(file, os.X_OK) and file.is_file()
