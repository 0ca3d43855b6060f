"""What a command's outcome tells of the credentials and the endpoint that it used."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.outcome import Outcome, Use
from awsbatch.contract.signer import Keys, Role
from tests.aws.batch import Batch, Spool, words
from tests.aws.recorder import Recorded, Recorder

LIST = "logs describe-log-groups"


def refusing(code: str, message: str = "no") -> Callable[[Recorded], tuple[int, bytes]]:
    return lambda _: (400, json.dumps({"__type": code, "message": message}).encode())


def refusing_query(code: str) -> Callable[[Recorded], tuple[int, bytes]]:
    """Refuse as services of the query protocols do."""
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>no</Message></Error>"
    answer = f"<ErrorResponse>{error}<RequestId>1</RequestId></ErrorResponse>".encode()
    return lambda _: (400, answer)


def accepting(_: Recorded) -> tuple[int, bytes]:
    return 200, b"{}"


def outcome(batch: Batch, line: str) -> Outcome:
    batch.run(line)
    return batch.outcome


def test_a_success_tells_nothing_before_a_failure_that_lasts(batch: Batch) -> None:
    assert outcome(batch, LIST).uses == ()


@pytest.mark.parametrize(
    ("option", "credentials"),
    [("", "the default credentials"), (" --profile two", "the profile `two`")],
)
def test_a_failure_that_lasts_tells_what_was_used_and_so_do_successes_after_it(
    batch: Batch, recorder: Recorder, option: str, credentials: str
) -> None:
    use = Use(credentials, recorder.url)
    recorder.answer = refusing("ExpiredTokenException")

    expired = outcome(batch, f"{LIST}{option}")

    assert expired.uses == (use,)
    assert expired.failure is not None
    assert expired.failure.lasting is not None
    recorder.answer = accepting
    assert outcome(batch, f"{LIST}{option}").uses == (use,)


def test_a_command_that_sent_nothing_tells_nothing_of_its_credentials(
    batch: Batch, recorder: Recorder
) -> None:
    recorder.answer = refusing("ExpiredTokenException")
    batch.run(LIST)

    assert outcome(batch, "s3 presign s3://bucket/key").uses == ()


def test_a_signer_is_named(batch: Batch, recorder: Recorder) -> None:
    recorder.answer = refusing("UnrecognizedClientException")

    done = run_signed(batch, Keys("AKIAOTHER", "secret"))

    assert done.uses == (Use("the key `AKIAOTHER`", recorder.url),)


def run_signed(batch: Batch, keys: Keys) -> Outcome:
    return batch.pool.run(
        words(LIST), stdout=Spool(), stderr=Spool(), cancellation=Cancellation(), signer=keys
    )


def test_a_connection_that_is_refused_is_of_the_way(batch: Batch) -> None:
    done = outcome(batch, f"{LIST} --endpoint-url http://127.0.0.1:1")

    assert done.failure is not None
    assert done.failure.code == "EndpointConnectionError"
    assert done.failure.lasting is not None
    assert not done.failure.lasting.of_credentials
    assert done.uses == (Use("the default credentials", "http://127.0.0.1:1"),)


def test_a_token_that_a_command_was_given_is_not_its_credentials(
    batch: Batch, recorder: Recorder
) -> None:
    recorder.answer = refusing_query("ExpiredTokenException")

    done = outcome(
        batch,
        "sts assume-role-with-web-identity --role-arn arn:aws:iam::123456789012:role/x"
        " --role-session-name me --web-identity-token abcd",
    )

    assert done.failure is not None
    assert (done.failure.code, done.failure.lasting) == ("ExpiredTokenException", None)
    assert done.uses == ()


def test_a_source_that_gives_no_credentials_has_no_endpoint_or_that_of_the_command(
    batch: Batch, tmp_path: Path
) -> None:
    (tmp_path / "config").write_text("[profile broken]\ncredential_process = false\n")

    done = outcome(batch, f"{LIST} --profile broken")

    assert done.failure is not None
    assert done.failure.code == "CredentialRetrievalError"
    assert done.failure.lasting is not None
    assert done.uses == (Use("the profile `broken`", None),)


def test_credentials_are_read_again_only_when_that_is_asked_for(
    batch: Batch, recorder: Recorder, tmp_path: Path
) -> None:
    keys = tmp_path / "keys.json"
    (tmp_path / "config").write_text(f"[profile process]\ncredential_process = cat {keys}\n")

    def give(key: str) -> None:
        keys.write_text(json.dumps({"Version": 1, "AccessKeyId": key, "SecretAccessKey": "s"}))

    give("FIRST")
    batch.run(f"{LIST} --profile process")
    give("SECOND")
    batch.run(f"{LIST} --profile process")
    batch.pool.look_again()
    batch.run(f"{LIST} --profile process")
    batch.run(f"{LIST} --profile process")

    assert [each.key for each in recorder.requests] == ["FIRST", "FIRST", "SECOND", "SECOND"]


def test_a_role_that_is_not_assumed_names_the_credentials_of_its_source(
    batch: Batch, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder.answer = refusing_query("ExpiredToken")
    monkeypatch.setenv("AWS_PROFILE", "two")
    role = Role("arn:aws:iam::123456789012:role/x", "me")

    done = batch.pool.assume(role, cancellation=Cancellation())

    assert done.failure is not None
    assert done.uses == (Use("the profile `two`", None),)


def test_a_role_whose_source_is_a_role_names_that(batch: Batch, recorder: Recorder) -> None:
    recorder.answer = refusing_query("ExpiredToken")
    source = Role("arn:aws:iam::123456789012:role/x", "me")

    done = batch.pool.assume(
        Role("arn:aws:iam::123456789012:role/y", "me", source=source), cancellation=Cancellation()
    )

    assert done.uses == (Use("the role `arn:aws:iam::123456789012:role/x`", None),)
