"""What command lines do, as the runner says before it runs them."""

from pathlib import Path

import pytest
from awscli.alias import AliasLoader

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.contract.effect import Effect
from tests.aws import profiling
from tests.aws.line_check.command_line import words
from tests.aws_cli import by_version
from tests.table import table

ALIASES = """\
[toplevel]
whoami = sts get-caller-identity
make = ec2 create-vpc
fetch = s3 cp s3://bucket/key
program = !true
"""


@pytest.mark.parametrize(("line", "expected"), table("aws/line_check/line_effect").items())
def test_a_line_does_this(runner: InProcessRunner, line: str, expected: str) -> None:
    assert runner.effect(words(line)).value == expected


def test_of_an_operation_that_only_reads_it_is_known_at_once_from_then_on(
    runner: InProcessRunner,
) -> None:
    reading = [words(f"logs describe-log-groups --limit {number}") for number in (1, 2)]
    assert runner.effect(reading[0]).value == "reads"
    # Without a parser, which makes hundreds.
    assert profiling.count(lambda: runner.effect(reading[1])) < 80


def test_an_alias_does_what_it_stands_for(tmp_path: Path) -> None:
    alias = tmp_path / "alias"
    alias.write_text(ALIASES)
    lines = ["whoami", "make --cidr-block 10.0.0.0/16", "fetch <<file>>", "program"]
    with InProcessRunner() as pool:
        driver = pool.catalog.driver
        driver.alias_loader = AliasLoader(str(alias))
        driver.add_aliases(driver.make_parser())
        effects = [pool.effect(words(line)).value for line in lines]

    assert effects == ["reads", "changes", "local writes", "changes"]


def test_of_a_line_that_the_cli_cannot_read_nothing_is_known(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    config.write_text("no section\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    with InProcessRunner() as pool:
        assert pool.effect(words("ec2 describe-instances")).value == "changes"


def test_what_an_alias_below_a_command_does_is_not_known(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Only version 2 has them; to version 1, there is no such command."""
    alias = tmp_path / "alias"
    alias.write_text("[command logs]\ngroups = describe-log-groups\n[command s3]\nshow = ls\n")
    monkeypatch.setattr(AliasLoader.__init__, "__defaults__", (str(alias),))
    nothing = by_version(Effect.READS, Effect.CHANGES)
    with InProcessRunner() as pool:
        for line, expected in (("logs groups --limit 5", Effect.CHANGES), ("s3 show", nothing)):
            assert pool.catalog.effect(words(line)) is expected
            assert pool.catalog.masked(words(line)).words == tuple(line.split())


LIKE = [
    ("logs delete-log-group --log-group-name a", Effect.CHANGES),
    ("logs delete-log-group --log-group-name help", Effect.CHANGES),
    ("logs delete-log-group help", Effect.READS),
    ("logs delete-log-group --log-group-name a --generate-cli-skeleton", Effect.READS),
    ("logs delete-log-group --log-group-name a --generate-cli-skel", Effect.READS),
    ("ec2 terminate-instances --instance-ids i", Effect.CHANGES),
    ("ec2 terminate-instances --instance-ids i --dry-run", Effect.READS),
    ("ec2 terminate-instances --instance-ids i --dry-run --no-dry-run", Effect.CHANGES),
    ("ec2 terminate-instances --instance-ids i --no-dry-run --dry-run", Effect.READS),
    ("sts assume-role --role-arn a --role-session-name s", Effect.CREDENTIALS),
    ("sqs receive-message --queue-url u", Effect.TAKES),
    ("lambda invoke --function-name f out", Effect.CHANGES),
    ("s3api get-object --bucket b --key k out", Effect.LOCAL_WRITES),
    ("s3api get-object --bucket b --key k /dev/null", Effect.READS),
]


def test_a_line_does_the_same_whatever_came_before_it(runner: InProcessRunner) -> None:
    for _ in range(2):
        assert [(line, runner.effect(words(line))) for line, _ in LIKE] == LIKE
        assert [(line, runner.effect(words(line))) for line, _ in LIKE[::-1]] == LIKE[::-1]
