from argparse import ArgumentParser, Namespace
from typing import Any

import pytest
from awscli.clidriver import create_clidriver
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.aws.fast_path.plain_parser import PlainParser
from awsbatch.aws.version.installed import USAGE_ERRORS, global_parser, operation_parser

_DRIVER = create_clidriver()
_COMMANDS = _DRIVER._get_command_table()


def _operation_parser(service: str, operation: str) -> ArgumentParser:
    command = _COMMANDS[service]._get_command_table()[operation]
    parser: ArgumentParser = operation_parser(command, command.arg_table)
    return parser


_MAIN: ArgumentParser = global_parser(_DRIVER, _COMMANDS)
# Text, lists, flags and their opposites, numbers, files, and positional arguments.
_OPERATIONS = [
    _operation_parser(*names.split())
    for names in (
        "logs delete-log-group",
        "logs put-log-events",
        "logs describe-log-groups",
        "ec2 run-instances",
        "ec2 modify-instance-attribute",
        "cloudwatch put-metric-alarm",
        "s3api get-object",
        "s3api put-object",
        "lambda invoke",
        "dynamodb query",
    )
]


# What argparse reads more into, or which is wrong.
_ODD = (
    *("", "-", "--", "-1", "-a", "-5 days", "--r", "--regi", "--no-such", "--no such"),
    *("--region=eu-west-1", "help", "a=b,c=d", "[1]", "1.5", "x y", "file://x"),
)
_VALUES = ("1", "a", "on", "json", "logs", "s3")


def _words(parser: ArgumentParser) -> st.SearchStrategy[list[str]]:
    names = [name for action in parser._actions for name in action.option_strings]
    words = st.one_of(st.sampled_from(names), st.sampled_from(_VALUES), st.sampled_from(_ODD))
    return st.lists(words, max_size=8)


def _required(parser: ArgumentParser) -> list[str]:
    actions = [action for action in parser._actions if action.required]
    return [word for action in actions for word in (*action.option_strings[:1], "value")]


def _parsed(parser: Any, args: list[str]) -> tuple[Namespace, list[str]] | str:
    try:
        known, rest = parser.parse_known_args(args)
    except (SystemExit, *USAGE_ERRORS) as error:
        return f"{error}"
    return known, list(rest)


@given(args=_words(_MAIN), command=st.sampled_from(["logs", "s3api", "--region", "no-such"]))
def test_global_options_are_what_argparse_makes_of_them(args: list[str], command: str) -> None:
    plain = PlainParser(_MAIN)
    for line in ([command, *args], [*args, command]):
        assert _parsed(plain, line) == _parsed(_MAIN, line)


@given(data=st.data())
def test_arguments_are_what_argparse_makes_of_them(data: st.DataObject) -> None:
    parser = data.draw(st.sampled_from(_OPERATIONS))
    args = data.draw(_words(parser))
    required = _required(parser)
    for line in (args, [*required, *args], [*args, *required]):
        assert _parsed(PlainParser(parser), line) == _parsed(parser, line)


@pytest.mark.parametrize(
    "line",
    [
        "logs delete-log-group --log-group-name g",
        "--region eu-west-1 --no-paginate s3api list-objects-v2 --bucket b --query Contents[]",
        "ec2 describe-instances --instance-ids i-1 i-2 --output text --profile p",
    ],
)
def test_a_plain_line_is_not_argparses(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = _MAIN.parse_known_args(line.split())
    plain = PlainParser(_MAIN)
    monkeypatch.setattr(_MAIN, "parse_known_args", pytest.fail)
    assert plain.parse_known_args(line.split()) == expected


def test_every_operation_takes_plain_lines() -> None:
    for parser in (_MAIN, *_OPERATIONS[:6]):
        assert PlainParser(parser)._has_plain_lines
