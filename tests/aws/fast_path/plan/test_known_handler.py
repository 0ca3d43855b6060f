"""Handlers that a plan knows how to do without, or calls itself."""

import json
from collections.abc import Iterator
from inspect import getsource
from typing import Any

import pytest
from botocore.endpoint import Endpoint

from awsbatch.aws.botocore_events import emitter_of, name_of
from awsbatch.aws.fast_path.plan.known_handler import Handlers, known_handlers
from awsbatch.aws.in_process_runner import InProcessRunner
from tests.aws.batch import Batch
from tests.aws.fast_path.plan.planned import exchanges
from tests.aws.recorder import Recorder

pytestmark = pytest.mark.usefixtures("recorder")

LINE = "logs delete-log-group --log-group-name g"


@pytest.fixture
def pool() -> Iterator[InProcessRunner]:
    with InProcessRunner() as pool:
        for _ in range(4):
            assert Batch(pool).run(LINE).exit_status == 0
        yield pool


def _client(pool: InProcessRunner) -> Any:
    (client,) = pool._generation.get().shared.clients
    return client


def _known(client: Any) -> Handlers | None:
    return known_handlers(client, client.meta.service_model.operation_model("DeleteLogGroup"))


def test_all_handlers_of_a_plain_operation_are_known(pool: InProcessRunner) -> None:
    handlers = _known(_client(pool))
    assert handlers is not None
    called = (*handlers.of_call, *handlers.of_sending, *handlers.of_answer)
    assert {
        "awsbatch.aws.wire.request:_count_call",
        "awsbatch.aws.wire.request:_count",
        "awsbatch.aws.wire.request:_look",
    } <= {name_of(each.func) for each in called}  # type: ignore[attr-defined]


# Before AWS CLI 2.15, nothing can change an answer before it is parsed.
_BEFORE_PARSE = ["before-parse.cloudwatch-logs"] if "before-parse" in getsource(Endpoint) else []
EVENTS = (
    "provide-client-params.cloudwatch-logs",
    "before-parameter-build.cloudwatch-logs.DeleteLogGroup",
    "before-call",
    "request-created.cloudwatch-logs",
    "choose-signer",
    "before-sign",
    "before-send.cloudwatch-logs.DeleteLogGroup",
    "response-received",
    *_BEFORE_PARSE,
    "needs-retry.cloudwatch-logs",
    "after-call",
)


@pytest.mark.parametrize("event", EVENTS)
def test_another_handler_is_called_even_where_there_was_a_plan(
    event: str, pool: InProcessRunner, recorder: Recorder
) -> None:
    called: list[str] = []

    def note(event_name: str, **_: object) -> None:
        called.append(event_name)

    client, before = _client(pool), len(recorder.requests)
    emitter_of(client).register(event, note)
    assert _known(client) is None
    with exchanges() as planned:
        assert Batch(pool).run(LINE).exit_status == 0
        assert (len(called), len(planned)) == (1, 0)
        emitter_of(client).unregister(event, note)
        for _ in range(3):
            assert Batch(pool).run(LINE).exit_status == 0
    # Where the handlers are as they were, plans are made anew.
    assert (len(called), len(planned)) == (1, 2)
    assert len(recorder.requests) == before + 4


def test_a_handler_is_named_by_its_module_and_name() -> None:
    class Called:
        def __call__(self) -> None:
            """Do nothing."""

    assert name_of(json.dumps) == "json:dumps"
    assert name_of(Recorder("").requests.append).endswith("list.append")
    assert name_of(Called()).endswith(".Called")
