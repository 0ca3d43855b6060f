from pathlib import Path

import pytest

from awsbatch.cli.main import main

SCRIPT = """\
#!/usr/bin/env awsbatch
# Delete old log groups:
#   awsbatch clean.aws bucket=NAME
#
# They are gone for good.

# Not of the help.
set -e
input bucket                    # where the list goes
input days = <<'30d'>>   #   older than this is old
input regions = <<['us-east-1', \\
    'eu-west-1']>>              # every region in use
input key
aws s3 ls  # a command
"""
HELP = """\
usage: awsbatch clean.aws bucket=VALUE key=VALUE [NAME=VALUE…]

Delete old log groups:
  awsbatch clean.aws bucket=NAME

They are gone for good.

inputs:
  bucket                  where the list goes
  days = <<'30d'>>        older than this is old
  regions = <<['us-east-1', 'eu-west-1']>>
                          every region in use
  key
"""


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("clean.aws").write_text(SCRIPT)
    Path("plain.aws").write_text("aws s3 ls s3://not-there\n")


@pytest.mark.parametrize(
    "words",
    [
        ["help", "clean.aws"],
        ["clean.aws", "--help"],
        ["run", "clean.aws", "-j", "4", "key=1", "-h"],
        ["check", "clean.aws", "--help"],
    ],
)
def test_a_file_says_what_it_does_and_takes(
    words: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    assert capfd.readouterr() == (HELP, "")


def test_a_file_without_comment_and_inputs_has_a_short_help(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert main(["help", "plain.aws", "clean.aws"]) == 0
    assert capfd.readouterr().out == f"usage: awsbatch plain.aws\n\n{HELP}"


@pytest.mark.parametrize("words", [["help", "faulty.aws"], ["faulty.aws", "-h"]])
def test_the_faults_of_a_file_follow_what_can_be_read(
    words: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    Path("faulty.aws").write_text(
        "# Takes a role.\ninput creds = aws x y\ninput role  # whose\nprint 'not closed\n"
    )

    assert main(words) == 2

    stdout, stderr = capfd.readouterr()
    assert stdout == (
        "usage: awsbatch faulty.aws role=VALUE\n\nTakes a role.\n\n"
        "inputs:\n  role                    whose\n"
    )
    assert stderr.startswith(
        "error: the default of `creds` is a value, not a command\n --> faulty.aws:2:15\n"
    )
    assert "\n --> faulty.aws:4:7\n" in stderr
    assert stderr.endswith("\n2 faults\n")


def test_a_file_that_cannot_be_read_has_no_help(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["help", "absent.aws"]) == 2
    assert capfd.readouterr() == (
        "",
        "error: cannot read `absent.aws`: no such file or directory\n",
    )


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["help"], "Run files of AWS CLI commands"),
        (["-h"], "Run files of AWS CLI commands"),
        (["help", "check"], "usage: awsbatch check [OPTION…] FILE…"),
        (["check", "--help", "-x"], "usage: awsbatch check [OPTION…] FILE…"),
        (["-", "-h"], "usage: awsbatch [run] [OPTION…] FILE…"),
    ],
)
def test_without_a_file_the_help_is_of_the_program_or_of_a_verb(
    words: list[str], first: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    assert capfd.readouterr().out.startswith(first)
