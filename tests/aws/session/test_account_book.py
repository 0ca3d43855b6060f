"""Accounts that are asked for once, and failures that are not asked for in a storm."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest
from botocore.credentials import ReadOnlyCredentials
from botocore.exceptions import ClientError

from awsbatch.aws.invocation import Abandoned
from awsbatch.aws.session.account_book import Account, AccountBook

KEYS = ReadOnlyCredentials("AKIA1", "secret", None)
OTHERS = ReadOnlyCredentials("AKIA2", "secret", None)


class Asked:
    """What answers a question, and how often it did."""

    def __init__(self, *answers: str | BaseException) -> None:
        self.answers = [*answers]
        self.times = 0
        self._lock = Lock()

    def __call__(self) -> str:
        with self._lock:
            self.times += 1
            answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer


def book(now: Callable[[], float] = lambda: 0.0) -> AccountBook:
    return AccountBook(clock=now)


def test_an_account_is_asked_for_once_and_in_each_place() -> None:
    kept, asked = book(), Asked("1", "2", "3")
    assert [kept.account(KEYS, "aws", asked) for _ in "abc"] == [Account("1")] * 3
    assert kept.account(KEYS, "http://localhost", asked) == Account("2")
    assert kept.account(OTHERS, "aws", asked) == Account("3")
    assert asked.times == 3


def test_those_who_come_meanwhile_wait_for_the_answer() -> None:
    kept, asked, begun, goes_on = book(), Asked("1"), Event(), Event()

    def ask() -> str:
        begun.set()
        goes_on.wait()
        return asked()

    with ThreadPoolExecutor(8) as threads:
        first = threads.submit(kept.account, KEYS, "aws", ask)
        begun.wait()
        others = [threads.submit(kept.account, KEYS, "aws", asked) for _ in range(7)]
        goes_on.set()
    assert {each.result() for each in (first, *others)} == {Account("1")}
    assert asked.times == 1


def test_a_failure_is_told_for_a_while_and_then_asked_for_again() -> None:
    now = [0.0]
    kept, asked = book(lambda: now[0]), Asked(ValueError("no\n  way"), "1")
    assert kept.account(KEYS, "aws", asked) == Account(None, "no way")
    now[0] = 29.0
    assert kept.account(KEYS, "aws", asked) == Account(None, "no way")
    now[0] = 31.0
    assert kept.account(KEYS, "aws", asked) == Account("1")


def test_keys_with_another_secret_are_asked_for_at_once() -> None:
    kept, asked = book(), Asked(ValueError("wrong"), "1")
    assert kept.account(KEYS, "aws", asked).id is None
    right = ReadOnlyCredentials("AKIA1", "right", None)
    assert kept.account(right, "aws", asked) == Account("1")


def test_an_error_of_aws_is_told_by_its_code() -> None:
    error = ClientError({"Error": {"Code": "Denied", "Message": "you\nmay not"}}, "Get")
    assert book().account(KEYS, "aws", Asked(error)) == Account(None, "Denied: you may not")


def test_who_is_abandoned_while_asking_leaves_it_to_the_next() -> None:
    kept, asked = book(), Asked(Abandoned(), "1")
    with pytest.raises(Abandoned):
        kept.account(KEYS, "aws", asked)
    assert kept.account(KEYS, "aws", asked) == Account("1")
