"""Who signs requests, as a guard is told of it: by the account of the very keys."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import botocore.auth
import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.plain_runner import PlainRunner
from awsbatch.aws.surroundings import surroundings
from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.guard import Errand, Refusal, Request, Signature
from awsbatch.contract.outcome import Ending, Outcome
from awsbatch.contract.signer import Keys, Signer
from awsbatch.guard.expected_account import ExpectedAccounts
from tests.aws.batch import Spool, words
from tests.aws.plain_batch import PlainBatch
from tests.aws.recorder import Recorded, Recorder, recording
from tests.aws.session.sts import HOME, Sts, arn, role
from tests.aws_cli import only_v2

OTHER = "222222222222"
LINE = "logs describe-log-groups"


SESSION = b"""\
<CreateSessionResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Credentials>
<SessionToken>token</SessionToken><SecretAccessKey>secret</SecretAccessKey>
<AccessKeyId>BUCKET</AccessKeyId><Expiration>2099-01-01T00:00:00Z</Expiration>
</Credentials></CreateSessionResult>"""


class Watch:
    """A guard that keeps what it is told."""

    def __init__(self) -> None:
        self.inner = ExpectedAccounts([HOME])
        self.told: list[Signature | None] = []

    def refusal(self, request: Request, errand: Errand) -> Refusal | None:
        self.told.append(request.signature)
        return self.inner.refusal(request, errand)


@pytest.fixture
def sts(recorder: Recorder) -> Sts:
    return Sts(recorder)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def runner(sts: Sts, watch: Watch) -> Iterator[InProcessRunner]:
    del sts
    with InProcessRunner(guard=watch, tells_signers=True) as runner:
        yield runner


def run(runner: InProcessRunner, line: str, signer: Signer | None = None) -> Outcome:
    return runner.run(
        words(line),
        stdout=Spool(),
        stderr=Spool(),
        cancellation=Cancellation(),
        signer=signer,
        errand=Errand(1),
    )


def sent(sts: Sts) -> list[str | None]:
    """Return the key of each request that was no question for an account or a role."""
    return [each.key for each in sts.recorder.requests if each.service != "sts"]


def refused(runner: InProcessRunner, line: str, signer: Signer | None = None) -> str:
    """Run a line that is refused, and return what is said of it."""
    outcome = run(runner, line, signer)
    assert outcome.ending is Ending.REFUSED
    assert outcome.refusal is not None
    return outcome.refusal.message


def test_the_right_account_is_asked_for_once_and_let_through(
    runner: InProcessRunner, sts: Sts, watch: Watch
) -> None:
    lines = [LINE, "dynamodb list-tables", "kms list-keys", f"{LINE} --region eu-west-1"] * 8
    with ThreadPoolExecutor(8) as threads:
        outcomes = [*threads.map(lambda line: run(runner, line), lines)]
    assert [each.failure for each in outcomes] == [None] * len(lines)
    assert len(sts.identified) == 1
    by = Signature("the key `KEYENV` of the environment", HOME, None, sts.recorder.url)
    assert set(watch.told) == {by}
    assert len(watch.told) == len(sent(sts)) == len(lines)


def test_an_account_that_one_environment_was_told_does_not_hold_in_another(
    sts: Sts, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        recording() as other,
        PlainRunner(surroundings=surroundings, guard=watch, tells_signers=True) as runner,
    ):
        Sts(other).accounts["KEYENV"] = OTHER
        for url in (sts.recorder.url, other.url) * 2:
            monkeypatch.setenv("AWS_ENDPOINT_URL_STS", url)
            PlainBatch(runner).run(LINE)
    assert [each and each.account for each in watch.told] == [HOME, OTHER] * 2
    assert len(sent(sts)) == 2
    assert len(sts.identified) == 1


def test_another_account_sends_nothing(runner: InProcessRunner, sts: Sts) -> None:
    sts.accounts["KEYONE"] = OTHER
    assert refused(runner, f"{LINE} --profile one") == (
        f"the account of the profile `one` is `{OTHER}`, and `--expect-account` expects `{HOME}`"
    )
    assert sent(sts) == []
    assert run(runner, LINE).exit_status == 0
    assert sent(sts) == ["KEYENV"]


@pytest.mark.parametrize(
    "line",
    [
        LINE,
        "s3 cp s3://bucket/key -",
        "s3 rm s3://bucket/key",
        "s3api list-buckets",
        pytest.param("logs tail g", marks=only_v2),
        "iam list-users",
        "sts get-caller-identity",
        "sts assume-role --role-arn arn:aws:iam::999999999999:role/r --role-session-name me",
        "cloudformation deploy --template-file t --stack-name s",
        "s3 presign s3://bucket/key",
        "rds generate-db-auth-token --hostname h --port 1 --username u",
    ],
)
def test_no_way_leads_around(
    runner: InProcessRunner,
    sts: Sts,
    line: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t").write_text("{}")
    sts.accounts["KEYENV"] = OTHER
    assert refused(runner, line).startswith("the account of the key `KEYENV` of the environment is")
    assert sts.recorder.requests == sts.identified


def test_a_role_and_given_keys_are_held_by_their_own_account(
    runner: InProcessRunner, sts: Sts
) -> None:
    # Who assumes the role may be of any account: that is no command.
    sts.accounts["KEYENV"] = OTHER
    assert run(runner, LINE, role(HOME)).exit_status == 0
    assert refused(runner, LINE, role(OTHER)).startswith(
        f"the account of the role `{arn(OTHER)}` is `{OTHER}`"
    )
    sts.accounts["GIVEN"] = OTHER
    assert refused(runner, LINE, Keys("GIVEN", "secret")).startswith(
        "the account of the key `GIVEN` is"
    )
    assert sent(sts) == ["ASIA999R1"]


def test_the_role_of_a_profile_is_held_and_not_its_source(
    runner: InProcessRunner, sts: Sts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "roles"
    source = "[profile a]\naws_access_key_id = A\naws_secret_access_key = s\n"
    roles = "".join(
        f"[profile {name}]\nrole_arn = {arn(account, name)}\nsource_profile = a\n"
        for name, account in {"here": HOME, "there": OTHER}.items()
    )
    config.write_text(source + roles)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    # The AWS CLI keeps the keys of these roles in files, by their names.
    sts.accounts["A"] = "333333333333"
    assert run(runner, f"{LINE} --profile here").exit_status == 0
    assert refused(runner, f"{LINE} --profile there").startswith(
        "the account of the profile `there` is"
    )
    assert sent(sts) == ["ASIA999HERE1"]


def test_keys_that_are_renewed_are_asked_for_again(runner: InProcessRunner, sts: Sts) -> None:
    sts.lasts = timedelta(minutes=1)
    assert run(runner, LINE, role(HOME)).exit_status == 0
    assert run(runner, LINE, role(HOME)).exit_status == 0
    assert len({*sent(sts)}) == len(sent(sts)) == 2
    assert {*sent(sts)} <= {each.key for each in sts.identified}


def test_keys_that_change_in_mid_run_are_held(
    runner: InProcessRunner, sts: Sts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    sts.accounts["K2"] = OTHER
    for line in ("aws_access_key_id K1", "aws_secret_access_key s"):
        assert run(runner, f"configure set {line}").exit_status == 0
    assert run(runner, LINE).exit_status == 0
    assert run(runner, "configure set aws_access_key_id K2").exit_status == 0
    assert refused(runner, LINE).startswith("the account of the default credentials is")
    assert sent(sts) == ["K1"]


def test_who_does_not_sign_is_not_asked(runner: InProcessRunner, sts: Sts, watch: Watch) -> None:
    assert run(runner, f"{LINE} --no-sign-request").exit_status == 0
    assert (
        run(runner, "cognito-idp sign-up --client-id i --username u --password pass").exit_status
        == 0
    )
    assert watch.told == [None, None]
    assert sts.identified == []


@pytest.mark.skipif(
    not hasattr(botocore.auth, "S3ExpressAuth"), reason="before 2.15, it knows no such bucket"
)
@pytest.mark.parametrize("line", ["s3api list-objects-v2 --bucket {}", "s3 ls s3://{}"])
def test_the_keys_of_a_directory_bucket_are_of_whoever_asked_for_them(
    runner: InProcessRunner, sts: Sts, watch: Watch, line: str
) -> None:
    inner = sts.recorder.answer

    def answer(request: Recorded) -> Any:
        if request.service == "sts":
            return inner(request)
        return 200, SESSION if "session" in request.path else b"<ListBucketResult/>"

    sts.recorder.answer = answer
    assert run(runner, line.format("b--usw2-az1--x-s3")).exit_status == 0
    assert sent(sts) == ["KEYENV", "BUCKET"]
    by = Signature("the key `KEYENV` of the environment", HOME, None, sts.recorder.url)
    assert watch.told == [by, by]


@pytest.mark.skipif(
    not hasattr(botocore.auth, "S3ExpressAuth"),
    reason="2.9 takes no such token from the environment",
)
def test_nobody_can_tell_the_account_of_a_token(
    runner: InProcessRunner, sts: Sts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "token")
    assert refused(runner, "bedrock list-foundation-models") == (
        "the account of a bearer token cannot be learned: AWS tells it of no token"
    )
    assert sts.recorder.requests == []


def test_a_role_that_cannot_be_assumed_is_a_failure_as_ever(
    runner: InProcessRunner, sts: Sts
) -> None:
    sts.refuses = True
    outcome = run(runner, LINE, role(HOME))
    assert outcome.refusal is None
    assert outcome.failure is not None
    assert outcome.failure.code == "RoleNotAssumed"
    assert sent(sts) == []


def test_an_endpoint_without_sts_is_a_refusal(runner: InProcessRunner, sts: Sts) -> None:
    sts.refuses = True
    url = sts.recorder.url
    outcome = run(runner, LINE)
    assert outcome.refusal == Refusal(
        "the account of the key `KEYENV` of the environment cannot be learned from STS at"
        f" `{url}`: AccessDenied: KEYENV may not",
        "`AWS_ENDPOINT_URL_STS` says where STS is; without `--expect-account`, it is not asked",
        operation="DescribeLogGroups",
    )
    # It is not asked in a storm.
    assert run(runner, LINE).ending is Ending.REFUSED
    assert len(sts.identified) == 1
    assert sent(sts) == []


def test_nothing_is_asked_without_the_option(sts: Sts) -> None:
    with InProcessRunner(guard=ExpectedAccounts([HOME])) as runner:
        assert run(runner, LINE).exit_status == 0
    assert sts.identified == []
