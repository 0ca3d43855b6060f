import json

import pytest

from awsbatch.contract.excerpt import brief, cut, parts

LONG = json.dumps([{"logGroupName": f"g{n}", "storedBytes": 0} for n in range(100)], indent=2)


@pytest.mark.parametrize(
    ("line", "operation", "groups"),
    [
        ("aws s3 ls", "s3 ls", []),
        ("aws s3 cp a b --quiet --acl x", "s3 cp", ["a", "b", "--quiet", "--acl x"]),
        ("aws ec2 wait instance-running --instance-ids i j", "ec2 wait instance-running",
         ["--instance-ids i j"]),
        ("aws --region x --no-sign-request s3 ls", "s3 ls", ["--region x", "--no-sign-request"]),
        ("aws --region=x --debug s3 ls", "s3 ls", ["--region=x", "--debug"]),
        ("aws iam --version", "iam", ["--version"]),
        ("aws", "", []),
        ("aws --region", "", ["--region"]),
    ],
)  # fmt: skip
def test_a_command_has_an_operation_and_options_with_their_values(
    line: str, operation: str, groups: list[str]
) -> None:
    found = parts(line.split())
    assert " ".join(found.operation) == operation
    assert [" ".join(group) for group in found.groups] == groups


def test_the_parts_of_a_command_are_found_by_the_names_of_options() -> None:
    assert parts(["aws", "s3", "cp", "a", "b", "--acl", "x"]).by_name() == {
        "0": ("a",),
        "1": ("b",),
        "--acl": ("--acl", "x"),
    }


def test_a_short_command_is_whole() -> None:
    assert cut(["aws", "sns", "publish", "--message", "it's"]) == (
        """aws sns publish --message 'it'"'"'s'"""
    )


def test_a_long_word_has_no_middle() -> None:
    argv = ["aws", "sqs", "create-queue", "--queue-name", "a", "--attributes", LONG]
    assert cut(argv) == (
        "aws sqs create-queue --queue-name a"
        """ --attributes '[ { "logGroupName": "g0", "storedByt…", "storedBytes": 0 } ]'"""
    )


def test_a_long_list_of_values_is_counted() -> None:
    argv = ["aws", "ec2", "terminate-instances", "--instance-ids", *(f"i-{n}" for n in range(999))]
    assert cut([*argv, "--region", "eu-west-1"]) == (
        "aws ec2 terminate-instances --instance-ids i-0 i-1 i-2 … (999 values) --region eu-west-1"
    )


def test_what_tells_is_kept_of_a_list_and_of_a_long_word() -> None:
    argv = ["aws", "s", "o", *(f"--o{n}={'x' * 30}" for n in range(20)), "--ids"]
    argv += [f"i-{n}" for n in range(300)]
    told = f'{{"a": "{"x" * 100}", "name": "old-7", "b": "{"y" * 100}"}}'
    assert cut([*argv, "--json", told], ["i-77", "old-7"]) == (
        f"aws s o {'--o0=' + 'x' * 30} {'--o1=' + 'x' * 30} {'--o2=' + 'x' * 30} …"
        " --ids i-77 … (300 values)"
        f""" --json '{{"a": "{"x" * 29}…old-7…{"y" * 21}"}}'"""
    )


@pytest.mark.parametrize("count", [1, 10, 100, 1000])
def test_the_cut_of_any_command_is_a_few_lines(count: int) -> None:
    argv = ["aws", "logs", "put", *[word for n in range(count) for word in (f"--o{n}", LONG)]]
    text = cut(argv)
    assert text.startswith("aws logs put --o0 ")
    assert len(text) < 330
    assert "\n" not in text


def test_a_value_tells_by_the_words_that_are_it_before_those_that_hold_it() -> None:
    line = "aws s o --region us-east-1 --name g1 --id 1 --query x"
    groups = parts(line.split()).groups
    assert brief(groups, ["1"]) == "--id 1"
    assert brief(groups[:2], ["1"]) == "--region us-east-1"
    assert brief(groups[1:2], ["1"]) == "--name g1"


def test_without_what_tells_the_first_parts_are_told() -> None:
    line = "aws s3 cp a b --query x --acl y"
    groups = parts(line.split()).groups
    assert brief(groups) == "a b --acl y"
    assert brief(groups, most=1) == "a"
    assert brief(()) == ""
