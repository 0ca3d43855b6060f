"""Which calls an interrupt ends: the one that it is meant for, whenever it comes."""

import pytest

from awsbatch.exec.working.call_interrupt import Interrupts
from awsbatch.exec.working.interrupted_call import InterruptedCall


class Worker:
    """The interrupts of a worker, and what the parent writes and signals."""

    def __init__(self) -> None:
        self._meant = InterruptedCall()
        self.interrupts = Interrupts(self._interrupt, self._meant)

    def interrupt(self, call: int) -> None:
        self._meant.number = call
        self.interrupts.take()

    def _interrupt(self) -> None:
        raise KeyboardInterrupt


def test_the_call_under_way_is_interrupted() -> None:
    worker = Worker()
    worker.interrupts.begin(1)
    with pytest.raises(KeyboardInterrupt), worker.interrupts.raised():
        worker.interrupt(1)
    assert worker.interrupts.taken


@pytest.mark.parametrize("number", [2, 1 << 40])
def test_one_that_came_before_its_call_was_received_is_not_lost(number: int) -> None:
    worker = Worker()
    worker.interrupts.begin(1)
    worker.interrupt(number)
    assert not worker.interrupts.taken

    worker.interrupts.begin(number)
    with pytest.raises(KeyboardInterrupt), worker.interrupts.raised():
        pass


def test_one_that_came_before_its_call_was_prepared_is_not_lost() -> None:
    worker = Worker()
    worker.interrupts.begin(1)
    worker.interrupt(1)
    with pytest.raises(KeyboardInterrupt), worker.interrupts.raised():
        pass


def test_one_that_came_after_its_call_is_nobody_s() -> None:
    worker = Worker()
    worker.interrupts.begin(1)
    worker.interrupt(1)
    worker.interrupts.begin(2)
    with worker.interrupts.raised():
        worker.interrupts.take()
    assert not worker.interrupts.taken


def test_a_signal_that_nobody_means_is_no_interrupt() -> None:
    worker = Worker()
    worker.interrupts.take()
    worker.interrupts.begin(1)
    with worker.interrupts.raised():
        worker.interrupts.take()
    assert not worker.interrupts.taken
