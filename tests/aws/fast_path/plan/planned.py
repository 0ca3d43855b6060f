"""What tests see of the plans of a runner."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from awsbatch.aws.fast_path.exchange.exchanging_pool import ExchangingPool
from awsbatch.aws.fast_path.plan.planned_client import Plans
from awsbatch.aws.fast_path.plan.trust import Trust
from awsbatch.aws.in_process_runner import InProcessRunner


def trust_of(pool: InProcessRunner) -> Trust:
    """Return how far a runner trusts its plans."""
    (plans,) = (each for each in pool._shortcuts._taken if isinstance(each, Plans))
    return plans.trust


def check_every(pool: InProcessRunner, often: int) -> None:
    """Have one of so many planned requests be checked, counted from now on."""
    trust_of(pool)._check_every = often
    trust_of(pool)._requests = count(1)


@contextmanager
def exchanges() -> Iterator[list[bytes]]:
    """Give the requests that plans send in this block."""
    exchange: Callable[..., Any] = ExchangingPool.exchange
    sent: list[bytes] = []

    def noted(self: Any, request: bytes, *args: Any, **kwargs: Any) -> Any:
        answer = exchange(self, request, *args, **kwargs)
        if answer is not None:
            sent.append(request)
        return answer

    ExchangingPool.exchange = noted  # type: ignore[method-assign]
    try:
        yield sent
    finally:
        ExchangingPool.exchange = exchange  # type: ignore[method-assign]
