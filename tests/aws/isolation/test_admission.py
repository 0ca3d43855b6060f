"""Who is let in, and who waits for whom, in a forced order."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from awsbatch.aws.invocation import Abandoned, Invocation
from awsbatch.aws.isolation.admission import Gate
from awsbatch.contract.cancellation import Cancellation
from tests.aws.call import invocation

pytestmark = pytest.mark.races


class Waiting(Cancellation):
    """Notes when somebody begins to wait, which the gate does under its lock."""

    def __init__(self) -> None:
        super().__init__()
        self.began = threading.Event()

    @contextmanager
    def listen(self, wake: Callable[[], None]) -> Iterator[None]:
        self.began.set()
        with super().listen(wake):
            yield

    def wait_until_it_began(self) -> None:
        self.began.wait()


class House:
    """A gate, and threads that come to it."""

    def __init__(self, threads: ThreadPoolExecutor) -> None:
        self.gate = Gate()
        self.order: list[str] = []
        self._threads = threads

    def alone(self, name: str, cancellation: Cancellation) -> "Future[None]":
        """Have somebody come in, and then wait to be alone."""
        return self._threads.submit(self._alone, name, cancellation)

    def enter(self, name: str, cancellation: Cancellation) -> "Future[None]":
        """Have somebody come in beside others, and leave."""
        return self._threads.submit(self._enter, name, cancellation)

    def _alone(self, name: str, cancellation: Cancellation) -> None:
        made = invocation(cancellation)
        self.gate.enter(made)
        try:
            with self.gate.alone(made):
                self.order.append(name)
        finally:
            self.gate.leave(made)

    def _enter(self, name: str, cancellation: Cancellation) -> None:
        made = invocation(cancellation)
        self.gate.enter(made)
        self.order.append(name)
        self.gate.leave(made)


@pytest.fixture
def house() -> Iterator[House]:
    with ThreadPoolExecutor(4) as threads:
        yield House(threads)


@pytest.fixture
def inside(house: House) -> Invocation:
    """Provide one that has come in."""
    made = invocation()
    house.gate.enter(made)
    return made


def test_one_alone_waits_for_those_inside(house: House, inside: Invocation) -> None:
    waiting = Waiting()
    alone = house.alone("alone", waiting)
    waiting.wait_until_it_began()
    with house.gate._changed:
        house.order.append("not yet")

    house.gate.leave(inside)
    alone.result()

    assert house.order == ["not yet", "alone"]
    assert house.gate.is_empty


def test_who_comes_later_waits_for_one_that_waits_to_be_alone(
    house: House, inside: Invocation
) -> None:
    first, second = Waiting(), Waiting()
    alone = house.alone("alone", first)
    first.wait_until_it_began()
    later = house.enter("later", second)
    second.wait_until_it_began()

    house.gate.leave(inside)
    alone.result()
    later.result()

    assert house.order == ["alone", "later"]


def test_two_that_wait_to_be_alone_are_so_one_after_the_other(
    house: House, inside: Invocation
) -> None:
    # Both come in before either waits.
    first, second = invocation(Waiting()), invocation(Waiting())
    house.gate.enter(first)
    house.gate.enter(second)
    now: list[Invocation] = []

    def be_alone(made: Invocation) -> None:
        with house.gate.alone(made):
            now.append(made)
            assert len(now) == 1
            now.clear()
        house.gate.leave(made)

    with ThreadPoolExecutor(2) as threads:
        both = [threads.submit(be_alone, each) for each in (first, second)]
        house.gate.leave(inside)
        for each in both:
            each.result()

    assert house.gate.is_empty


def test_an_abandoned_one_inside_is_waited_for_no_longer(house: House, inside: Invocation) -> None:
    waiting = Waiting()
    alone = house.alone("alone", waiting)
    waiting.wait_until_it_began()

    inside.cancellation.abandon()
    alone.result()

    assert house.order == ["alone"]
    assert not house.gate.is_empty


def test_one_that_was_abandoned_before_is_not_waited_for(house: House, inside: Invocation) -> None:
    inside.cancellation.abandon()

    house.alone("alone", Cancellation()).result()

    assert house.order == ["alone"]


def test_one_that_is_abandoned_while_it_waits_is_not_let_in(
    house: House, inside: Invocation
) -> None:
    first, second = Waiting(), Waiting()
    alone = house.alone("alone", first)
    first.wait_until_it_began()
    later = house.enter("later", second)
    second.wait_until_it_began()

    first.abandon()
    with pytest.raises(Abandoned):
        alone.result()
    later.result()

    assert house.order == ["later"]
    house.gate.leave(inside)
    assert house.gate.is_empty


def test_one_that_is_abandoned_before_it_comes_is_not_let_in(house: House) -> None:
    abandoned = Cancellation()
    abandoned.abandon()

    with pytest.raises(Abandoned):
        house.enter("late", abandoned).result()

    assert house.gate.is_empty


def test_an_abandoned_one_that_is_alone_is_waited_for(house: House) -> None:
    release, is_alone, waiting = threading.Event(), threading.Event(), Waiting()
    made = invocation()

    def hold() -> None:
        house.gate.enter(made)
        with house.gate.alone(made):
            is_alone.set()
            release.wait()
            house.order.append("alone")
        house.gate.leave(made)

    with ThreadPoolExecutor(1) as threads:
        holding = threads.submit(hold)
        is_alone.wait()
        made.cancellation.abandon()
        later = house.enter("later", waiting)
        waiting.wait_until_it_began()
        release.set()
        later.result()
        holding.result()

    assert house.order == ["alone", "later"]
