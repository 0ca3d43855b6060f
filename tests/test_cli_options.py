import subprocess
import sys
from pathlib import Path

import pytest

from awsbatch.errors import UsageError
from awsbatch.option import Options, parse
from awsbatch.report.form import Form

PLAIN = Options(
    files=("a.aws",),
    args=(),
    variables=(),
    variables_files=(),
    progress=Form.AUTO,
    json=False,
    verbose=False,
    quiet=False,
    sandbox=False,
)


@pytest.mark.parametrize("argv", [["run", "a.aws"], ["a.aws"]])
def test_run_is_the_verb_that_may_be_left_out(argv: list[str]) -> None:
    assert parse(argv) == PLAIN


def test_every_option_is_taken_wherever_it_stands() -> None:
    argv = "--json run -v --progress none a.aws -q --variable a=1 - --sandbox --variable b=2"

    options = parse([*argv.split(), "--variables-file", "v.yaml", "--", "--json", "two words"])

    assert options == Options(
        files=("a.aws", "-"),
        args=("--json", "two words"),
        variables=("a=1", "b=2"),
        variables_files=("v.yaml",),
        progress=Form.NONE,
        json=True,
        verbose=True,
        quiet=True,
        sandbox=True,
    )


def test_a_second_run_is_a_file() -> None:
    assert parse(["run", "run"]).files == ("run",)


def test_words_may_hold_the_mark_that_begins_them() -> None:
    assert parse(["a.aws", "--", "x", "--", "y"]).args == ("x", "--", "y")


@pytest.mark.parametrize(
    ("argv", "message", "hint"),
    [
        ([], "no file to run is given", "`awsbatch -` reads standard input"),
        (["run"], "no file to run is given", "`awsbatch -` reads standard input"),
        (["--", "a.aws"], "no file to run is given", "`awsbatch -` reads standard input"),
        (["-", "a.aws", "-"], "standard input, `-`, can be read only once", None),
        (
            ["--fast", "a.aws"],
            "unrecognized arguments: --fast",
            "`awsbatch --help` lists the options",
        ),
        (
            ["--verb", "a.aws"],
            "unrecognized arguments: --verb",
            "`awsbatch --help` lists the options",
        ),
        (
            ["--progress", "fast", "a.aws"],
            "argument --progress: `fast` is none of `auto`, `bar`, `plain`, `none`",
            "`awsbatch --help` lists the options",
        ),
        (
            ["a.aws", "--variable"],
            "argument --variable: expected one argument",
            "`awsbatch --help` lists the options",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(argv: list[str], message: str, hint: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        parse(argv)

    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_help_is_for_people(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    with pytest.raises(SystemExit) as caught:
        parse(["--help"])

    assert not caught.value.code
    assert capsys.readouterr().out == HELP


def test_help_version_and_a_fault_need_no_aws_cli(tmp_path: Path) -> None:
    (tmp_path / "bad.aws").write_text("print 'not closed")
    program = (
        "import sys; from awsbatch.cli import main; status = main(sys.argv[1:]);"
        " slow = {'awscli', 'botocore', 'tqdm', 'yaml'} & {*sys.modules};"
        " sys.exit(f'{status} {sorted(slow)}')"
    )
    ends = []
    for word in ("--help", "--version", "bad.aws"):
        done = subprocess.run(
            [sys.executable, "-c", program, word],
            cwd=tmp_path,
            env={"PYTHONPATH": str(Path(__file__).parent.parent)},
            capture_output=True,
            text=True,
            check=False,
        )
        ends.append(done.stderr.splitlines()[-1])

    assert ends == ["0 []", "0 []", "2 []"]


HELP = """\
usage: awsbatch [run] [OPTION…] FILE… [-- WORD…]

Run files of AWS CLI commands, one a line, in one process: each command as
`aws` itself would run it, without starting `aws` again for every line.

files:
  FILE                   run these in order, sharing names; `-` is standard
                         input, of which each command starts as soon as it is
                         read; what follows `--` is the list `args`

names for placeholders:
  --variable NAME=VALUE  give a name a value, in place of the one that a file
                         gives it at its top level
  --variables-file FILE  give names the values in a JSON or YAML file;
                         --variable takes their place, and they take that of
                         AWSBATCH_VARIABLE_NAME in the environment

what is shown:
  --progress HOW         `bar`, `plain` (a line now and then), `none`, or
                         `auto`: a bar on a terminal, plain elsewhere
                         (default: auto)
  --json                 on standard output, one JSON object for each command
                         when it ends, in place of what it prints
  -v, --verbose          tell when each command starts and ends
  -q, --quiet            show no summary at the end

others:
  --sandbox              run against an in-memory AWS on this machine, without
                         credentials and without reaching anything else
  --version              show the version and exit
  -h, --help             show this text and exit

A command file:
  for region in us-east-1 eu-west-1
      groups = aws logs describe-log-groups --region <<region>>
      for group in <<groups.logGroups[].logGroupName>>
          aws logs delete-log-group --region <<region>> --log-group-name <<group>>
      end
  end

Standard output has what the commands print, and nothing else: messages and
the summary are on standard error. Ctrl-C stops after the command under way;
a second one stops that, too.

Exit status (the first that applies):
  70   a bug in awsbatch
  130  interrupted by Ctrl-C
  143  terminated
  141  nobody reads standard output any more
  2    wrong options, or a fault in a file: nothing was run
  1    a command failed, or was skipped because another one did
  0    every command succeeded
"""
