"""Which programs run which workloads, and how many lines they run for the picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import peer
import workload
from peer import Peer
from workload import Workload


@dataclass(frozen=True)
class Part:
    """Workloads, and the programs that run them."""

    workloads: Sequence[Workload]
    peers: Sequence[Peer]
    most_rounds: int | None = None


_ALL = (
    peer.AWS,
    peer.XARGS,
    peer.EXEC,
    peer.EXEC_XARGS,
    peer.PARALLEL,
    peer.ONE_DRIVER,
    peer.BOTO3,
    peer.BOTO3_8,
    peer.BOTO3_32,
    peer.AWSBATCH,
    peer.AWSBATCH_8,
    peer.AWSBATCH_32,
)
PARTS = {
    "one-line": Part((workload.ONE,), (peer.AWS, peer.AWSBATCH)),
    "lines": Part((workload.LINES,), _ALL),
    "log-groups": Part((workload.LOG_GROUPS,), _ALL),
    "metrics": Part((workload.METRICS,), _ALL),
    "uploads": Part((workload.UPLOADS,), _ALL),
    "objects": Part((workload.OBJECTS,), (peer.S5CMD, peer.AWSBATCH_64)),
    "many-lines": Part((workload.THOUSAND, workload.MANY), (peer.AWSBATCH,), most_rounds=2),
}

GROWTH = "growth"
"""The part that the picture is of."""
SIZES = {
    peer.AWS: (1, 10, 30),
    peer.PARALLEL: (1, 10, 30),
    peer.XARGS: (1, 10, 30),
    peer.ONE_DRIVER: (1, 10, 100, 1000),
    peer.AWSBATCH: (1, 10, 100, 1000, 10_000),
    peer.BOTO3: (1, 10, 100, 1000, 10_000),
}
