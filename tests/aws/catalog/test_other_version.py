"""What only one version of the AWS CLI has, held against the installed one."""

import re

import awscli

from awsbatch.aws.catalog import other_version
from tests.aws.catalog.every_operation import every_hand_written_command, every_operation
from tests.aws_cli import VERSION

# Services that version 1 has by two names.
_SERVICES = {"runtime.sagemaker", "sms-voice"}


def test_a_hint_names_the_version_and_what_to_write() -> None:
    assert other_version.elsewhere("nothing") is None
    assert other_version.elsewhere("s3 cp --copy-props", "--copy-props") == (
        "it came with version 2 of the AWS CLI: leave it out, as properties and tags are not copied"
    )
    assert other_version.elsewhere("login") == (
        "it came with version 2.32 of the AWS CLI: run it in a shell before"
    )


def test_a_command_is_there_if_the_table_says_so() -> None:
    commands = {*every_hand_written_command(), *map(str, every_operation())}
    for name, hint in other_version._hints().items():
        if "--" in name or name in _SERVICES:
            continue
        is_there = name in commands or any(one.startswith(f"{name} ") for one in commands)
        assert is_there is _has(hint), name


def test_a_hand_written_command_of_one_version_is_in_the_table() -> None:
    of_others = {name for name in other_version._hints() if " --" not in name}
    missing = of_others & {*every_hand_written_command()}
    assert all(_has(other_version._hints()[name]) for name in missing)
    if VERSION == 2:
        assert {"sso login", "logs tail", "configure list-profiles"} <= missing
    else:
        assert missing == {
            "cloudtrail create-subscription",
            "cloudtrail update-subscription",
            "ecr get-login",
        }


def _has(hint: str) -> bool:
    """Return whether the installed AWS CLI has what a hint is for."""
    found = re.search(r"version ([0-9.]+[0-9]|[0-9])", hint)
    assert found is not None
    if hint.startswith("only"):
        return int(found[1]) == VERSION
    first = [int(part) for part in found[1].split(".")]
    return first[0] == VERSION and [int(part) for part in awscli.__version__.split(".")] >= first
