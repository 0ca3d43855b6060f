"""What awsbatch promises of its speed, and whether a run of the benchmark shows it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import peer
import workload
from figures import Figures, median, ratio
from peer import Peer
from workload import Workload

Measured = Mapping[tuple[Workload, Peer], Sequence[Figures]]
"""The rounds of a workload with a program."""


@dataclass(frozen=True)
class Claim:
    """Something that is to hold."""

    subject: str
    limit: str
    about: tuple[tuple[Workload, Peer], ...]
    """What has to be measured for it; ours first."""
    value: Callable[..., float]
    """Give, from the rounds of each of these, what is held against the limit."""
    holds: Callable[[float], bool]

    @property
    def text(self) -> str:
        """All of it."""
        return f"{self.subject}: {self.limit}"


@dataclass(frozen=True)
class Verdict:
    """What became of a claim."""

    claim: Claim
    value: float
    kept: bool


def verdicts(measured: Measured) -> Iterator[Verdict]:
    """Judge all claims of which everything was measured."""
    for claim in _claims():
        if all(about in measured for about in claim.about):
            value = claim.value(*(measured[about] for about in claim.about))
            yield Verdict(claim, value, claim.holds(value))


def _claims() -> Iterator[Claim]:
    """Yield all that is promised."""
    yield _at_most(0.8, workload.LINES, peer.AWSBATCH, peer.BOTO3)
    yield _at_most(1.25, workload.LINES, peer.AWSBATCH_8, peer.BOTO3_8)
    yield _faster(300, workload.LINES, peer.AWSBATCH, peer.AWS)
    yield _faster(50, workload.LINES, peer.EXEC, peer.AWS)
    yield _faster(7, workload.LOG_GROUPS, peer.AWSBATCH, peer.AWS)
    yield Claim(
        _subject(workload.LOG_GROUPS, peer.AWSBATCH),
        "1 connection",
        ((workload.LOG_GROUPS, peer.AWSBATCH),),
        lambda ours: max(each.connections for each in ours),
        lambda connections: connections == 1,
    )
    yield _faster(20, workload.LOG_GROUPS, peer.AWSBATCH_32, peer.XARGS)
    yield _faster(20, workload.METRICS, peer.AWSBATCH_8, peer.AWS)
    yield _faster(20, workload.UPLOADS, peer.AWSBATCH_8, peer.AWS)
    yield _at_most(1.3, workload.OBJECTS, peer.AWSBATCH_64, peer.S5CMD)
    yield _at_most(1, workload.ONE, peer.AWSBATCH, peer.AWS)
    long = ((workload.MANY, peer.AWSBATCH), (workload.THOUSAND, peer.AWSBATCH))
    yield Claim(
        _subject(*long[0]),
        f"at most 1.05 x the time a line of {workload.THOUSAND.items:,}",
        long,
        lambda ours, theirs: ratio(ours, theirs, _seconds_a_line),
        lambda times: times <= 1.05,
    )
    yield Claim(
        _subject(*long[0]),
        f"at most 20 MB more memory than {workload.THOUSAND.items:,}",
        long,
        lambda ours, theirs: median(ours, _megabytes) - median(theirs, _megabytes),
        lambda more: more <= 20,
    )


def _at_most(times: float, load: Workload, ours: Peer, theirs: Peer) -> Claim:
    return Claim(
        _subject(load, ours),
        f"at most {times} x the time of {theirs.name}",
        ((load, ours), (load, theirs)),
        lambda ours, theirs: ratio(ours, theirs, _seconds),
        lambda ratio: ratio <= times,
    )


def _faster(times: float, load: Workload, ours: Peer, theirs: Peer) -> Claim:
    return Claim(
        _subject(load, ours),
        f"at least {times} x as fast as {theirs.name}",
        ((load, ours), (load, theirs)),
        lambda ours, theirs: ratio(theirs, ours, _seconds),
        lambda ratio: ratio >= times,
    )


def _subject(load: Workload, ours: Peer) -> str:
    return f"{load.name}, {ours.name}"


def _seconds(run: Figures) -> float:
    return run.seconds


def _seconds_a_line(run: Figures) -> float:
    """Return the seconds from one answer to the next."""
    return run.answering_seconds / (run.requests - 1)


def _megabytes(run: Figures) -> float:
    return run.megabytes
