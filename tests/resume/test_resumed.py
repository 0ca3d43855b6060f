"""What a resumed run sends after its script, its files or the world have changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.resume.changing_aws import ChangingAws, Sent
from tests.resume.job_log import last_rows, retried
from tests.resume.trial import Trial

A, B, C, D = (f"logs create-log-group --log-group-name {name}\n" for name in "abcd")
COUNTER = """\
n = ssm get-parameter --name n --query Parameter.Value
ssm put-parameter --name n --type String --overwrite --value <<add(from_json(n), `1`)>>
logs create-log-group --log-group-name a
"""
FINALLY = """\
set -e
logs create-log-group --log-group-name a
logs create-log-group --log-group-name b
logs create-log-group --log-group-name c
finally
    logs delete-log-group --log-group-name a
    logs delete-log-group --log-group-name b
end
"""
KEYS = """\
keys = iam create-access-key --user-name u --query AccessKey
ssm put-parameter --name keys --type String --value <<keys.AccessKeyId>>
"""
POLICY = """\
iam put-role-policy --role-name r --policy-name p --policy-document file://policy.json
logs create-log-group --log-group-name a
"""
ROLE = """\
defaults --role-arn arn:aws:iam::222222222222:role/r
logs create-log-group --log-group-name a
logs create-log-group --log-group-name b
"""
EQUAL = """\
parallel for name in x y z
    key = kms create-key --query KeyMetadata.KeyId
    print <<name>> <<key>>
    ssm put-parameter --name <<name>> --type String --value <<key>> > /dev/null
end
"""
PROFILES = """\
for profile in one two
    defaults --profile <<profile>>
    logs create-log-group --log-group-name a
    logs create-log-group --log-group-name b
end
"""
CLOCK = """\
logs create-log-group --log-group-name <<date(ago('30d'))>>
logs create-log-group --log-group-name b
"""


def refusing(*names: str) -> Callable[[Sent], str | None]:
    """Return what refuses changes of these names."""
    return lambda sent: "LimitExceededException" if sent.is_change and sent.name in names else None


def accepting(_: Sent) -> None:
    """Refuse nothing."""


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        pytest.param(A + B + C, ["b"], id="the same"),
        pytest.param(A + D + B + C, ["d", "b"], id="inserted"),
        pytest.param(D + A + B + C, ["d", "b"], id="inserted at the beginning"),
        pytest.param(B + C, ["b"], id="deleted"),
        pytest.param(A + C, [], id="the failed one deleted"),
        pytest.param(C + B + A, ["b"], id="reordered"),
        pytest.param("# why\n\n" + A + "  " + B + C.strip(), ["b"], id="laid out"),
        pytest.param(A + A + B + C, ["a", "b"], id="once more"),
        pytest.param(A + B.replace("name b", "name e") + C, ["e"], id="the failed one edited"),
        pytest.param(A.replace("name a", "name e") + B + C, ["e", "b"], id="a done one edited"),
        pytest.param(A.replace("name a", "name 'a'") + B + C, ["b"], id="quoted"),
        pytest.param(f"parallel\n{A}{B}{C}end\n", ["b"], id="in a block"),
        pytest.param("for n in a b c\n" + A.replace("a\n", "<<n>>\n") + "end\n", ["b"], id="loop"),
    ],
)
def test_only_what_is_new_or_failed_is_sent(
    aws: ChangingAws, trial: Trial, text: str, sent: list[str]
) -> None:
    aws.refuse = refusing("b")
    file = trial.write(A + B + C)
    assert trial.run(file).status == 1
    aws.refuse = accepting
    trial.write(text)

    resumed = trial.resume(file)

    assert resumed.status == 0, resumed.stderr
    assert aws.since(2) == [f"CreateLogGroup {name}" for name in sent]


def test_a_failed_command_keeps_its_number(aws: ChangingAws, trial: Trial) -> None:
    aws.refuse = refusing("b")
    file = trial.write(A + B + C)
    trial.run(file)
    assert retried(trial.log) == [B.replace("logs", "aws logs").split()]
    aws.refuse = accepting

    trial.resume(file)

    assert [row.exit_status for row in last_rows(trial.log).values()] == [0, 0, 0]
    assert retried(trial.log) == []


def test_equal_commands_in_rounds_keep_their_own_results(aws: ChangingAws, trial: Trial) -> None:
    file = trial.write(EQUAL)
    aws.refuse = refusing("x", "y", "z")
    first = trial.run(file)
    assert first.status == 1
    aws.refuse = accepting
    made = len(aws.changes)

    resumed = trial.resume(file)

    assert resumed.status == 0, resumed.stderr
    assert resumed.stdout == first.stdout
    puts = {each.name: each.parameters["Value"] for each in aws.changes[made:]}
    assert puts == dict(line.split() for line in first.stdout.splitlines())


def test_a_counter_is_not_raised_twice(aws: ChangingAws, trial: Trial) -> None:
    trial.run(trial.write("ssm put-parameter --name n --type String --value 1\n", "first.aws"))
    trial.log.unlink()
    Path(f"{trial.log}.state").unlink()
    file = trial.write(COUNTER)
    aws.refuse = refusing("a")
    assert trial.run(file).status == 1
    aws.refuse = accepting
    made = len(aws.changes)

    resumed = trial.resume(file)

    assert resumed.status == 3
    assert "--resume=changed" in resumed.stderr
    assert aws.since(made) == []

    let_through = trial.run("--resume=changed", file)

    assert let_through.status == 0, let_through.stderr
    assert aws.since(made) == ["PutParameter n", "CreateLogGroup a"]
    assert trial.resume(file).status == 3


def test_what_is_left_of_a_finally_is_all_that_runs(aws: ChangingAws, trial: Trial) -> None:
    file = trial.write(FINALLY)
    aws.refuse = lambda sent: "X" if sent.told in {"CreateLogGroup b", "DeleteLogGroup b"} else None
    assert trial.run(file).status == 1
    assert aws.since(0) == ["CreateLogGroup a", "DeleteLogGroup a"]
    aws.refuse = accepting

    resumed = trial.resume(file)

    assert resumed.status == 1
    assert "`finally` that has run: start anew" in resumed.stderr
    assert aws.since(2) == ["DeleteLogGroup b"]


def test_a_finally_after_all_was_done_is_resumed_to_success(aws: ChangingAws, trial: Trial) -> None:
    file = trial.write(FINALLY)
    aws.refuse = lambda sent: "X" if sent.told == "DeleteLogGroup b" else None
    assert trial.run(file).status == 1
    aws.refuse = accepting

    resumed = trial.resume(file)

    assert resumed.status == 0, resumed.stderr
    assert aws.since(4) == ["DeleteLogGroup b"]


def test_a_result_that_was_not_kept_stops_the_run(aws: ChangingAws, trial: Trial) -> None:
    file = trial.write(KEYS)
    aws.refuse = refusing("keys")
    assert trial.run(file).status == 1
    aws.refuse = accepting

    resumed = trial.resume(file)

    assert resumed.status == 3
    assert "a.aws:1" in resumed.stderr
    assert "AKIANEW1" in resumed.stderr
    assert aws.since(1) == []
    kept = trial.log.read_text() + Path(f"{trial.log}.state").read_text()
    assert "wJalr" not in kept + resumed.stderr

    # As the message says what can be done.
    rows = trial.log.read_text().splitlines(keepends=True)
    trial.log.write_text("".join(row for row in rows if not row.startswith("1\t")))
    anew = trial.resume("--in-doubt", "again", file)

    assert anew.status == 0, anew.stderr
    assert aws.since(1) == ["CreateAccessKey u", "PutParameter keys"]


def test_a_corrected_policy_is_sent(aws: ChangingAws, trial: Trial) -> None:
    file = trial.write(POLICY)
    trial.write('{"Version": "wrong"}', "policy.json")
    aws.refuse = refusing("r")
    assert trial.run(file).status == 1
    aws.refuse = accepting
    trial.write('{"Version": "right"}', "policy.json")

    resumed = trial.resume(file)

    assert resumed.status == 0, resumed.stderr
    assert aws.since(1) == ["PutRolePolicy r"]
    assert aws.changes[1].parameters["PolicyDocument"] == '{"Version": "right"}'


def test_a_policy_that_was_sent_and_then_edited_stops_the_run(
    aws: ChangingAws, trial: Trial
) -> None:
    file = trial.write(POLICY)
    trial.write('{"Version": "wrong"}', "policy.json")
    aws.refuse = refusing("a")
    assert trial.run(file).status == 1
    aws.refuse = accepting
    trial.write('{"Version": "right"}', "policy.json")

    resumed = trial.resume(file)

    assert resumed.status == 3
    assert "policy.json" in resumed.stderr
    assert aws.since(1) == []
    assert trial.run("--resume=changed", file).status == 0
    assert aws.since(1) == ["PutRolePolicy r", "CreateLogGroup a"]


def test_what_ran_under_a_role_is_done_and_nobody_elses(aws: ChangingAws, trial: Trial) -> None:
    file = trial.write(ROLE)
    aws.refuse = refusing("b")
    assert trial.run(file).status == 1
    aws.refuse = accepting
    assert [row.command.split()[0] for row in last_rows(trial.log).values()] == ["false", "false"]
    assert retried(trial.log) == []

    resumed = trial.resume(file)

    assert resumed.status == 0, resumed.stderr
    assert aws.since(1) == ["CreateLogGroup b"]
    assert {each.account for each in aws.changes} == {"222222222222"}


def test_two_files_have_one_log(aws: ChangingAws, trial: Trial) -> None:
    files = (trial.write(A + B, "1.aws"), trial.write(C + A, "2.aws"))
    aws.refuse = refusing("b", "c")
    assert trial.run(*files).status == 1
    aws.refuse = accepting

    resumed = trial.resume(*files)

    assert resumed.status == 0, resumed.stderr
    assert aws.since(2) == ["CreateLogGroup b", "CreateLogGroup c"]


def profiles(trial: Trial, one: str, two: str) -> dict[str, str]:
    """Write a configuration of two profiles with these keys, and return what chooses it."""
    text = "".join(
        f"[profile {name}]\naws_access_key_id = {key}\naws_secret_access_key = x\n"
        for name, key in (("one", one), ("two", two))
    )
    return {"AWS_CONFIG_FILE": str(trial.folder / trial.write(text, "config"))}


@pytest.mark.parametrize(
    ("one", "two", "status"),
    [
        pytest.param("AKIAONE", "AKIATWO", 0, id="the same"),
        pytest.param("AKIAROTATED", "AKIATWO", 0, id="another key of the account"),
        pytest.param("AKIATWO", "AKIAONE", 3, id="the other account"),
    ],
)
def test_a_command_is_one_of_its_account(
    aws: ChangingAws, trial: Trial, one: str, two: str, status: int
) -> None:
    aws.accounts = {"AKIATWO": "222222222222"}
    file = trial.write(PROFILES)
    aws.refuse = refusing("b")
    assert trial.run(file, **profiles(trial, "AKIAONE", "AKIATWO")).status == 1
    aws.refuse = accepting

    resumed = trial.resume(file, **profiles(trial, one, two))

    assert resumed.status == status, resumed.stderr
    assert aws.since(2) == ([] if status else ["CreateLogGroup b"] * 2)


def test_an_account_that_may_not_be_asked_for_is_its_key(aws: ChangingAws, trial: Trial) -> None:
    file = trial.write(A + B)

    def refuse(sent: Sent) -> str | None:
        is_refused = sent.operation == "GetCallerIdentity" or sent.name == "b"
        return "AccessDenied" if is_refused and sent.name != "a" else None

    aws.refuse = refuse
    assert trial.run(file).status == 1

    assert trial.resume(file).status == 1
    assert aws.since(0) == ["CreateLogGroup a"]
    assert trial.resume(file, AWS_ACCESS_KEY_ID="AKIAOTHER").status == 3
    assert aws.since(0) == ["CreateLogGroup a"]


SHIFT = """\
import os, time
now, shift = time.time, float(os.environ["SHIFT"])
time.time = lambda: now() + shift
"""


@pytest.mark.parametrize("days", [40, -40])
def test_the_clock_is_that_of_the_first_run(aws: ChangingAws, trial: Trial, days: int) -> None:
    file = trial.write(CLOCK)
    aws.refuse = refusing("b")
    assert trial.run(file).status == 1
    aws.refuse = accepting
    trial.write(SHIFT, "sitecustomize.py")
    shifted = {"PYTHONPATH": f"{trial.folder}:.", "SHIFT": str(days * 24 * 60 * 60)}
    trial.environment = {**trial.environment, **shifted}

    with trial.start("--resume", file) as process:
        assert process.wait() == 0

    assert aws.since(1) == ["CreateLogGroup b"]


def test_nothing_is_sent_after_all_was_done(aws: ChangingAws, trial: Trial) -> None:
    file = trial.write(A + EQUAL)
    assert trial.run(file).status == 0
    made = len(aws.changes)
    read = len(aws.sent)

    resumed = trial.resume(file)

    assert resumed.status == 0, resumed.stderr
    assert aws.since(made) == []
    assert {each.operation for each in aws.sent[read:]} <= {"GetCallerIdentity"}
