"""What is measured: AWS CLI commands, how many, and how far away their service is."""

from dataclasses import dataclass
from pathlib import Path

import answer

_HERE = Path(__file__).parent
_EXAMPLES = _HERE.parent / "examples"
_DELETE = "logs delete-log-group --log-group-name {}"
_UPLOAD = "s3api put-object --acl public-read --body {} --bucket bucket --key {}"
_STATISTICS = (
    "cloudwatch get-metric-statistics --namespace AWS/S3 --metric-name BucketSizeBytes"
    " --dimensions Name=StorageType,Value=StandardStorage Name=BucketName,Value={}"
    " --start-time 2019-05-19T00:00:00 --end-time 2019-05-20T00:00:00"
    " --period 86400 --statistics Average --output text --query 'Datapoints[0].Average'"
)
_STREAM = "awsbatch {wide}- < lines"


@dataclass(frozen=True)
class Workload:
    """The same command for each of some items."""

    name: str
    items: int
    command: str
    """Without its `aws`; `{}` is the item."""
    awsbatch: str
    """How awsbatch is called for it, with so many `{jobs}`, or a stream so `{wide}`."""
    round_trip: float = 0.0
    """In seconds."""
    listing: str | None = None
    """The command that prints the items; None where they are given in a file, `items`."""
    calls: str | None = None
    """What `boto3_calls.py` calls it, if not by its name."""

    @property
    def title(self) -> str:
        """What it is, for a table."""
        listing = f"`{self.listing.partition(' --')[0]}`, then " if self.listing else ""
        verb = self.command.partition(" --")[0]
        return f"{listing}{self.items:,} x `{verb}`, {self.round_trip * 1e3:.0f} ms a round trip"

    def requests(self, items: int) -> int:
        """Return how many requests so many items take."""
        return items + (self.listing is not None)

    def write(self, folder: Path, items: int) -> None:
        """Write what the programs read: `items`, `lines`, `s5cmd`, and a file for each item."""
        names = [f"item-{number}" for number in range(0 if self.listing else items)]
        operations = (f"cp {name} s3://bucket/{name}\n" for name in names)
        (folder / "items").write_text("".join(f"{name}\n" for name in names))
        (folder / "lines").write_text("".join(f"{self._line(name)}\n" for name in names))
        (folder / "s5cmd").write_text("".join(operations))
        if "--body" in self.command:
            for name in names:
                (folder / name).write_text(f"{name:>40}")

    def _line(self, name: str) -> str:
        return self.command.replace("{}", name)


ONE = Workload("one-line", 1, _DELETE, "awsbatch run lines", calls="lines")
LINES = Workload("lines", 3000, _DELETE, _STREAM)
THOUSAND = Workload("thousand", 1000, _DELETE, _STREAM, calls="lines")
MANY = Workload("many-lines", 100_000, _DELETE, _STREAM, calls="lines")
LOG_GROUPS = Workload(
    "log-groups",
    answer.LOG_GROUPS,
    _DELETE,
    f"awsbatch run -j {{jobs}} {_EXAMPLES}/delete-log-groups.aws",
    round_trip=0.08,
    listing="logs describe-log-groups --query 'logGroups[*].logGroupName' --output text",
)
METRICS = Workload(
    "metrics",
    answer.BUCKETS,
    _STATISTICS,
    f"awsbatch run -j {{jobs}} {_EXAMPLES}/bucket-sizes.aws",
    round_trip=0.08,
    listing="s3api list-buckets --query 'Buckets[*].Name' --output text",
)
UPLOADS = Workload(
    "uploads",
    70,
    _UPLOAD,
    f"awsbatch run -j {{jobs}} --lines files=items {_HERE}/upload.aws",
    round_trip=0.08,
)
OBJECTS = Workload("objects", 3000, _UPLOAD, _STREAM, round_trip=0.08, calls="uploads")
