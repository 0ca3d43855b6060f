"""How many changes `--max-changes` lets through, and what it says of the next."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from awsbatch.contract.guard import Errand, Request
from awsbatch.guard.change_bound import ChangeBound

WHOLE = Request(changes=True)
CALL = Request(changes=True, call="DeleteObject s3://b/k")
READ = Request(changes=False)


def lets(bound: ChangeBound, request: Request, number: int, *, finishing: bool = False) -> bool:
    return bound.refusal(request, Errand(number, finishing)) is None


def test_a_number_of_commands_is_let_through_and_all_that_read() -> None:
    bound = ChangeBound(2)

    assert [lets(bound, WHOLE, number) for number in range(4)] == [True, True, False, False]
    assert lets(bound, READ, 9)


def test_all_that_a_command_sends_is_one_change() -> None:
    bound = ChangeBound(1)

    assert [lets(bound, WHOLE, 1) for _ in range(3)] == [True] * 3
    assert not lets(bound, WHOLE, 2)


def test_each_call_of_a_hand_written_command_is_a_change() -> None:
    bound = ChangeBound(2)

    assert [lets(bound, CALL, 1) for _ in range(3)] == [True, True, False]


def test_finally_has_as_many_again() -> None:
    bound = ChangeBound(1)

    assert [lets(bound, WHOLE, number) for number in (1, 2)] == [True, False]
    assert [lets(bound, WHOLE, number, finishing=True) for number in (3, 4)] == [True, False]


@pytest.mark.parametrize("request_", [WHOLE, CALL])
def test_of_many_threads_no_more_are_let_through(request_: Request) -> None:
    bound = ChangeBound(100)

    with ThreadPoolExecutor(16) as threads:
        done = list(threads.map(lambda number: lets(bound, request_, number), range(1000)))

    assert done.count(True) == 100


@pytest.mark.parametrize(
    ("most", "request_", "finishing", "message"),
    [
        (
            10,
            WHOLE,
            False,
            "this command would be change number 11, and `--max-changes 10` allows 10 changes",
        ),
        (
            1,
            CALL,
            False,
            "`DeleteObject s3://b/k` would be change number 2, and `--max-changes 1` allows {}",
        ),
        (
            1,
            WHOLE,
            True,
            "this command would be change number 2 in `finally`, and `--max-changes 1` allows {}",
        ),
        (
            0,
            WHOLE,
            False,
            "this command would change something, and `--max-changes 0` allows nothing to change",
        ),
    ],
)
def test_a_refusal_says_which_bound_and_what_is_beyond(
    most: int, request_: Request, message: str, *, finishing: bool
) -> None:
    bound = ChangeBound(most)
    for number in range(most):
        bound.refusal(WHOLE, Errand(number, finishing))
    refusal = bound.refusal(request_, Errand(most, finishing))

    assert refusal is not None
    assert refusal.message == message.format("1 change")
    assert refusal.hint == (
        "`awsbatch plan` shows and counts all changes; pass `--max-changes` with as many as"
        " are meant"
    )
