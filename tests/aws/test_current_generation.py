"""Generations kept for several environments, and dropped, seen through a runner."""

import os
from collections.abc import Iterator

import pytest

from awsbatch.aws import current_generation
from awsbatch.aws.plain_runner import PlainRunner
from tests.aws.plain_batch import PlainBatch
from tests.aws.recorder import Recorder

LINE = "logs delete-log-group --log-group-name g"


def _chosen() -> tuple[str | None, ...]:
    return tuple(os.environ.get(name) for name in ("AWS_PROFILE", "AWS_DEFAULT_REGION"))


@pytest.fixture
def batch(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> Iterator[PlainBatch]:
    """Provide a runner that tells environments apart by their profile and region."""
    del recorder
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    with PlainRunner(surroundings=_chosen) as runner:
        yield PlainBatch(runner)


def _run(
    batch: PlainBatch, profile: str, monkeypatch: pytest.MonkeyPatch, region: str = "us-west-2"
) -> None:
    monkeypatch.setenv("AWS_PROFILE", profile)
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    assert batch.run(LINE).exit_status == 0


def test_each_environment_has_its_own_key_region_and_connection(
    batch: PlainBatch, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        _run(batch, "one", monkeypatch, region="eu-west-1")
        _run(batch, "two", monkeypatch, region="eu-west-2")
    found = [(each.key, each.region) for each in recorder.requests]
    assert found == [("KEYONE", "eu-west-1"), ("KEYTWO", "eu-west-2")] * 3
    assert len({each.connection for each in recorder.requests}) == 2


def test_the_least_recently_used_environment_is_dropped(
    batch: PlainBatch, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current_generation, "MOST_GENERATIONS", 2)
    for number, profile in enumerate(["one", "two", "one", "two", "one", "two"]):
        region = "us-west-2" if profile == "one" else f"eu-west-{number}"
        _run(batch, profile, monkeypatch, region)
        assert len(batch.pool._generation.all) <= 2
    connections = [each.connection for each in recorder.requests]
    assert len({*connections[0::2]}) == 1


def test_the_first_one_has_what_commands_of_any_service_need(
    batch: PlainBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch.pool.begin()
    (first,) = batch.pool._generation.all
    assert len([*first.idle]) == 1
    assert "endpoint_resolver" in first.shared.library.components
    _run(batch, "one", monkeypatch)
    assert [len([*each.idle]) for each in batch.pool._generation.all] == [1, 1]


def test_who_changes_the_configuration_has_all_made_anew(batch: PlainBatch) -> None:
    batch.run(LINE)
    assert batch.run("configure set region eu-west-2").exit_status == 0
    assert not batch.pool._generation.all
