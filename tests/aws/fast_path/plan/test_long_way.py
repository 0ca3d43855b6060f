"""What a plan does not know goes the long way, and tells of no bug."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from botocore.history import get_global_history_recorder

from awsbatch.aws.fast_path.plan import planned_call
from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.contract.guard import Errand, Request
from tests.aws.batch import Batch, Ran
from tests.aws.fast_path.plan.planned import check_every, exchanges, trust_of
from tests.aws.recorder import Recorder

pytestmark = pytest.mark.usefixtures("recorder")

DELETE = "logs delete-log-group --log-group-name g"
PUT = "s3api put-object --bucket bucket-1 --key k --metadata"
REMOVE = "s3api delete-object --cli-input-json"


def run(pool: InProcessRunner, line: str, times: int = 1) -> list[Ran]:
    return [Batch(pool).run(line) for _ in range(times)]


def client_of(pool: InProcessRunner) -> Any:
    (client,) = pool._generation.get().shared.clients
    return client


def debug(_: InProcessRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    logger = logging.getLogger("botocore.endpoint")
    monkeypatch.setattr(logger, "isEnabledFor", lambda _: True)


def history(_: InProcessRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(get_global_history_recorder(), "_enabled", True)


def function(_: InProcessRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "f")


def throttle(pool: InProcessRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    operation = vars(client_of(pool))["_awsbatch_operations"].find("DeleteLogGroup")
    turns = type(operation._operation.handlers.turns)
    monkeypatch.setattr(turns, "__bool__", lambda _: True, raising=False)


def renewal(pool: InProcessRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = client_of(pool)._request_signer._credentials
    monkeypatch.setattr(keys, "refresh_needed", lambda: True, raising=False)


class _Asked:
    """A guard that lets all through."""

    def refusal(self, request: Request, errand: Errand) -> None:
        """Refuse nothing."""


def guard(pool: InProcessRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_guard", _Asked())
    monkeypatch.setattr(pool, "run", partial(pool.run, errand=Errand(1)))


@pytest.mark.parametrize("unusual", [debug, history, function, throttle, renewal, guard])
def test_all_is_not_as_usual(
    unusual: Callable[[InProcessRunner, pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with InProcessRunner() as pool, exchanges() as planned:
        run(pool, DELETE, 4)
        before = len(planned)
        unusual(pool, monkeypatch)
        assert run(pool, DELETE) == [Ran(0, "", "")]
        assert (before, len(planned)) == (2, 2)
        monkeypatch.undo()


ORDERS = {
    PUT: ("a=1,b=2", "b=2,a=1"),
    REMOVE: (
        '{"Bucket": "bucket-1", "Key": "k", "MFA": "m", "RequestPayer": "requester"}',
        '{"Bucket": "bucket-1", "Key": "k", "RequestPayer": "requester", "MFA": "m"}',
    ),
}
# Members in another order have a plan of their own, and parts of one member have none.
PLANNED = {PUT: 4, REMOVE: 6}


@pytest.mark.parametrize("line", ORDERS)
def test_headers_are_in_the_order_of_their_parameters(line: str, recorder: Recorder) -> None:
    def heads(*, verbatim: bool) -> list[list[str]]:
        recorder.requests.clear()
        with InProcessRunner(verbatim=verbatim) as pool:
            if not verbatim:
                # Some of either order, as three is odd.
                check_every(pool, 3)
            for order in ORDERS[line] * 6:
                assert Batch(pool).run(f"{line} '{order}'").exit_status == 0
            if not verbatim:
                assert (trust_of(pool).bug, trust_of(pool).rejected) == (None, set())
        return [[*each.headers] for each in recorder.requests]

    recorder.answer = lambda _: (200, b"")
    with exchanges() as planned:
        assert heads(verbatim=False) == heads(verbatim=True)
    assert len(planned) == PLANNED[line]


@pytest.mark.parametrize("key", ["token", "access_key"])
def test_a_renewed_key_adds_nothing_to_a_request(
    key: str, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    with InProcessRunner() as pool, exchanges() as planned:
        run(pool, DELETE, 4)
        keys = client_of(pool)._request_signer._credentials
        setattr(keys, key, "renewed\r\nX-Added: yes")
        (ran,) = run(pool, DELETE)
        assert "Invalid header value" in ran.stderr
        assert len(planned) == 2
        # It would be signed as one with a single space.
        setattr(keys, key, "renewed  again")
        assert run(pool, DELETE) == [Ran(0, "", "")]
        setattr(keys, key, "renewed")
        run(pool, DELETE)
        assert (len(planned), len(recorder.requests)) == (3, 6)


@pytest.mark.parametrize("lines", [1, 4], ids=["learnt", "checked"])
def test_a_request_signed_by_newer_keys_is_not_compared(
    lines: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with InProcessRunner() as pool:
        run(pool, DELETE, lines)
        check_every(pool, 1)
        keys = client_of(pool)._request_signer._credentials
        found = [keys.get_frozen_credentials()]
        newer = found[0]._replace(access_key="RENEWED")
        monkeypatch.setattr(keys, "get_frozen_credentials", lambda: found.pop() if found else newer)
        assert run(pool, DELETE) == [Ran(0, "", "")]
        assert (trust_of(pool).bug, trust_of(pool).rejected) == (None, set())
        assert found == []


def test_later_kinds_have_plans_as_well(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planned_call, "_MOST_KINDS", 3)
    recorder.answer = lambda _: (204, b"")
    with InProcessRunner() as pool, exchanges() as planned:
        for number in range(8):
            run(pool, f"s3api delete-object --bucket bucket-{number} --key k", 3)
        operation = vars(client_of(pool))["_awsbatch_operations"].find("DeleteObject")
        assert len(operation._plans) <= len(operation._watches) <= 3
    # The first line of all has no operation to watch yet.
    assert len(planned) == 8 * 2 - 1
