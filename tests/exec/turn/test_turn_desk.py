"""The turns of several processes, which one book has."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from mmap import mmap

import pytest

from awsbatch.aws.wire.throttle import Throttles
from awsbatch.exec.call_question import Questions
from awsbatch.exec.channel import Channel
from awsbatch.exec.turn.remote_turn import RemoteTurns
from awsbatch.exec.turn.turn_desk import TurnDesk

KEY = ("logs", "us-east-1", ("dev", None), "logs.us-east-1.amazonaws.com")


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Parent:
    """A book, and two processes whose questions reach it."""

    def __init__(self, clock: Clock) -> None:
        self.is_used = mmap(-1, 1)
        self.desk = TurnDesk(Throttles(clock=clock), self.is_used)
        self.asked = 0
        self._stack = ExitStack()
        self._ends: list[socket.socket] = []

    def process(self) -> RemoteTurns:
        """Return what a process has of the book, as if its questions were allowed."""
        ours, theirs = (self._stack.enter_context(each) for each in socket.socketpair())
        questions = Questions(Channel(theirs))
        self._ends.append(theirs)
        self._stack.enter_context(questions.allowed())
        turns = RemoteTurns(self.is_used)
        turns.connect(questions)
        answering = threading.Thread(target=self._answer, args=(Channel(ours),))
        answering.start()
        self._stack.callback(answering.join)
        return turns

    def _answer(self, channel: Channel) -> None:
        while (message := channel.receive()) is not None:
            self.asked += 1
            channel.send({"answer": self.desk.answer(message)})

    def close(self) -> None:
        for each in self._ends:
            each.shutdown(socket.SHUT_RDWR)
        self._stack.close()
        self.is_used.close()


@pytest.fixture
def parent(clock: Clock) -> Iterator[Parent]:
    parent = Parent(clock)
    yield parent
    parent.close()


def test_what_one_process_learns_holds_for_another(parent: Parent, clock: Clock) -> None:
    one, other = parent.process(), parent.process()
    assert one.refuse(KEY, float("-inf"))
    assert other
    assert other.turn(KEY, "1") == pytest.approx(1 / 200)
    assert one.turn(KEY, "2") == pytest.approx(2 / 200)
    clock.now += 1
    assert (other.turn(KEY, "1"), one.turn(("sqs", *KEY[1:]), "3")) == (0, 0)
    assert other.refuse(KEY, clock.now)
    assert one.turn(KEY, "2") == pytest.approx(1 / 160, abs=1 / 600)


def test_what_gets_through_lets_another_go_faster(parent: Parent, clock: Clock) -> None:
    one, other = parent.process(), parent.process()
    one.refuse(KEY, float("-inf"))
    for _ in range(100):
        one.let_through(KEY, clock.now)
    clock.now += 1
    assert other.turn(KEY, "1") == 0
    assert other.turn(KEY, "2") == pytest.approx(1 / 200 / 1.01**100, rel=0.1)


def test_nobody_asks_where_nothing_is_held_back(parent: Parent, clock: Clock) -> None:
    one, other = parent.process(), parent.process()
    assert not one
    assert parent.asked == 0
    one.refuse(KEY, float("-inf"))
    assert one
    clock.now += 61
    assert other.turn(KEY, "1") == 0
    assert not one


def test_there_is_no_hope_where_nothing_gets_through(parent: Parent, clock: Clock) -> None:
    one = parent.process()
    assert one.refuse(KEY, float("-inf"))
    for _ in range(7):
        clock.now += 50
        has_hope = one.refuse(KEY, clock.now)
    assert not has_hope


def test_who_cannot_ask_is_not_held_back(parent: Parent) -> None:
    alone = RemoteTurns(parent.is_used)
    assert alone.turn(KEY, "1") == 0
    assert not alone.refuse(KEY, float("-inf"))


def test_each_process_counts_its_own_refusals(parent: Parent) -> None:
    one, other = parent.process(), parent.process()
    one.count_refusal()
    assert (one.refusals, other.refusals) == (1, 0)
