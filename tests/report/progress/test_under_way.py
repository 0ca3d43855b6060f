"""What tells the commands under way from others."""

import pytest

from awsbatch.event import Started
from awsbatch.report.progress.under_way import told
from tests.report.event import started


def command(line: str, **values: object) -> Started:
    return started(argv=tuple(line.split()), values=values)


def test_nothing_under_way_is_nothing() -> None:
    assert told([], command("aws s3 ls")) == [""]


@pytest.mark.parametrize(
    ("line", "before", "text"),
    [
        ("aws logs tag --name old-2", None, "logs tag --name old-2"),
        ("aws logs tag --name old-2", "aws logs tag --name old-1", "old-2"),
        ("aws logs tag --name b --region y", "aws logs tag --name a --region x", "b y"),
        ("aws logs tag --name b", "aws logs tag --name a --region x", "b"),
        ("aws logs tag --name b --region x", "aws logs tag --name b", "--region x"),
        ("aws logs tag --name b", "aws logs tag --name b", "logs tag --name b"),
        ("aws logs tag --name b", "aws logs drop --name b", "logs tag --name b"),
        ("aws s3 rm s3://a/b", "aws s3 rm s3://a/c", "s3://a/b"),
    ],
)
def test_one_command_is_told_from_the_one_before(line: str, before: str | None, text: str) -> None:
    assert told([command(line)], None if before is None else command(before)) == [text]


def test_one_command_in_loops_is_told_by_their_values() -> None:
    only = command("aws logs tag --name old-1 --region eu-west-1", region="eu-west-1", n=3)

    assert told([only], None) == ["eu-west-1 3: logs tag", "eu-west-1 3", "3"]


def test_commands_side_by_side_are_told_from_each_other_by_the_loops_that_differ() -> None:
    commands = [command("aws a b", region="eu", name=name) for name in ("x", "y", "z")]

    assert told(commands, None) == ["3 under way: x, y, z"]


def test_commands_side_by_side_without_loops_are_told_by_their_words() -> None:
    lines = ["aws logs tag --name a", "aws logs tag --name b", "aws s3 ls"]

    assert told([*map(command, lines)], None) == ["3 under way: logs tag --name a, b, s3 ls"]


def test_commands_side_by_side_in_one_round_are_told_by_their_words() -> None:
    commands = [command(f"aws logs tag --name {name}", n=1) for name in "ab"]

    assert told(commands, None) == ["2 under way: a, b"]


def test_commands_in_different_loops_are_told_by_their_words() -> None:
    commands = [command("aws s3 ls", n=1), command("aws logs tag --name b", n=1, m=2)]

    assert told(commands, None) == ["2 under way: s3 ls, logs tag --name b"]


def test_of_many_side_by_side_the_first_are_named() -> None:
    commands = [command("aws a b", n=number) for number in range(50)]

    assert told(commands, None) == ["50 under way: 0, 1, 2, 3, 4, 5, 6, 7"]


def test_the_middle_of_a_long_value_gives_way() -> None:
    arn = "arn:aws:logs:us-east-1:123456789012:log-group:old-17"

    assert told([command("aws a b", arn=arn)], None)[-1] == "arn:aws:…789012:log-group:old-17"
