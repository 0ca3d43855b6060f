"""What is shown of command lines with secrets, and which values are known to be secret then."""

from pathlib import Path

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.contract import quoting
from awsbatch.contract.mask import Masked
from awsbatch.redaction.stars import MASK
from tests.aws import profiling
from tests.aws.line_check.command_line import words
from tests.aws_cli import of_version
from tests.table import table


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (line, shown if isinstance(shown, str) else of_version(shown, shown["otherwise"]))
        for line, shown in table("aws/line_check/line_secret").items()
    ],
)
def test_a_line_is_shown_so(runner: InProcessRunner, line: str, shown: str) -> None:
    assert quoting.joined(runner.masked(words(line)).words) == shown


@pytest.mark.parametrize(
    ("line", "secrets", "sure"),
    [
        ("ssm put-parameter --name n --value <<hunter2>>", ["hunter2"], []),
        ("iam create-login-profile --user-name u --password p<<q>>", ["pq"], ["pq"]),
        # As it is sent.
        (
            r'mq create-broker --users {"Username":"u","Password":"a\u0062\"c"}',
            ['ab"c'],
            ['ab"c'],
        ),
        ("mq create-broker --users Username=u,Password='a,b'", ["a,b"], ["a,b"]),
        ("mq create-broker --users Username=u,Password=<<a>>", ["a"], ["a"]),
        ('mq create-broker --users [{"Password":"x<<a>>"}]', ["xa"], ["xa"]),
        ("iam create-login-profile --user-name u --password=", [], [""]),
        ('mq create-broker --users {"Password":1234}', ["1234"], ["1234"]),
        ('mq create-broker --users {"Password":["a"]}', ["['a']"], ["['a']"]),
    ],
)
def test_the_secrets_of_a_line_are_known(
    runner: InProcessRunner, line: str, secrets: list[str], sure: list[str]
) -> None:
    masked = runner.masked(words(line))
    assert ([*masked.secrets], [*masked.sure]) == (secrets, sure)


@pytest.mark.parametrize(
    ("line", "text", "secrets"),
    [
        ("iam create-login-profile --user-name u --password file://f", "hunter2\n", ["hunter2"]),
        ("iam create-login-profile --user-name u --password=fileb://f", "a\nb\n", ["a\nb"]),
        ("secretsmanager create-secret --name s --secret-binary fileb://f", "key", ["key"]),
        (
            "secretsmanager create-secret --cli-input-json file://f",
            '{"Name": "n", "SecretString": "hunter2"}',
            ["hunter2"],
        ),
        ("mq create-broker --users file://f", '[{"Username": "u", "Password": "p"}]', ["p"]),
        ("secretsmanager create-secret --name s --description file://f", "hunter2", []),
        ("iam create-user --user-name file://f", "hunter2", []),
        ("secretsmanager create-secret --name s --secret-string file://gone", "x", []),
        ("secretsmanager create-secret --name s --secret-string file://.", "x", []),
        ("secretsmanager create-secret --name s --secret-string file://f", "\n", []),
        ("secretsmanager create-secret --name s --secret-string file://f", "x" * 70_000, []),
        ("secretsmanager create-secret --name s --secret-string file://<<f>>", "hunter2", []),
    ],
)
def test_what_is_secret_in_a_file_is_known_and_its_name_is_shown(
    runner: InProcessRunner,
    line: str,
    text: str,
    secrets: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("f").write_text(text)

    masked = runner.masked(words(line))

    assert [*masked.sure] == secrets
    assert MASK not in " ".join(masked.words)


def test_of_an_operation_that_takes_no_secret_it_is_known_at_once_from_then_on(
    runner: InProcessRunner,
) -> None:
    lines = [words(f"logs describe-log-groups --limit {number}") for number in (1, 2)]
    runner.masked(lines[0])
    # Without a parser, which makes hundreds.
    assert profiling.count(lambda: runner.masked(lines[1])) < 80


LIKE = [
    "ssm put-parameter --name n --value one --type SecureString",
    "ssm put-parameter --name n --value <<two>> --type SecureString",
    "ssm put-parameter --name n --value= --type SecureString",
    "ssm put-parameter --name n --value --type SecureString",
    "ssm put-parameter --name --value --type SecureString",
    "ssm put-parameter --name n --value file:///nowhere --type SecureString",
    "ssm put-parameter --name n --value <<file:///nowhere>> --type SecureString",
    "ssm put-parameter --name n --type String --value three --region r",
    "ssm put-parameter --name n --value=x<<y>> --type SecureString",
    'ssm put-parameter --cli-input-json {"Value":"four"}',
    'ssm put-parameter --cli-input-json {"Name":"four"}',
    "iam create-login-profile --user-name u --password five",
    "iam create-login-profile --user-name u --password help",
    "iam create-login-profile --user-name five --password u",
    "mq create-broker --users Username=u,Password=six",
    "mq create-broker --users Username=u,Other=six",
]


def test_a_line_is_shown_as_it_is_without_others_like_it() -> None:
    with InProcessRunner() as pool:
        for _ in range(2):
            after = [pool.masked(words(line)) for line in LIKE]
    for line, shown in zip(LIKE, after, strict=True):
        with InProcessRunner() as pool:
            assert pool.masked(words(line)) == shown


def test_the_cli_is_not_asked_of_each_value(runner: InProcessRunner) -> None:
    line = "ssm put-parameter --name n{n} --value v{n} --type String"
    lines = [words(line.format(n=n)) for n in range(2)]
    runner.masked(lines[0])
    assert profiling.count(lambda: runner.masked(lines[1])) < 120


@pytest.mark.parametrize(
    ("line", "is_open"),
    [
        ("logs delete-log-group --log-group-name g", True),
        ("logs delete-log-group --log-group-name g --password p", False),
        ("secretsmanager create-secret --name n", False),
        ("ssm put-parameter --name n", False),
        ("s3 rm s3://bucket/key", False),
    ],
)
def test_a_line_is_open_if_none_like_it_has_a_secret(
    runner: InProcessRunner,
    line: str,
    is_open: bool,  # noqa: FBT001 (of the table)
) -> None:
    assert [runner.masked(words(line)).is_open for _ in range(2)] == [is_open] * 2


def test_of_a_line_that_the_cli_cannot_read_all_values_are_masked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    config.write_text("no section\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    with InProcessRunner() as pool:
        masked = pool.masked(words("ssm put-parameter --name n --value=hunter2"))
    assert masked == Masked(("ssm", "put-parameter", "--name", "***", "--value=***"))
