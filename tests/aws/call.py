"""A call of `aws` that something is done for, without a runner."""

from collections.abc import Iterator
from contextlib import contextmanager

from awsbatch.aws.invocation import Invocation, _current
from awsbatch.aws.traffic import Traffic
from awsbatch.contract.cancellation import Cancellation
from awsbatch.output.memory import Memory


def invocation(cancellation: Cancellation | None = None) -> Invocation:
    return Invocation(
        (),
        stdout=Memory(),
        stderr=Memory(),
        cancellation=cancellation or Cancellation(),
        traffic=Traffic(),
    )


@contextmanager
def calling(made: Invocation) -> Iterator[None]:
    """Have what is done in this block done for a call."""
    before = _current.set(made)
    try:
        yield
    finally:
        _current.reset(before)
