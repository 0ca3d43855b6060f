"""One attempt at a command, abandoned at any moment, by any thread."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from awsbatch.contract.cancellation import Cancellation

pytestmark = pytest.mark.races


def test_who_listens_is_woken_once() -> None:
    cancellation, woken = Cancellation(), list[int]()

    with cancellation.listen(lambda: woken.append(1)), cancellation.listen(lambda: woken.append(2)):
        cancellation.abandon()
        cancellation.abandon()

    assert sorted(woken) == [1, 2]


def test_who_listens_too_late_is_woken_at_once() -> None:
    cancellation, woken = Cancellation(), list[int]()
    cancellation.abandon()

    with cancellation.listen(lambda: woken.append(1)):
        assert woken == [1]


def test_who_listens_no_longer_is_not_woken() -> None:
    cancellation, woken = Cancellation(), list[int]()

    with cancellation.listen(lambda: woken.append(1)):
        pass
    cancellation.abandon()

    assert woken == []


def test_a_listener_may_take_what_is_held_by_who_begins_to_listen() -> None:
    cancellation, lock = Cancellation(), threading.RLock()

    def wake() -> None:
        with lock:
            pass

    with lock, cancellation.listen(wake), ThreadPoolExecutor(1) as other:
        abandoning = other.submit(cancellation.abandon)
        # It waits for the lock by now, or will; to begin to listen must not wait for it.
        with cancellation.listen(wake):
            pass
        lock.release()
        abandoning.result()
        lock.acquire()


def test_a_step_is_counted_before_the_command_is_abandoned() -> None:
    cancellation = Cancellation()

    with ThreadPoolExecutor(1) as other:
        with cancellation.holding:
            abandoning = other.submit(cancellation.abandon)
            assert not cancellation.is_abandoned
        abandoning.result()

    assert cancellation.is_abandoned


def test_a_wait_ends_when_the_command_is_abandoned() -> None:
    cancellation = Cancellation()

    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(cancellation.wait, threading.TIMEOUT_MAX)
        cancellation.abandon()
        waiting.result()


def test_a_wait_ends_with_its_time() -> None:
    cancellation = Cancellation()

    cancellation.wait(0.001)

    assert not cancellation.is_abandoned


@pytest.mark.parametrize("is_ending", [True, False])
def test_whether_the_run_is_ending_is_the_callers_to_say(is_ending: bool) -> None:  # noqa: FBT001 (pytest's)
    assert Cancellation(lambda: is_ending).is_ending() is is_ending
