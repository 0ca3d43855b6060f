"""What the benchmarks compute: a wrong figure looks like a right one."""

from benchmarks.wire import Wire


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
