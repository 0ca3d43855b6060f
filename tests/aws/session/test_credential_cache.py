"""Credentials asked for once, whoever wants them and in whatever order they are given back."""

from collections.abc import Callable
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any

import pytest

from awsbatch.aws.session.credential_cache import Credentials

pytestmark = pytest.mark.races

KEYS = SimpleNamespace(access_key="KEY")


@pytest.fixture
def credentials() -> Credentials:
    return Credentials()


class Watched:
    """A lock that tells when somebody wants it."""

    def __init__(self, lock: Any) -> None:
        self.wanted = Event()
        self._lock = lock

    def __enter__(self) -> None:
        self.wanted.set()
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def answering(*answers: object) -> Callable[[], Any]:
    """Return a way to resolve credentials that gives these in turn, and then none at all."""
    left = [*answers]
    return lambda: left.pop(0)


def test_a_second_thread_waits_for_the_first_and_asks_nobody(credentials: Credentials) -> None:
    asked, answered = Event(), Event()
    got = []

    def ask() -> object:
        asked.set()
        answered.wait()
        return KEYS

    def want(resolve: Callable[[], Any]) -> None:
        credentials.borrow("profile")
        got.append(credentials.get("profile", resolve))

    first = Thread(target=want, args=[ask])
    first.start()
    asked.wait()
    lock = Watched(credentials._entries["profile"].lock)
    credentials._entries["profile"].lock = lock  # type: ignore[assignment] # it does as the other
    second = Thread(target=want, args=[answering()])
    second.start()
    lock.wanted.wait()
    before = [*got]
    answered.set()
    for thread in (first, second):
        thread.join()

    assert before == []
    assert got == [KEYS, KEYS]


def test_another_profile_does_not_wait(credentials: Credentials) -> None:
    for key in ("one", "two"):
        credentials.borrow(key)

    def ask() -> object:
        return credentials.get("two", lambda: "keys of two")

    got = []
    thread = Thread(target=lambda: got.append(ask()))

    def ask_while_another_does() -> object:
        thread.start()
        thread.join()
        return "keys of one"

    assert credentials.get("one", ask_while_another_does) == "keys of one"
    assert got == ["keys of two"]


def test_a_role_may_ask_for_the_credentials_of_its_own_profile(credentials: Credentials) -> None:
    credentials.borrow("profile")
    assert credentials.get("profile", lambda: credentials.get("profile", answering(KEYS))) is KEYS


def test_keys_are_kept_when_nobody_uses_them(credentials: Credentials) -> None:
    resolve = answering(KEYS)
    for _ in range(2):
        credentials.borrow("profile")
        assert credentials.get("profile", resolve) is KEYS
        credentials.give_back("profile")


def test_where_there_are_none_the_next_command_asks_again(credentials: Credentials) -> None:
    resolve = answering(None, KEYS)
    got = []
    for _ in range(3):
        credentials.borrow("profile")
        got.append(credentials.get("profile", resolve))
        credentials.give_back("profile")
    assert got == [None, KEYS, KEYS]


def test_a_role_without_keys_is_kept_until_its_last_user_gives_it_back(
    credentials: Credentials,
) -> None:
    first, second = SimpleNamespace(_frozen_credentials=None), KEYS
    resolve = answering(first, second)
    for _ in range(2):
        credentials.borrow("profile")
    assert credentials.get("profile", resolve) is first
    credentials.give_back("profile")
    assert credentials.get("profile", resolve) is first
    credentials.give_back("profile")
    credentials.borrow("profile")
    assert credentials.get("profile", resolve) is second


def test_a_role_that_has_its_keys_by_then_is_kept(credentials: Credentials) -> None:
    role = SimpleNamespace(_frozen_credentials=None)
    credentials.borrow("profile")
    credentials.get("profile", answering(role))
    role._frozen_credentials = KEYS
    credentials.give_back("profile")
    credentials.borrow("profile")
    assert credentials.get("profile", answering()) is role


def test_each_command_tells_where_the_credentials_are_from(credentials: Credentials) -> None:
    """In its user agent, as a fresh `aws` does, and nothing that another command did."""
    context = pytest.importorskip("botocore.context")
    register_feature_id = pytest.importorskip("botocore.useragent").register_feature_id

    def resolve() -> object:
        register_feature_id("CREDENTIALS_ENV_VARS")
        return KEYS

    told = []
    credentials.borrow("profile")
    for feature in ("WAITER", "PAGINATOR"):
        with context.start_as_current_context(context.ClientContext()):
            register_feature_id(feature)
            credentials.get("profile", resolve)
            told.append({*context.get_context().features})
    assert [len(each) for each in told] == [2, 2]
    assert len(told[0] & told[1]) == 1


def test_what_is_forgotten_is_resolved_anew_while_others_still_resolve_it(
    credentials: Credentials,
) -> None:
    asked, answered = Event(), Event()

    def ask() -> object:
        asked.set()
        answered.wait()
        return None

    credentials.borrow("profile")
    first = Thread(target=credentials.get, args=["profile", ask])
    first.start()
    asked.wait()
    credentials.forget()
    credentials.borrow("profile")
    assert credentials.get("profile", answering(KEYS)) is KEYS
    answered.set()
    first.join()
    credentials.give_back("profile")
    credentials.give_back("profile")
    credentials.borrow("profile")
    assert credentials.get("profile", answering()) is KEYS


def test_who_waits_for_a_look_that_finds_none_does_not_look_again(
    credentials: Credentials,
) -> None:
    resolve = answering(None, KEYS)
    one, other = credentials.borrow("profile"), credentials.borrow("profile")
    got = [credentials.get("profile", resolve, loan=loan) for loan in (one, other, one)]

    later = credentials.borrow("profile")

    assert got == [None, None, None]
    assert credentials.get("profile", resolve, loan=later) is KEYS


def test_who_waits_for_a_look_that_fails_fails_alike(credentials: Credentials) -> None:
    def fail() -> object:
        raise ValueError

    loans = [credentials.borrow("profile") for _ in range(2)]
    for resolve, loan in zip((fail, answering()), loans, strict=True):
        with pytest.raises(ValueError, match=r"^$"):
            credentials.get("profile", resolve, loan=loan)


def test_what_is_forgotten_is_looked_for_again(credentials: Credentials) -> None:
    loan = credentials.borrow("profile")
    credentials.get("profile", answering(None), loan=loan)

    credentials.forget()

    assert credentials.get("profile", answering(KEYS), loan=loan) is KEYS
