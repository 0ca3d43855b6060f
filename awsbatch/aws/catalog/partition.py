"""The partitions of AWS: the names of their hosts, and a region for what has none."""

import re
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from awsbatch.record import record


@record
class Home:
    """Where something is asked that every region of a partition knows."""

    partition: str
    region: str
    """The region that is meant."""
    main_region: str
    """The region in which the partition has what has no region."""


class Partitions:
    """All partitions that botocore knows."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader

    def has(self, url: str) -> bool:
        """Return whether a URL is AWS's, and nobody else's."""
        host = f".{urlsplit(url).hostname or ''}"
        return any(host.endswith(f".{suffix}") for suffix in self._suffixes)

    def home(self, region: str | None) -> Home:
        """Return the home of a region, or of a pseudo region such as `aws-cn-global`."""
        name = region or ""
        for partition in self._partitions:
            main = partition["outputs"].get("implicitGlobalRegion") or self._main(partition)
            if re.match(partition["regionRegex"], name):
                return Home(partition["id"], name, main)
            if name in partition["regions"]:
                return Home(partition["id"], main, main)
        within = (each for each in self._real if each in name)
        return self.home(next(within, None) or self._partitions[0]["id"] + "-global")

    def _main(self, partition: Any) -> str:
        # botocore before 1.35 does not tell it.
        mains = {"aws-cn": "cn-northwest-1", "aws-us-gov": "us-gov-west-1"}
        regions = sorted(each for each in partition["regions"] if "global" not in each)
        first: str = "us-east-1" if "us-east-1" in regions else regions[0]
        return mains.get(partition["id"], first)

    @cached_property
    def _partitions(self) -> list[Any]:
        return list(self._loader.load_data("partitions")["partitions"])

    @cached_property
    def _real(self) -> list[str]:
        names = {name for partition in self._partitions for name in partition["regions"]}
        # The longest first: `us-gov-west-1` before any that is a part of it.
        return sorted((name for name in names if "global" not in name), key=len, reverse=True)

    @cached_property
    def _suffixes(self) -> set[str]:
        outputs = [partition["outputs"] for partition in self._partitions]
        names = ("dnsSuffix", "dualStackDnsSuffix")
        return {each[name] for each in outputs for name in names if each.get(name)}
