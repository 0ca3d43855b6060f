import signal
from collections.abc import Iterator

import pytest

from awsbatch.exec.client_frame import STOPS
from awsbatch.exec.worker import stop_as


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in STOPS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_worker_ignores_what_the_client_of_its_call_does_and_no_longer() -> None:
    stop_as(STOPS[signal.SIGTSTP] | STOPS[signal.SIGTTOU])
    assert [signal.getsignal(number) == signal.SIG_IGN for number in STOPS] == [True, False, True]

    stop_as(15)
    assert [signal.getsignal(number) for number in STOPS] == [signal.SIG_DFL] * 3
