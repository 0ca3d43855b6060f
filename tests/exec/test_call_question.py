"""Questions of a call to the parent, by way of a guard."""

import os
import signal
import socket
import threading
from collections.abc import Iterator

import pytest

from awsbatch.contract.guard import Errand, Refusal, Request, Signature
from awsbatch.exec import guard_question
from awsbatch.exec.call_question import NobodyAnswersError, Questions
from awsbatch.exec.channel import Channel
from awsbatch.exec.remote_guard import RemoteGuard

CHANGE = Request(changes=True, operation="DeleteLogGroup")
NO = Refusal("no more", "ask for more", is_inside=True, operation="DeleteLogGroup")
GONE = Refusal("`awsbatch exec`, which is to say whether this may be sent, has gone")


@pytest.fixture
def ends() -> Iterator[tuple[Questions, Channel]]:
    """Provide the ends of a call and of the parent."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Questions(Channel(ours)), Channel(theirs)


def guard_of(questions: Questions) -> RemoteGuard:
    guard = RemoteGuard()
    guard.connect(questions)
    return guard


@pytest.mark.parametrize("refusal", [None, NO])
@pytest.mark.parametrize(
    "request_",
    [
        CHANGE,
        Request(changes=True, call="DeleteObject s3://b/ä", operation="DeleteObject"),
        Request(changes=False, signature=Signature("`dev`", None, "no route", "http://here")),
    ],
)
def test_what_is_asked_and_answered_arrives_as_it_is(
    request_: Request, refusal: Refusal | None, ends: tuple[Questions, Channel]
) -> None:
    questions, parent = ends
    errand = Errand(7, at=("a", 1, 2))
    parent.send({"answer": guard_question.answer(refusal)})
    with questions.allowed():
        assert guard_of(questions).refusal(request_, errand) == refusal
    asked = parent.receive()
    assert asked is not None
    assert asked["ask"] == "refusal"
    assert guard_question.asked(asked) == (request_, errand)


def test_what_no_guard_refuses_is_not_asked() -> None:
    assert RemoteGuard().refusal(Request(changes=False), Errand(1)) is None


def test_nobody_lets_a_change_through_before_there_is_somebody_to_ask() -> None:
    assert RemoteGuard().refusal(CHANGE, Errand(1)) == GONE


def test_a_call_that_is_over_asks_nothing(ends: tuple[Questions, Channel]) -> None:
    questions, _ = ends
    with questions.allowed():
        pass

    assert guard_of(questions).refusal(CHANGE, Errand(1)) == GONE


def test_where_the_parent_has_gone_a_change_is_refused(ends: tuple[Questions, Channel]) -> None:
    questions, parent = ends
    parent.close()
    with questions.allowed():
        assert [guard_of(questions).refusal(CHANGE, Errand(1)) for _ in range(2)] == [GONE, GONE]


def test_threads_get_the_answers_to_their_own_questions(ends: tuple[Questions, Channel]) -> None:
    questions, parent = ends
    found: dict[int, object] = {}

    def answer() -> None:
        while (message := parent.receive()) is not None:
            parent.send({"answer": message["number"]})

    def ask(number: int) -> None:
        found[number] = [questions.ask({"ask": "x", "number": number}) for _ in range(20)]

    answering = threading.Thread(target=answer)
    answering.start()
    with questions.allowed():
        threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    questions._channel.close()
    answering.join()

    assert found == {number: [number] * 20 for number in range(8)}


def test_an_interrupt_waits_for_the_answer(ends: tuple[Questions, Channel]) -> None:
    questions, parent = ends
    main = threading.get_ident()

    def interrupt() -> None:
        parent.receive()
        signal.pthread_kill(main, signal.SIGUSR1)
        parent.send({"answer": 1})

    before = signal.signal(signal.SIGUSR1, lambda *_: questions.interrupt())
    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        with questions.allowed():
            with pytest.raises(KeyboardInterrupt):
                questions.ask({"ask": "x"})
            parent.send({"answer": 2})
            assert questions.ask({"ask": "x"}) == 2
            with pytest.raises(KeyboardInterrupt):
                os.kill(os.getpid(), signal.SIGUSR1)
    finally:
        signal.signal(signal.SIGUSR1, before)
        thread.join()


def test_nothing_can_be_asked_outside_a_call(ends: tuple[Questions, Channel]) -> None:
    with pytest.raises(NobodyAnswersError):
        ends[0].ask({"ask": "x"})
