"""How many connections were opened, of those that commands wanted."""

import pytest

from tests.aws.batch import Batch
from tests.aws.recorder import Recorder

LIST = "logs describe-log-groups"


@pytest.fixture(params=[False, True], ids=["hastened", "verbatim"])
def verbatim(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_a_connection_that_is_refused_was_not_opened(batch: Batch) -> None:
    batch.run(f"{LIST} --endpoint-url http://127.0.0.1:1")

    assert batch.outcome.failure is not None
    assert batch.outcome.failure.code == "EndpointConnectionError"
    assert batch.pool.connections == 0


def test_a_connection_that_serves_many_commands_was_opened_once(batch: Batch) -> None:
    for _ in range(3):
        batch.run(LIST)

    assert batch.pool.connections == 1


def test_a_connection_that_the_other_side_closed_is_opened_again(
    batch: Batch, recorder: Recorder
) -> None:
    recorder.closes = True
    for _ in range(3):
        batch.run(LIST)

    assert batch.pool.connections == 3


def test_a_client_that_comes_again_after_its_connections_were_closed_counts_once(
    batch: Batch, recorder: Recorder
) -> None:
    with_other = f"{LIST} --endpoint-url {recorder.url.replace('127.0.0.1', 'localhost')}"
    batch.pool._connections.most_endpoints = 1
    for _ in range(2):
        batch.run(LIST)
        batch.run(with_other)

    assert batch.pool.connections == 4
