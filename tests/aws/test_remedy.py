"""What a person is to do where no command can work, and that nothing is sent then."""

import os
from pathlib import Path
from typing import Any

import botocore.configprovider
import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.contract.outcome import Failure, Remedy
from tests.aws.batch import Batch
from tests.aws.recorder import Recorder
from tests.table import table

# AWS CLI 2.13 and later read such a section.
_HAS_SERVICES = hasattr(botocore.configprovider, "ConfiguredEndpointProvider")
CASES = [
    case
    for case in table("aws/remedies")
    if case is not None and (_HAS_SERVICES or case["name"] != "services that are not there")
]
KEYS = "aws_access_key_id = KEY\naws_secret_access_key = secret"
ROLE = "arn:aws:iam::111122223333:role/r"
WEB_IDENTITY = "--role-session-name me --web-identity-token token"
COMMANDS = {
    "an operation": "logs delete-log-group --log-group-name g",
    "one with pages": "logs describe-log-groups",
    "a command of several clients": "s3 sync s3://one s3://other",
}


@pytest.fixture
def nobody(recorder: Recorder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Recorder:
    """Have nothing to sign with, in an empty home."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", os.fspath(tmp_path))
    configure(monkeypatch, "")
    return recorder


def configure(monkeypatch: pytest.MonkeyPatch, config: str, **environment: str | None) -> None:
    Path(os.environ["AWS_CONFIG_FILE"]).write_text(config.replace("{keys}", KEYS))
    for name, value in environment.items():
        if value is None:
            monkeypatch.delenv(name)
        else:
            monkeypatch.setenv(name, value)


def failure_of(line: str) -> Failure | None:
    with InProcessRunner(without_input=True) as pool, pool.beside():
        batch = Batch(pool)
        batch.run(line)
        assert not pool.signing.is_passed
        return batch.outcome.failure


@pytest.mark.filterwarnings("ignore::getpass.GetPassWarning")
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_to_be_done_is_told(
    case: dict[str, Any], nobody: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(monkeypatch, case.get("config", ""), **case.get("environment", {}))
    line = f"logs delete-log-group --log-group-name g {case.get('options', '')}"

    if case["code"] is None:
        with InProcessRunner() as pool:
            assert Batch(pool).run(line).exit_status == 0
        return
    failure = failure_of(line)

    assert failure is not None
    assert failure.code == case["code"]
    expected = None
    if case["message"] is not None:
        expected = Remedy(case["message"], case["hint"], case.get("general", False))
    assert failure.remedy == expected
    assert nobody.requests == []


@pytest.mark.parametrize("command", COMMANDS)
def test_whatever_the_command_nothing_is_sent(command: str, nobody: Recorder) -> None:
    failure = failure_of(COMMANDS[command])

    assert failure is not None
    assert failure.code == "NoCredentialsError"
    assert failure.remedy is not None
    assert nobody.requests == []


@pytest.mark.parametrize(
    "line",
    [
        f"sts assume-role-with-web-identity --role-arn {ROLE} {WEB_IDENTITY}",
        "cognito-identity get-id --identity-pool-id us-east-1:1",
        "sso list-accounts --access-token token",
        "logs delete-log-group --log-group-name g --no-sign-request",
    ],
)
def test_what_needs_nobody_to_sign_is_not_hindered(line: str, nobody: Recorder) -> None:
    nobody.answer = lambda _: (403, b'{"__type": "AccessDeniedException"}')
    with InProcessRunner() as pool:
        batch = Batch(pool)
        batch.run(line)

        assert pool.signing.is_passed
        assert not pool.signing.is_over
    assert batch.outcome.failure is not None
    assert batch.outcome.failure.remedy is None


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize(
    "line", ["configure get region --profile gone", "configure set region us-east-1 --profile new"]
)
def test_what_configures_is_not_hindered(line: str) -> None:
    with InProcessRunner() as pool:
        batch = Batch(pool)
        batch.run(line)

    assert batch.outcome.failure is None or batch.outcome.failure.remedy is None


def test_a_source_is_asked_once_by_a_command_of_several_clients(
    nobody: Recorder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    del nobody
    asked = tmp_path / "asked"
    program = f"sh -c 'echo >> {asked}; exit 1'"
    configure(monkeypatch, f"[default]\ncredential_process = {program}")

    failure_of("s3 sync s3://one s3://other")

    assert asked.read_text() == "\n"


def test_a_signed_request_is_the_end_of_the_first(recorder: Recorder) -> None:
    with InProcessRunner() as pool:
        Batch(pool).run("logs delete-log-group --log-group-name g")

        assert pool.signing.is_over
    assert len(recorder.requests) == 1


def test_those_for_credentials_are_not_the_first(
    nobody: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    role = "role_arn = arn:aws:iam::111122223333:role/r\nsource_profile = prod"
    configure(monkeypatch, f"[default]\n{role}\n[profile prod]\n{{keys}}")
    nobody.answer = lambda _: (403, b"<Error><Code>AccessDenied</Code></Error>")
    with InProcessRunner() as pool:
        batch = Batch(pool)
        batch.run("logs delete-log-group --log-group-name g")

        assert not pool.signing.is_passed
    assert batch.outcome.failure is not None
    assert batch.outcome.failure.remedy is not None
    assert len(nobody.requests) == 1
