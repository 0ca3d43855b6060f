"""The regions that AWS may have, by the partitions that botocore knows."""

import re
from functools import cached_property
from typing import Any

from awsbatch.fault.suggestion import nearest

# A region that is newer than botocore lies somewhere on the compass as well.
_COMPASS = frozenset(
    [
        *("north", "south", "east", "west", "central"),
        *("northeast", "northwest", "southeast", "southwest"),
    ]
)
# All regions of a continent are somewhat alike: `eu-north-1` is not meant by `eu-frankfurt-1`.
_LIKENESS = 0.75


class Regions:
    """The regions of all partitions, and the forms that the names of others may have.

    A region which is newer than botocore has such a form, with no other words in it than those
    of the regions that botocore knows.
    """

    def __init__(self, loader: Any) -> None:
        self._loader = loader

    def has(self, name: str) -> bool:
        """Return whether a partition has a region of this name, or may have one."""
        return name in self._real or self._may_be(name) or name in self._pseudo

    def nearest(self, name: str) -> str | None:
        """Return the region whose name is most like this one; no pseudo region is meant."""
        regions = sorted(filter(self._has_form, self._real))
        # Two letters that change places make `us-esat-1` more like `us-west-1`.
        same_letters = (region for region in regions if sorted(region) == sorted(name))
        return next(same_letters, None) or nearest(name, regions, likeness=_LIKENESS)

    def _may_be(self, name: str) -> bool:
        return self._has_form(name) and self._words.issuperset(name.split("-")[1:-1])

    def _has_form(self, name: str) -> bool:
        return any(re.match(partition["regionRegex"], name) for partition in self._partitions)

    @cached_property
    def _partitions(self) -> list[Any]:
        return list(self._loader.load_data("partitions")["partitions"])

    @cached_property
    def _real(self) -> set[str]:
        return {name for partition in self._partitions for name in partition["regions"]}

    @cached_property
    def _words(self) -> set[str]:
        """The words that a region may have between its first and its number."""
        regions = filter(self._has_form, self._real)
        return {*_COMPASS, *(word for name in regions for word in name.split("-")[1:-1])}

    @cached_property
    def _pseudo(self) -> set[str]:
        """The names that some services have endpoints for, such as `s3-external-1`."""
        # They are only in the larger file.
        return {
            name
            for partition in self._loader.load_data("endpoints")["partitions"]
            for service in partition["services"].values()
            for name in service.get("endpoints", ())
        }
