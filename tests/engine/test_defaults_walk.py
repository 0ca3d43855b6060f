"""Who signs the commands after a `defaults`, and what becomes of them if nobody can."""

from typing import Any

import pytest

from awsbatch.contract.signer import Keys, Profile, Role
from awsbatch.engine.engine import Terms
from awsbatch.event import Ended, Refused, Started
from tests.contract.fake_runner import FakeRunner, ends, fails, outermost, run, told

ROLE = "arn:aws:iam::111111111111:role/a"
OTHER = "arn:aws:iam::222222222222:role/b"
C = {"AccessKeyId": "AKIA1", "SecretAccessKey": "the secret", "SessionToken": "the token"}
KEYS = Keys("AKIA1", "the secret", "the token")


def signed(text: str, runner: FakeRunner | None = None, **names: Any) -> FakeRunner:
    runner = runner or FakeRunner()
    run(text, runner=runner, scope=outermost({"c": C, **names}))
    return runner


def test_credentials_sign_and_change_nothing_else() -> None:
    runner = signed("defaults --profile p --region r --credentials <<c>>\naws a b\n")
    assert runner.commands == ["a b --profile p --region r"]
    assert runner.signers == [KEYS]


def test_credentials_stand_in_what_sts_answered_as_well() -> None:
    assert signed("defaults --credentials=<<c>>\naws a b\n", c={"Credentials": C}).signers == [KEYS]


def test_keys_without_a_token_sign() -> None:
    keys = {"AccessKeyId": "AKIA1", "SecretAccessKey": "s", "SessionToken": None, "UserName": "u"}
    assert signed("defaults --credentials <<c>>\naws a b\n", c=keys).signers == [Keys("AKIA1", "s")]


def test_a_command_is_shown_with_a_profile_that_nobody_has() -> None:
    events = run(
        f"""\
defaults --profile p --region r
for x in 1
    defaults --credentials <<c>>
    aws a b
    for y in 1
        defaults --role-arn {ROLE}
        aws a b --debug
    end
end
aws a b
""",
        scope=outermost({"c": C}),
    )
    assert told(events) == [
        (4, "ok", "aws a b --profile AKIA1 --region r"),
        (7, "ok", f"aws a b --debug --profile {ROLE} --region r"),
        (10, "ok", "aws a b --profile p --region r"),
    ]
    assert [end.signer for end in ends(events)] == ["AKIA1", ROLE, None]


@pytest.mark.parametrize("own", ["--profile o", "--profile=o", "--prof o", "--profile <<x>>"])
def test_the_profile_of_a_line_takes_the_place_of_who_signs(own: str) -> None:
    text = f"defaults --profile p --role-arn {ROLE}\naws a b {own}\naws a b\n"
    runner = signed(text, x="o")
    shown = own.replace("<<x>>", "o")
    assert runner.signed == [(f"a b {shown}", None), ("a b --profile p", ROLE)]


def test_a_profile_in_a_block_inside_takes_the_place_of_who_signs() -> None:
    text = f"""\
defaults --role-arn {ROLE}
for x in 1
    aws a 1
    defaults --profile q
    aws a 2
    for y in 1
        defaults --role-arn {OTHER}
        aws a 3
    end
end
aws a 4
"""
    runner = signed(text)
    assert runner.signed == [
        ("a 1", ROLE),
        ("a 2 --profile q", None),
        ("a 3 --profile q", OTHER),
        ("a 4", ROLE),
    ]
    assert [role.source for role in runner.assumed] == [Profile(), Profile("q")]


@pytest.mark.parametrize(
    ("before", "source"),
    [
        ("", Profile()),
        ("--profile p", Profile("p")),
        ("--profile=p", Profile("p")),
        ("--credentials <<c>>", KEYS),
        ("--profile p --credentials <<c>>", KEYS),
    ],
)
@pytest.mark.parametrize("joint", [" ", "\ndefaults "])
def test_a_role_stands_on_what_its_block_chose(before: str, source: object, joint: str) -> None:
    chosen = f"{before}{joint}" if before else ""
    runner = signed(f"defaults {chosen}--role-arn {ROLE}\naws a b\n")
    (role,) = runner.assumed
    assert role.source == source
    assert role.profile == ("p" if "profile" in before else None)


def test_a_role_stands_on_what_the_block_around_chose_a_role_included() -> None:
    text = f"""\
defaults --region r --credentials <<c>>
for x in 1
    defaults --role-arn {ROLE} --role-session-name me --external-id secret
    for y in 1
        defaults --region s --role-arn {OTHER}
        aws a b
    end
end
"""
    runner = signed(text)
    first = Role(ROLE, "me", "secret", KEYS)
    assert runner.assumed == [first, Role(OTHER, "awsbatch", None, first)]
    assert [role.region for role in runner.assumed] == ["r", "s"]
    assert runner.signers == [runner.assumed[1]]


def test_a_role_that_cannot_be_assumed_fails_its_defaults_and_skips_the_rest_of_the_block() -> None:
    text = """\
for account in 111111111111 222222222222
    aws s before <<account>>
    defaults --role-arn arn:aws:iam::<<account>>:role/a
    @ignore=AccessDenied aws s under <<account>>
    for x in 1
        aws s under <<account>>
    end
end
aws s after
finally
    aws s last
end
"""
    runner = FakeRunner({f"assume {ROLE}": fails("AccessDenied")})
    events = run(text, runner=runner)
    assert runner.signed == [
        ("s before 111111111111", None),
        ("s before 222222222222", None),
        ("s under 222222222222", "arn:aws:iam::222222222222:role/a"),
        ("s under 222222222222", "arn:aws:iam::222222222222:role/a"),
        ("s after", None),
        ("s last", None),
    ]
    assert told(events)[1:4] == [
        (3, "failed", ""),
        (4, "skipped", "aws s under <<account>>"),
        (5, "skipped", ""),
    ]
    failed = ends(events)[1]
    assert failed.exit_status == 1
    assert failed.error is not None
    assert failed.error.message == f"cannot assume `{ROLE}`: no"


def test_a_role_that_cannot_be_assumed_keeps_the_finally_of_its_file_from_running() -> None:
    runner = FakeRunner({f"assume {ROLE}": fails("AccessDenied")})
    text = f"aws a b\ndefaults --role-arn {ROLE}\naws c d\nfinally\naws e f\nend\n"
    assert told(run(text, runner=runner)) == [
        (1, "ok", "aws a b"),
        (2, "failed", ""),
        (3, "skipped", "aws c d"),
        (5, "skipped", "aws e f"),
    ]


@pytest.mark.parametrize("jobs", [1, 8])
def test_what_stands_beside_a_role_begins_once_it_is_assumed(jobs: int) -> None:
    text = f"parallel\naws a 1\ndefaults --role-arn {ROLE}\naws a 2\naws a 3\nend\naws a 4\n"
    runner = FakeRunner()
    run(text, runner=runner, terms=Terms(jobs=jobs))
    assert dict(runner.signed) == {"a 1": None, "a 2": ROLE, "a 3": ROLE, "a 4": None}


@pytest.mark.parametrize("jobs", [1, 8])
def test_it_does_where_all_statements_of_a_file_stand_beside_each_other(jobs: int) -> None:
    text = f"aws a 1\ndefaults --role-arn {ROLE}\naws a 2\naws a 3\n"
    runner = FakeRunner()
    run(text, runner=runner, terms=Terms(jobs=jobs, parallel=True))
    assert dict(runner.signed) == {"a 1": None, "a 2": ROLE, "a 3": ROLE}


@pytest.mark.parametrize("jobs", [1, 8])
def test_a_role_that_is_not_assumed_skips_what_stands_beside_it(jobs: int) -> None:
    text = f"parallel\ndefaults --role-arn {ROLE}\naws a 2\naws a 3\nend\naws a 4\n"
    runner = FakeRunner({f"assume {ROLE}": fails("AccessDenied")})
    run(text, runner=runner, terms=Terms(jobs=jobs))
    assert runner.commands == ["a 4"]


def test_a_clash_that_only_the_run_sees_fails_the_defaults() -> None:
    runner = FakeRunner()
    text = f"defaults --role-arn {ROLE}\naws a b\ndefaults --profile p\naws c d\n"
    events = run(text, runner=runner)
    assert runner.commands == ["a b"]
    assert told(events)[1:] == [(3, "failed", ""), (4, "skipped", "aws c d")]


def test_computed_values_of_a_role_are_looked_at_when_they_are_known() -> None:
    (failed, _) = ends(run("defaults --role-arn <<x>>\naws a b\n", scope=outermost({"x": "admin"})))
    assert failed.error is not None
    assert failed.error.message == "expected the ARN of a role, found `admin`"


def test_a_role_is_told_of_with_its_command_in_every_round() -> None:
    text = f"parallel for a in 1 2\ndefaults --role-arn {ROLE}\naws s a <<a>>\nend\n"
    runner = FakeRunner()
    run(text, runner=runner, terms=Terms(jobs=8))
    assert sorted(runner.signed) == [("s a 1", ROLE), ("s a 2", ROLE)]


def test_given_credentials_are_in_no_words_of_a_command_that_are_shown() -> None:
    keys = {"AccessKeyId": "AKIA1", "SecretAccessKey": "abcdefgh", "SessionToken": "abcdefgh/token"}
    text = """\
defaults --credentials <<c>>
aws configure set aws_secret_access_key <<c.SecretAccessKey>>
aws a b --x "key=<<c.SessionToken>>,id=<<c.AccessKeyId>>"
"""
    runner = FakeRunner()
    events = run(text, runner=runner, scope=outermost({"c": keys}))
    assert runner.commands == [
        "configure set aws_secret_access_key abcdefgh",
        "a b --x key=abcdefgh/token,id=AKIA1",
    ]
    shown = [
        "aws configure set aws_secret_access_key *** --profile AKIA1",
        "aws a b --x key=***,id=AKIA1 --profile AKIA1",
    ]
    assert [" ".join(each.argv) for each in events if isinstance(each, Started)] == shown
    assert [text for *_, text in told(events)] == shown


def test_given_credentials_are_in_no_message() -> None:
    text = """\
defaults --credentials <<c>>
aws a b --x <<[c.SecretAccessKey, `null`]>>
for x in 1
    defaults --role-arn <<c.SecretAccessKey>>
    aws a b
end
assert <<c == `1`>> the key is <<c.SecretAccessKey>>
"""
    events = run(text, scope=outermost({"c": C}))
    errors = [each.error for each in events if isinstance(each, Ended | Refused) and each.error]
    assert [error.message for error in errors][1:] == [
        "expected the ARN of a role, found `***`",
        "the key is ***",
    ]
    assert "the secret" not in repr([each.error for each in ends(events)])


def test_who_was_to_sign_a_command_that_did_not_start_is_told() -> None:
    text = f"defaults --role-arn {ROLE}\naws a b --x <<n>>\naws a c > /nosuch/folder/f\n"
    events = run(text, scope=outermost({"n": None}))
    assert [(end.status.value, end.signer) for end in ends(events)] == [("failed", ROLE)] * 2
