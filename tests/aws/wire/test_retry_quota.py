"""The retry quota of a client that many commands use at once."""

from collections.abc import Iterator

import pytest
from botocore.retries.standard import ExponentialBackoff, RetryQuotaChecker

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.wire import retry_quota
from tests.aws.call import calling, invocation
from tests.aws.crowd import crowd
from tests.aws.recorder import Recorder

_LINE = "logs delete-log-group --log-group-name g --region eu-west-1"
_THREADS = 8


@pytest.fixture
def runner(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> Iterator[InProcessRunner]:
    """Provide a runner whose clients retry twice, at once, with a quota that is enough for one."""
    monkeypatch.setenv("AWS_RETRY_MODE", "standard")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "3")
    monkeypatch.setattr(ExponentialBackoff, "delay_amount", lambda *_: 0)
    monkeypatch.setattr(RetryQuotaChecker, "_RETRY_COST", 300)
    recorder.answer = lambda _: (500, b"{}")
    with InProcessRunner(jobs=_THREADS) as runner:
        yield runner


def test_every_command_has_a_full_quota_of_one_client(
    runner: InProcessRunner, recorder: Recorder
) -> None:
    done = crowd(runner, [_LINE] * 24, threads=_THREADS)
    assert {each.ran.exit_status for each in done} != {0}
    assert len(recorder.requests) == 2 * len(done)
    assert len([*runner._generation.get().shared.clients]) == 1


def test_a_quota_is_given_back_to_the_command_that_took_of_it(runner: InProcessRunner) -> None:
    crowd(runner, [_LINE], threads=1)
    (client,) = runner._generation.get().shared.clients
    (checker,) = retry_quota._checkers(client)
    quota, first, second = checker._quota, invocation(), invocation()

    with calling(first):
        assert [quota.acquire(300), quota.acquire(300)] == [True, False]
    with calling(second):
        quota.release(300)
        assert [quota.acquire(500), quota.acquire(1)] == [True, False]
    with calling(first):
        quota.release(300)
        assert quota.acquire(500)


def test_outside_of_commands_there_is_one_quota(runner: InProcessRunner) -> None:
    crowd(runner, [_LINE], threads=1)
    (client,) = runner._generation.get().shared.clients
    (checker,) = retry_quota._checkers(client)
    assert [checker._quota.acquire(500), checker._quota.acquire(1)] == [True, False]
    checker._quota.release(1)
    assert checker._quota.acquire(1)
