"""Clients are kept for commands that register the same functions for them."""

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from tests.aws.batch import Batch
from tests.aws.fast_path.plan.planned import exchanges
from tests.aws.recorder import Recorder

PAGED = "dynamodb query --table-name tables --key-condition-expression a"
TOKEN = b'{"Items": [], "LastEvaluatedKey": {"a": {"B": "YQ=="}}}'


@pytest.mark.usefixtures("recorder")
def test_a_client_of_dynamodb_is_kept_for_commands_that_page() -> None:
    with InProcessRunner() as pool, exchanges() as planned:
        for _ in range(4):
            assert Batch(pool).run("dynamodb describe-table --table-name tables").exit_status == 0
        (kept,) = pool._generation.get().shared.clients
        assert Batch(pool).run("dynamodb describe-table --table-name others").exit_status == 0
        assert [*pool._generation.get().shared.clients] == [kept]
    assert len(planned) == 3


def test_a_command_that_pages_not_has_a_client_without_their_handlers(recorder: Recorder) -> None:
    recorder.answer = lambda request: (200, b"{}" if b"Exclusive" in request.body else TOKEN)
    with InProcessRunner() as pool:
        batch = Batch(pool)
        told = [batch.run(line) for line in (PAGED, f"{PAGED} --no-paginate", PAGED)]
    with InProcessRunner(verbatim=True) as pool:
        batch = Batch(pool)
        assert told == [batch.run(line) for line in (PAGED, f"{PAGED} --no-paginate", PAGED)]
    keys = [each.parameters.get("ExclusiveStartKey") for each in recorder.requests]
    assert keys[:5] == keys[5:] == [None, {"a": {"B": "YQ=="}}, None, None, {"a": {"B": "YQ=="}}]
