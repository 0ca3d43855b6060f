"""What a run took, and what that makes of a longer one."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, replace


@dataclass(frozen=True)
class Figures:
    """What one run took, from the start of its first process to the end of its last."""

    seconds: float
    processor_seconds: float
    """Of all its processes, on any processor."""
    requests: float
    connections: float
    sent: float
    """By the program, in bytes of HTTP."""
    received: float
    """The same."""
    answering_seconds: float
    """From its first answer to its last."""
    megabytes: float
    """The most that one of its processes had resident."""

    def scaled(self, idle: "Figures", factor: float) -> "Figures":
        """Return what factor times the work takes, where idle is what no work takes."""
        pairs = zip(astuple(idle), astuple(self), strict=True)
        grown = Figures(*(base + (value - base) * factor for base, value in pairs))
        return replace(grown, megabytes=self.megabytes)


def median(rounds: Sequence[Figures], value: Callable[[Figures], float]) -> float:
    """Return the median of a value of each round."""
    return statistics.median(map(value, rounds))


def ratio(
    ours: Sequence[Figures], theirs: Sequence[Figures], value: Callable[[Figures], float]
) -> float:
    """Return how many times theirs our value is: the median of rounds, each within itself."""
    pairs = zip(ours, theirs, strict=True)
    return statistics.median(value(mine) / value(other) for mine, other in pairs)
