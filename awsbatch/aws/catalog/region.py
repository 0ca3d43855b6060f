"""The regions that AWS may have, by the partitions that botocore knows."""

import re
from functools import cached_property
from typing import Any

from awsbatch.fault.suggestion import nearest


class Regions:
    """The regions of all partitions, and the forms that their names have.

    The forms are what counts, so that a region which is newer than botocore is one.
    """

    def __init__(self, loader: Any) -> None:
        self._loader = loader

    def has(self, name: str) -> bool:
        """Return whether a partition has a region of this name, or may have one."""
        # Pseudo regions, such as `s3-external-1`, are only in the larger file.
        return any(form.match(name) for form in self._forms) or name in self._names

    def nearest(self, name: str) -> str | None:
        """Return the region whose name is most like this one."""
        return nearest(name, sorted(self._names))

    @cached_property
    def _forms(self) -> list[re.Pattern[str]]:
        partitions = self._loader.load_data("partitions")["partitions"]
        return [re.compile(partition["regionRegex"]) for partition in partitions]

    @cached_property
    def _names(self) -> set[str]:
        names: set[str] = set()
        for partition in self._loader.load_data("endpoints")["partitions"]:
            names.update(partition["regions"])
            for service in partition["services"].values():
                names.update(service.get("endpoints", ()))
        return names
