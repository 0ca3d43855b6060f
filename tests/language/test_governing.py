"""What a faulty statement was to decide for later ones."""

import pytest

from awsbatch.fault.error import ScriptError
from awsbatch.language.parser import parse_all


def _faults(text: str) -> tuple[ScriptError, ...]:
    _, faults = parse_all(text, "f.aws")
    return faults


@pytest.mark.parametrize(
    "line",
    [
        "export AWS_REGION=eu-west-1",
        "AWS_REGION=eu-west-1",
        "$env:AWS_REGION = eu-west-1",
        "defaults region",
        "Default: region",
        "asert <<x>> no",
        "set -x",
        '[ -z "$x" ]',
        'if [ -z "$x" ]; then exit; fi',
        "aws sts get-caller-identity --profile prod || exit 1",
        "aws s3 ls; exit 1",
        "(( n > 3 )) && exit 1",
        "aws s3 mb s3://b && cd build",
        "cd build",
        "defautls --region eu-west-1",
        "asert no",
        "fial no",
        "if <<a>>\nfial no\nend",
        "pushd build",
    ],
)
def test_a_faulty_line_that_was_to_change_or_guard_later_ones_governs_them(line: str) -> None:
    assert _faults(line)[0].governs


@pytest.mark.parametrize(
    "line", ["echo hello", "echo a; echo b", "x=1", "aws s3 ls | head", "jq .a", "x ="]
)
def test_any_other_faulty_line_governs_none(line: str) -> None:
    assert not _faults(line)[0].governs


@pytest.mark.parametrize("line", ["x=1", "x+=1", "x[] =", "x = $(date)", "x =1", "x = a b | c"])
def test_a_faulty_line_names_what_it_was_to_set(line: str) -> None:
    assert _faults(line)[0].names == ("x",)


@pytest.mark.parametrize("line", ["end", "'a b' = 1", "[ -z x ]"])
def test_a_faulty_line_that_was_to_set_no_name_has_none(line: str) -> None:
    assert _faults(line)[0].names == ()


def test_a_faulty_block_names_what_its_sound_statements_set() -> None:
    fault, *_ = _faults("if <<a>>\n  x = <<b>>\n  aws s3 ls | head\n  y = aws s3 ls\nend\n")
    assert fault.names == ("aws", "x", "y")
    assert not fault.governs


def test_a_faulty_block_with_an_assert_governs_what_follows() -> None:
    fault, *_ = _faults("if <<a>>\n  assert <<b>> no\n  aws s3 ls | head\nend\n")
    assert fault.governs
