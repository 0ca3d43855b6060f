"""Commands that somebody else than their profile signs: each by its own keys, and by no other."""

import base64
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.outcome import Outcome
from awsbatch.contract.signer import Keys, Profile, Role, Signer
from tests.aws.batch import Batch, Ran, Spool, fresh, words
from tests.aws.crowd import Done, crowd
from tests.aws.recorder import Recorder
from tests.aws.session.sts import Sts, arn, role
from tests.aws_cli import by_version

LINE = "logs describe-log-groups"
KEYS = Keys("KEYGIVEN", "secret", "token")


@pytest.fixture
def sts(recorder: Recorder) -> Sts:
    return Sts(recorder)


@pytest.fixture(params=[False, True], ids=["quick", "verbatim"])
def verbatim(request: pytest.FixtureRequest) -> bool:
    """Have everything both ways."""
    return bool(request.param)


def by(pool: InProcessRunner, line: str, signer: Signer | None) -> Done:
    out, err = Spool(), Spool()
    outcome = pool.run(
        words(line), stdout=out, stderr=err, cancellation=Cancellation(), signer=signer
    )
    return Done(Ran(outcome.exit_status, out.written.decode(), err.written.decode()), outcome)


def run(batch: Batch, signer: Signer | None, line: str = LINE) -> Ran:
    done = by(batch.pool, line, signer)
    batch.outcome = done.outcome
    return done.ran


def assume(batch: Batch, role: Role) -> Outcome:
    return batch.pool.assume(role, cancellation=Cancellation())


def beside(pool: InProcessRunner, lines: Sequence[tuple[str, Signer | None]]) -> list[Done]:
    """Run lines by eight threads, each with its own signer."""
    signers = dict(enumerate(signer for _, signer in lines))

    def do(pool: InProcessRunner, numbered: str) -> Done:
        number, _, line = numbered.partition(" ")
        return by(pool, line, signers[int(number)])

    numbered = [f"{number} {line}" for number, (line, _) in enumerate(lines)]
    return crowd(pool, numbered, threads=8, do=do)


def test_keys_sign_and_the_next_line_is_signed_as_before(batch: Batch, sts: Sts) -> None:
    for signer in (None, KEYS, None, KEYS, Keys("OTHER", "secret")):
        run(batch, signer)
    assert sts.keys() == ["KEYENV", "KEYGIVEN", "KEYENV", "KEYGIVEN", "OTHER"]


def test_keys_go_before_a_profile_whose_settings_stay(
    batch: Batch, sts: Sts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    run(batch, KEYS, f"{LINE} --profile one")
    run(batch, None, f"{LINE} --profile one")
    assert [(each.key, each.region) for each in sts.recorder.requests] == [
        ("KEYGIVEN", "eu-west-1"),
        ("KEYONE", "eu-west-1"),
    ]


def test_a_role_is_assumed_once_and_signs(batch: Batch, sts: Sts) -> None:
    for _ in range(3):
        assert assume(batch, role(1)).failure is None
        run(batch, role(1))
    run(batch, role(1), "ec2 describe-regions --region eu-central-1")
    assert len(sts.asked) == 1
    assert sts.keys() == ["ASIA001R1"] * 3
    assert sts.keys("ec2") == ["ASIA001R1"]


def test_a_role_is_assumed_as_its_parameters_say(batch: Batch, sts: Sts) -> None:
    given = Role(arn(1), "me", "of them", KEYS, "one", "eu-south-1")
    assume(batch, given)
    ((request, parameters),) = sts.asked
    assert (request.key, request.region) == ("KEYGIVEN", "eu-south-1")
    del parameters["Action"], parameters["Version"]
    assert parameters == {"RoleArn": arn(1), "RoleSessionName": "me", "ExternalId": "of them"}


def test_a_role_is_assumed_in_the_region_of_the_profile_in_effect(
    batch: Batch, sts: Sts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    assume(batch, role(1, source=Profile("one"), profile="one"))
    assume(batch, role(2, region="us-west-2"))
    assert [(request.key, request.region) for request, _ in sts.asked] == [
        ("KEYONE", "eu-west-1"),
        ("KEYENV", "us-west-2"),
    ]


def test_a_role_that_stands_on_another_is_signed_by_it(batch: Batch, sts: Sts) -> None:
    outer = role(1, source=Profile("two"), profile="two")
    inner = role(2, source=outer, profile="two")
    run(batch, inner)
    run(batch, outer)
    assert [request.key for request, _ in sts.asked] == ["KEYTWO", "ASIA001R1"]
    assert sts.keys() == ["ASIA002R2", "ASIA001R1"]


def test_the_same_role_from_another_source_is_another(batch: Batch, sts: Sts) -> None:
    one, two = (role(1, source=Profile(name), profile=name) for name in ("one", "two"))
    for signer in (one, two, one):
        run(batch, signer)
    assert sts.keys() == ["ASIA001R1", "ASIA001R2", "ASIA001R1"]


@pytest.mark.races
def test_eight_rounds_at_once_assume_a_role_once(batch: Batch, sts: Sts) -> None:
    everybody = Barrier(8)

    def do(pool: InProcessRunner, _: str) -> Done:
        everybody.wait()
        pool.assume(role(1), cancellation=Cancellation())
        return by(pool, LINE, role(1))

    crowd(batch.pool, ["x"] * 8, threads=8, do=do)
    assert len(sts.asked) == 1
    assert sts.keys() == ["ASIA001R1"] * 8


@pytest.mark.races
def test_no_line_of_a_crowd_is_signed_by_another_ones_keys(batch: Batch, sts: Sts) -> None:
    """The worst that could happen: a line in the wrong account."""
    lines: list[tuple[str, Signer | None]] = []
    expected = []
    for number in range(160):
        account = number % 10
        name = f"group-{number}"
        line = f"logs delete-log-group --log-group-name {name}"
        match account:
            case 0:
                lines.append((line, None))
                expected.append((name, "KEYENV"))
            case 1:
                lines.append((f"{line} --profile one", None))
                expected.append((name, "KEYONE"))
            case 2 | 3 | 4:
                lines.append((f"{line} --region eu-west-{account}", Keys(f"KEY{account}", "s")))
                expected.append((name, f"KEY{account}"))
            case _:
                lines.append((line, role(account, profile="one" if number % 3 else None)))
                expected.append((name, f"ASIA00{account}R"))
    done = beside(batch.pool, lines)

    assert {each.ran.exit_status for each in done} == {0}
    signed = {
        str(each.parameters["logGroupName"]): re.sub(r"(ASIA00.R)\d+", r"\1", each.key or "")
        for each in sts.recorder.requests
        if each.service == "logs"
    }
    assert signed == dict(expected)
    # One key for each role: nothing was signed by a role that was assumed a second time.
    assert len(sts.asked) == 5


@pytest.mark.races
def test_hand_written_commands_of_a_crowd_sign_by_their_own_keys(
    batch: Batch, sts: Sts, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_text("content")
    lines: list[tuple[str, Signer | None]] = [
        (f"s3 cp {file} s3://bucket/{account}", role(account)) for account in range(1, 9)
    ]
    done = beside(batch.pool, lines)
    assert {each.ran.exit_status for each in done} == {0}
    signed = {
        each.path: (each.key or "")[:8] for each in sts.recorder.requests if each.service == "s3"
    }
    assert signed == {f"/bucket/{account}": f"ASIA00{account}R" for account in range(1, 9)}


@pytest.mark.parametrize(
    ("line", "service"),
    [
        ("ecr get-login-password", "ecr"),
        ("cloudformation deploy --stack-name s --template-file {template}", "cloudformation"),
        ("ec2 wait instance-running --instance-ids i-1", "ec2"),
        ("s3 ls", "s3"),
        ("s3api list-buckets", "s3"),
    ],
)
def test_every_kind_of_command_is_signed(
    batch: Batch, sts: Sts, tmp_path: Path, line: str, service: str
) -> None:
    template = tmp_path / "t.yaml"
    template.write_text("Resources: {}\n")
    run(batch, role(7), line.format(template=template))
    assert {each[:8] for each in sts.keys(service) if each} == {"ASIA007R"}
    assert set(sts.keys(service)) != set()


def test_a_token_of_a_cluster_is_signed(batch: Batch, sts: Sts) -> None:
    done = run(batch, KEYS, "eks get-token --cluster-name c")
    assert done.exit_status == 0
    token = json.loads(done.stdout)["status"]["token"].removeprefix("k8s-aws-v1.")
    assert "KEYGIVEN" in base64.urlsafe_b64decode(f"{token}==").decode()
    del sts


ALIAS = """
from awsbatch.aws.in_process_runner import InProcessRunner
from tests.aws.session.test_signer_cache import KEYS, by
with InProcessRunner() as pool:
    print([by(pool, "who", signer).ran for signer in (KEYS, None, KEYS)])
"""


def test_a_program_of_an_alias_finds_the_keys_in_its_environment(
    sts: Sts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del sts
    (tmp_path / ".aws" / "cli").mkdir(parents=True)
    names = "$AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $AWS_SESSION_TOKEN"
    (tmp_path / ".aws" / "cli" / "alias").write_text(f"[toplevel]\nwho = !echo {names}\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    # awscli finds the alias file when it is imported, so in a process of its own.
    done = subprocess.run(
        [sys.executable, "-c", ALIAS], capture_output=True, text=True, check=False
    )
    given, own = Ran(0, "KEYGIVEN secret token\n", ""), Ran(0, "KEYENV secret\n", "")
    assert (done.stdout, done.stderr) == (f"{[given, own, given]}\n", "")


def test_a_line_that_is_not_signed_stays_so(batch: Batch, sts: Sts) -> None:
    run(batch, role(1), f"{LINE} --no-sign-request")
    run(batch, role(1))
    assert [each.key for each in sts.recorder.requests if each.service != "sts"] == [
        None,
        "ASIA001R1",
    ]


def test_a_role_that_cannot_be_assumed_says_why(batch: Batch, sts: Sts) -> None:
    sts.refuses = True
    failure = assume(batch, role(1)).failure
    assert failure is not None
    assert failure.code == "AccessDenied"
    # The batch is allowed one attempt, which is what version 2 calls the last one.
    tried = by_version("", " (reached max retries: 0)")
    assert failure.message == (
        "An error occurred (AccessDenied) when calling the AssumeRole operation"
        f"{tried}: KEYENV may not"
    )
    sts.refuses = False
    assert assume(batch, role(1)).failure is None


def test_a_role_without_credentials_to_stand_on_says_so(
    batch: Batch, sts: Sts, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    failure = assume(batch, role(1)).failure
    assert failure is not None
    assert (failure.code, failure.message) == (
        "NoCredentialsError",
        "Unable to locate credentials",
    )
    assert sts.asked == []


def test_a_role_on_a_profile_that_is_missing_says_so(batch: Batch, sts: Sts) -> None:
    failure = assume(batch, role(1, source=Profile("nosuch"), profile="nosuch")).failure
    assert failure is not None
    assert failure.message == "The config profile (nosuch) could not be found"
    assert sts.asked == []


def test_a_role_is_renewed_before_it_expires(batch: Batch, sts: Sts) -> None:
    # botocore renews what lasts less than 15 minutes, and waits for that in the last 10.
    sts.lasts = timedelta(minutes=5)
    assume(batch, role(1))
    sts.lasts = timedelta(hours=1)
    for _ in range(3):
        run(batch, role(1))
    assert sts.keys() == ["ASIA001R2"] * 3


@pytest.mark.parametrize("line", [LINE, "s3 ls", "s3 rb s3://bucket"])
def test_a_renewal_that_fails_has_a_code_of_its_own(batch: Batch, sts: Sts, line: str) -> None:
    sts.lasts = timedelta(minutes=5)
    assume(batch, role(1))
    sts.refuses = True
    done = run(batch, role(1), line)
    assert done.exit_status != 0
    failure = batch.outcome.failure
    assert failure is not None
    assert failure.code == "RoleNotAssumed"
    assert "(AccessDenied)" in failure.message
    assert sts.keys("s3") + sts.keys() == []


def test_a_role_outlives_a_change_of_the_configuration(
    batch: Batch, sts: Sts, monkeypatch: pytest.MonkeyPatch
) -> None:
    del monkeypatch
    run(batch, role(1))
    run(batch, None, "configure set region eu-west-3")
    run(batch, role(1))
    assert [each.region for each in sts.recorder.requests if each.service == "logs"] == [
        "us-west-2",
        "us-west-2",
    ]
    assert sts.keys() == ["ASIA001R1"] * 2


def test_requests_for_roles_count(batch: Batch, sts: Sts) -> None:
    assume(batch, role(1))
    run(batch, role(1))
    assert batch.pool.requests == 2
    del sts


def test_what_assumes_a_role_may_be_abandoned(batch: Batch, sts: Sts) -> None:
    cancellation = Cancellation()
    cancellation.abandon()
    assert batch.pool.assume(role(1), cancellation=cancellation).is_abandoned
    assert sts.asked == []


def test_the_secrets_are_not_in_what_a_failed_command_says(batch: Batch, sts: Sts) -> None:
    secret = Keys("KEYGIVEN", "a-secret-key", "a-session-token")
    sts.recorder.answer = lambda _: (400, b'{"__type": "ExpiredTokenException", "message": "no"}')
    done = run(batch, secret)
    assert done.exit_status != 0
    assert batch.outcome.failure is not None
    for text in (done.stderr, done.stdout, repr(batch.outcome)):
        assert "a-secret-key" not in text
        assert "a-session-token" not in text


def test_the_words_of_a_line_are_not_changed(batch: Batch, sts: Sts) -> None:
    del sts
    line = f"{LINE} --debug"
    done = run(batch, KEYS, line)
    assert f"Arguments entered to CLI: {shlex.split(line)}" in done.stderr


@pytest.mark.law
@pytest.mark.parametrize("line", [LINE, "s3 ls", "sts get-caller-identity", "s3 rb s3://bucket"])
def test_it_is_as_in_an_aws_that_has_the_keys_in_its_environment(
    batch: Batch, sts: Sts, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    def told() -> list[tuple[object, ...]]:
        found: list[tuple[object, ...]] = [
            (each.method, each.path, each.body, each.key, each.region, each.features)
            for each in sts.recorder.requests
        ]
        sts.recorder.requests.clear()
        return found

    sts.recorder.answer = lambda _: (200, b"{}")
    ran = run(batch, KEYS, line)
    ours = told()
    for name, value in zip(
        ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
        (KEYS.access_key_id, KEYS.secret_access_key, KEYS.session_token),
        strict=True,
    ):
        monkeypatch.setenv(name, str(value))
    theirs = fresh(line)
    assert (ran, ours) == (theirs, told())
