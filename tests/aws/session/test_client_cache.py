"""Clients kept for one session, or for all."""

from types import SimpleNamespace
from typing import Any

import pytest
from botocore import UNSIGNED

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.session.client_cache import MOST_CLIENTS, Clients, remembers
from awsbatch.aws.wire import retry_quota
from tests.aws.batch import Batch
from tests.aws.recorder import Recorder

pytestmark = pytest.mark.races

ALL = None
# Of DynamoDB, each command that is paged registers a function.
PAGED = ("", "--no-paginate", "", "--no-paginate", "--max-items 1")


class Owner:
    """A session, as far as clients are kept for it."""


def test_a_client_for_all_is_found_by_each_and_a_private_one_by_its_owner() -> None:
    clients, one, other = Clients(), Owner(), Owner()
    clients.keep(ALL, "shared", "client 1")
    clients.keep(one, "private", "client 2")
    found = [[clients.get(o, key) for key in ("shared", "private")] for o in (one, other)]
    assert found == [["client 1", "client 2"], ["client 1", None]]


def test_the_least_recently_used_client_is_forgotten() -> None:
    clients, owner = Clients(), Owner()
    clients.most = 2
    clients.keep(ALL, "a", 1)
    clients.keep(owner, "b", 2)
    assert clients.get(owner, "a") == 1
    clients.keep(ALL, "c", 3)
    assert [*clients] == [1, 3]


def test_a_client_is_forgotten_for_its_owner_or_for_all() -> None:
    clients, owner, other = Clients(), Owner(), Owner()
    for whose in (ALL, owner, other):
        clients.keep(whose, "key", "client")
    clients.forget(owner, "key")
    assert clients.get(owner, "key") is None
    assert clients.get(other, "key") == "client"


def test_the_clients_of_owners_that_are_gone_are_forgotten() -> None:
    clients, owner, other = Clients(), Owner(), Owner()
    for number, whose in enumerate((ALL, owner, other)):
        clients.keep(whose, "key", number)
        clients.keep(whose, "another key", number)
    clients.forget_all([owner])
    assert {*clients} == {0, 2}


@pytest.mark.parametrize(("jobs", "most"), [(1, MOST_CLIENTS), (1000, 4000)])
def test_more_jobs_keep_more_clients(jobs: int, most: int) -> None:
    assert Clients(jobs).most == most


def _client(mode: str | None, credentials: object, signature: object = "v4") -> Any:
    config = SimpleNamespace(
        retries=None if mode is None else {"mode": mode}, signature_version=signature
    )
    return SimpleNamespace(
        meta=SimpleNamespace(config=config),
        _request_signer=SimpleNamespace(_credentials=credentials),
    )


@pytest.mark.parametrize(
    ("client", "retried", "expected"),
    [
        (_client(None, "keys"), True, False),
        (_client("legacy", "keys"), True, False),
        (_client("standard", "keys"), False, False),
        (_client("standard", "keys"), True, False),
        (_client("adaptive", "keys"), False, True),
        (_client("legacy", None), False, True),
        (_client("legacy", None, UNSIGNED), False, False),
    ],
)
def test_a_client_that_learnt_from_its_command_is_not_kept(
    client: Any,
    retried: bool,  # noqa: FBT001 (pytest's)
    expected: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retry_quota, "is_renewed", lambda _: True)
    assert remembers(client, retried=retried) == expected


@pytest.mark.parametrize("retried", [False, True])
def test_a_client_that_spends_a_quota_of_all_commands_is_not_kept(
    retried: bool,  # noqa: FBT001 (pytest's)
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retry_quota, "is_renewed", lambda _: False)
    assert remembers(_client("standard", "keys"), retried=retried) == retried


def test_commands_that_register_the_same_functions_share_a_client(recorder: Recorder) -> None:
    page = b'{"Items": [], "LastEvaluatedKey": {"k": {"B": "aGk="}}}'
    recorder.answer = lambda each: (200, b"{}" if b"ExclusiveStartKey" in each.body else page)
    told = []
    for verbatim in (False, True):
        recorder.requests.clear()
        with InProcessRunner(verbatim=verbatim) as pool:
            ran = [
                Batch(pool).run(f"dynamodb scan --table-name table {option}") for option in PAGED
            ]
            told.append((ran, [each.body for each in recorder.requests]))
            assert len([*pool._generation.get().shared.clients]) == 2
    assert told[0] == told[1]
    assert len(recorder.requests) == 8
