"""What one call of `aws` may still do, and what it has done."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest

from awsbatch.aws.invocation import Abandoned, AbandonedError, current
from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.contract.outcome import Ending, Failure, Outcome
from awsbatch.contract.word import Data, Word
from tests.aws.call import calling, invocation


def test_an_abandoned_one_sends_nothing_that_is_not_counted() -> None:
    made = invocation()
    made.count_request()
    made.cancellation.abandon()

    with pytest.raises(Abandoned):
        made.count_request()

    assert made.requests == 1


def test_an_abandoned_one_ends_by_an_exception_that_a_pool_of_threads_hands_on() -> None:
    made = invocation()
    made.cancellation.abandon()

    with ThreadPoolExecutor(1) as threads, pytest.raises(AbandonedError):
        threads.submit(made.count_request).result()


def test_it_is_retried_where_a_call_took_more_than_one_request() -> None:
    made = invocation()
    made.count_call()
    made.count_request()
    assert not made.is_retried

    made.count_request()

    assert made.is_retried


def test_it_is_found_by_what_is_done_for_it() -> None:
    made = invocation()

    with calling(made):
        assert current() is made

    assert current() is None


@pytest.mark.parametrize(
    "plain",
    [
        ("logs", Data("a", structured=True)),
        Outcome(254, {"a": 1}, Failure("Throttling", "no", "id", passing=True), Ending.ABANDONED),
    ],
)
def test_what_goes_in_and_comes_out_could_go_to_another_machine(plain: Word | Outcome) -> None:
    assert pickle.loads(pickle.dumps(plain)) == plain  # noqa: S301 (our own)


def test_attempts_on_two_machines_could_share_their_tokens() -> None:
    tokens = IdempotencyTokens()
    token = tokens.take()
    copied: IdempotencyTokens = pickle.loads(pickle.dumps(tokens))  # noqa: S301 (our own)

    copied.begin_attempt()

    assert copied.take() == token
