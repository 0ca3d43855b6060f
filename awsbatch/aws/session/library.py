"""Models of services, and what is made of models alone, for all generations.

They take most of the memory and of the time that a generation takes, and do
not depend on the user's configuration.
"""

import os
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from botocore.loaders import Loader

from awsbatch.aws.version import data_path

# Most people have one.
_MOST = 2


class Library:
    """What sessions have in common that look for models in the same folders."""

    def __init__(self) -> None:
        self.loaders: dict[Any, Any] = {}
        """botocore's loaders, by the folders that they look in."""
        self.models: dict[Hashable, Any] = {}
        """Models of services, by name and API version."""
        self.client_classes: dict[Hashable, Any] = {}
        self.components: dict[str, Any] = {}
        """Components of botocore's sessions that are made of models, by name."""


class Libraries:
    """Libraries by the models that the user has added to those of the AWS CLI."""

    def __init__(self) -> None:
        # In the order of use, the most recent last.
        self._libraries: OrderedDict[Hashable, Library] = OrderedDict()

    def get(self) -> Library:
        """Return the library of the models that there are now."""
        key = added()
        library = self._libraries.setdefault(key, Library())
        self._libraries.move_to_end(key)
        if len(self._libraries) > _MOST:
            self._libraries.popitem(last=False)
        return library


def added() -> Hashable:
    """Return what tells the user's models from others: their files, and when they were written."""
    return tuple(_files())


def _files() -> Iterator[Hashable]:
    for folder in (*data_path.added(), Loader.CUSTOMER_DATA_PATH):
        for path, folders, files in os.walk(os.path.abspath(folder)):  # noqa: PTH100 (as the CLI)
            folders.sort()
            for file in sorted(files):
                yield path, file, *_stamp(os.path.join(path, file))  # noqa: PTH118 (the same)


def _stamp(path: str) -> Sequence[int]:
    try:
        status = os.stat(path)  # noqa: PTH116 (before each call)
    except OSError:
        # It is gone since, or leads nowhere.
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
