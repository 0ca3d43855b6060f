"""Where it is asked whose credentials are: where the command that they sign goes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.session import caller_identity
from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.plan import Target
from tests.aws.batch import words
from tests.aws.recorder import Recorder, recording
from tests.aws.session.sts import HOME, Sts

LINE = "logs describe-log-groups"
# An endpoint of AWS's in a network of one's own.
OWN = "https://vpce-1.logs.us-west-2.vpce.amazonaws.com"

# Before 2.13, it takes them from options only.
knows_endpoints = pytest.mark.skipif(
    not caller_identity.HAS_CONFIGURED_ENDPOINTS, reason="this AWS CLI has none configured"
)


def target(line: str) -> Target:
    with InProcessRunner() as runner:
        return runner.target(words(line), signer=None, cancellation=Cancellation())


@pytest.fixture
def sts(recorder: Recorder) -> Sts:
    return Sts(recorder)


@pytest.fixture
def aside() -> Iterator[Recorder]:
    """Provide another endpoint than that of all commands."""
    with recording() as recorder:
        yield recorder


@pytest.fixture
def services(recorder: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Provide a configuration of services, and no endpoint in the environment."""
    del recorder
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    config = tmp_path / "services"
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    return config


@pytest.mark.parametrize(
    ("line", "host"),
    [
        (LINE, "sts.us-west-2.amazonaws.com"),
        (f"{LINE} --region ap-southeast-2", "sts.ap-southeast-2.amazonaws.com"),
        (f"{LINE} --region cn-north-1", "sts.cn-north-1.amazonaws.com.cn"),
        (f"{LINE} --region us-gov-east-1", "sts.us-gov-east-1.amazonaws.com"),
        ("iam list-users --region cn-north-1", "sts.cn-north-1.amazonaws.com.cn"),
        (f"{LINE} --endpoint-url {OWN}", "sts.us-west-2.amazonaws.com"),
    ],
)
def test_aws_is_asked_in_the_region_and_partition_of_the_command(
    services: Path, line: str, host: str
) -> None:
    services.write_text("")
    told = target(line)
    # The tests let nobody reach it.
    assert told.account is None
    assert f"`{host}`" in str(told.unknown_account)


def test_an_endpoint_of_the_command_is_asked(sts: Sts, services: Path) -> None:
    services.write_text("")
    line = f"{LINE} --endpoint-url {sts.recorder.url}"
    assert target(line) == Target(HOME, "us-west-2", sts.recorder.url)
    assert [each.path for each in sts.identified] == ["/"]


def test_whose_account_is_known_is_not_asked_for(sts: Sts) -> None:
    asked: list[str] = []
    with InProcessRunner() as runner:
        found = runner.target(
            words(LINE),
            signer=None,
            cancellation=Cancellation(),
            knows=lambda key: not asked.append(key),  # type: ignore[func-returns-value]
        )
    assert (found.account, found.unknown_account) == (None, None)
    assert [found.access_key] == asked
    assert sts.identified == []


def test_an_option_goes_before_the_endpoint_of_the_environment(
    recorder: Recorder, aside: Recorder
) -> None:
    there = Sts(aside)
    assert target(f"{LINE} --endpoint-url {aside.url}").account == HOME
    assert len(there.identified) == 1
    assert recorder.requests == []


def test_the_endpoint_of_sts_goes_before_that_of_an_option(
    recorder: Recorder, aside: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = Sts(aside)
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", aside.url)
    assert target(f"{LINE} --endpoint-url {recorder.url}").account == HOME
    assert len(there.identified) == 1
    assert recorder.requests == []


@knows_endpoints
def test_the_endpoint_of_sts_goes_before_that_of_all_services(
    recorder: Recorder, aside: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = Sts(aside)
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", aside.url)
    assert target(LINE) == Target(HOME, "us-west-2", recorder.url)
    assert len(there.identified) == 1
    assert recorder.requests == []


@knows_endpoints
def test_a_configuration_may_say_where_services_are(
    services: Path, recorder: Recorder, aside: Recorder
) -> None:
    there = Sts(aside)
    services.write_text(
        "[default]\nservices = s\n[services s]\n"
        f"cloudwatch_logs =\n  endpoint_url = {recorder.url}\n"
        f"sts =\n  endpoint_url = {aside.url}\n"
    )
    assert target(LINE) == Target(HOME, "us-west-2", recorder.url)
    assert len(there.identified) == 1
    assert recorder.requests == []


@knows_endpoints
def test_a_command_that_goes_to_aws_is_not_asked_about_elsewhere(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", "https://logs.us-west-2.amazonaws.com")
    told = target(LINE)
    assert told == Target(None, "us-west-2")
    assert "`sts.us-west-2.amazonaws.com`" in str(told.unknown_account)
    assert recorder.requests == []
