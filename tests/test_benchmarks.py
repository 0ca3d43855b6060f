"""What the benchmarks compute: a wrong figure looks like a right one."""

from benchmarks.figures import Figures, ratio
from benchmarks.wire import Wire


def figures(value: float) -> Figures:
    """Return figures of which each is the same."""
    return Figures(*[value] * 8)


def test_a_sample_is_scaled_without_its_start() -> None:
    idle, sample = figures(2), figures(5)

    whole = sample.scaled(idle, 10)

    assert whole.seconds == whole.processor_seconds == whole.requests == 2 + 3 * 10
    assert whole.megabytes == 5


def test_a_ratio_is_the_median_of_those_within_a_round() -> None:
    ours = [figures(value) for value in (1, 20, 300)]
    theirs = [figures(value) for value in (2, 10, 100)]

    assert ratio(ours, theirs, lambda run: run.seconds) == 2


def test_a_wire_brings_everything_late_and_in_order() -> None:
    wire = Wire(seconds=40)
    wire.put(b"a", now=0)
    wire.put(b"b", now=0)
    wire.put(b"", now=10)

    arrived = [wire.arrived(now) for now in (39, 40, 49, 50, 99)]

    assert arrived == [[], [b"a", b"b"], [], [b""], []]


def test_a_wire_takes_nothing_before_it_is_open() -> None:
    wire = Wire(seconds=40, opens=80)
    wire.put(b"a", now=1)
    wire.put(b"b", now=81)

    assert wire.next_arrival() == 120
    assert wire.arrived(120) == [b"a"]
    assert wire.next_arrival() == 121
    assert wire.arrived(121) == [b"b"]
    assert wire.next_arrival() is None
