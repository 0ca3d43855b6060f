from pathlib import Path

import pytest

from awsbatch.cli.option import Options, Verb, parse
from awsbatch.engine.run_end import Halt
from awsbatch.fault.error import UsageError
from awsbatch.report.progress_style import ProgressStyle

PLAIN = Options(
    verb=Verb.RUN,
    files=("a.aws",),
    args=(),
    variables=(),
    variables_files=(),
    lines=(),
    jobs=8,
    asks_for_jobs=False,
    parallel=False,
    keep_order=True,
    halt=None,
    rate=None,
    errexit=False,
    retries=0,
    progress=ProgressStyle.AUTO,
    json=False,
    verbose=False,
    quiet=False,
    sandbox=False,
    now=None,
)

NO_TIME = "expected a time such as 2026-05-20T00:00:00Z, or seconds since 1970"


@pytest.mark.parametrize("argv", [["run", "a.aws"], ["a.aws"]])
def test_run_is_the_verb_that_may_be_left_out(argv: list[str]) -> None:
    assert parse(argv) == PLAIN


def test_every_option_is_taken_wherever_it_stands() -> None:
    argv = "--json run -v --progress none a.aws -q --variable a=1 - --sandbox --variable b=2"
    more = "--variables-file v.yaml --lines names=n.txt -e --retries 3 --now 1779235200.5"
    width = "-P 32 --no-keep-order --halt now --rate 2.5"

    options = parse([*argv.split(), *more.split(), *width.split(), "--", "--json", "two words"])

    assert options == Options(
        verb=Verb.RUN,
        files=("a.aws", "-"),
        args=("--json", "two words"),
        variables=("a=1", "b=2"),
        variables_files=("v.yaml",),
        lines=("names=n.txt",),
        jobs=32,
        asks_for_jobs=False,
        parallel=True,
        keep_order=False,
        halt=Halt.NOW,
        rate=2.5,
        errexit=True,
        retries=3,
        progress=ProgressStyle.NONE,
        json=True,
        verbose=True,
        quiet=True,
        sandbox=True,
        now=1779235200.5,
    )


@pytest.mark.parametrize(
    "time", ["2026-05-20", "2026-05-20T00:00:00Z", "2026-05-20T02:00:00+02:00", "1779235200"]
)
def test_the_sandbox_has_the_time_that_is_given(time: str) -> None:
    assert parse(["--sandbox", "--now", time, "a.aws"]).now == 1779235200


def test_a_second_verb_is_a_file() -> None:
    assert parse(["run", "run", "check"]).files == ("run", "check")


def test_a_name_and_a_value_after_the_files_are_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # Whatever files there are: the command line must not depend on the folder.
    Path("days=7").write_text("print a\n")

    options = parse(["a.aws", "days=7", "-q", "./days=7", "b=x=y", "--variable", "c=1", "a-b=1"])

    assert options.files == ("a.aws", "./days=7", "a-b=1")
    assert options.variables == ("c=1", "days=7", "b=x=y")


def test_check_is_a_verb() -> None:
    options = parse(["check", "--variable", "a=1", "a.aws", "-"])

    assert (options.verb, options.files, options.variables) == (
        Verb.CHECK,
        ("a.aws", "-"),
        ("a=1",),
    )


def test_jobs_says_how_wide_the_script_may_run() -> None:
    options = parse(["-j", "3", "a.aws"])

    assert (options.jobs, options.asks_for_jobs, options.parallel) == (3, True, False)


def test_a_check_may_be_told_that_lines_are_independent() -> None:
    assert parse(["check", "-P", "4", "a.aws"]).parallel


def test_words_may_hold_the_mark_that_begins_them() -> None:
    assert parse(["a.aws", "--", "x", "--", "y"]).args == ("x", "--", "y")


@pytest.mark.parametrize(
    ("argv", "message", "hint"),
    [
        ([], "`awsbatch run` needs a file", "`awsbatch run -` reads standard input"),
        (["run"], "`awsbatch run` needs a file", "`awsbatch run -` reads standard input"),
        (["run", "a=1"], "`awsbatch run` needs a file", "`./a=1` is the file of that name"),
        (
            ["a.aws", "--secrets-file", "s.yaml"],
            "argument --secrets-file: secrets are not supported yet",
            "`awsbatch --help` lists the options",
        ),
        (["check"], "`awsbatch check` needs a file", "`awsbatch check -` reads standard input"),
        (["--", "a.aws"], "`awsbatch run` needs a file", "`awsbatch run -` reads standard input"),
        (["-", "--lines", "a=-"], "standard input, `-`, can be read only once", None),
        (
            ["check", "--json", "a.aws"],
            "`--json` is for `awsbatch run`: `awsbatch check` runs nothing",
            None,
        ),
        (
            ["check", "--no-keep-order", "a.aws"],
            "`--no-keep-order` is for `awsbatch run`: `awsbatch check` runs nothing",
            None,
        ),
        (
            ["check", "--now", "5", "a.aws"],
            "`--now` is for `awsbatch run`: `awsbatch check` runs nothing",
            None,
        ),
        (
            ["--now", "2026-05-20", "a.aws"],
            "`--now` needs `--sandbox`: what a script does to AWS, it does at the time that it is",
            None,
        ),
        *(
            (
                ["--sandbox", "--now", time, "a.aws"],
                f"argument --now: {NO_TIME}, found `{time}`",
                "`awsbatch --help` lists the options",
            )
            for time in ("tomorrow", "2026-02-30", "-5", "")
        ),
        (
            ["-j", "4", "-P", "4", "a.aws"],
            "`--parallel` says how many commands may run at a time: leave out `--jobs`",
            None,
        ),
        (
            ["-P", "0", "a.aws"],
            "argument -P/--parallel: expected a whole number from 1 to 1000, found `0`",
            "`awsbatch --help` lists the options",
        ),
        (
            ["--jobs", "some", "a.aws"],
            "argument -j/--jobs: expected a whole number from 1 to 1000, found `some`",
            "`awsbatch --help` lists the options",
        ),
        (
            ["--rate", "0", "a.aws"],
            "argument --rate: expected a number above 0, found `0`",
            "`awsbatch --help` lists the options",
        ),
        (
            ["--rate", "fast", "a.aws"],
            "argument --rate: expected a number above 0, found `fast`",
            "`awsbatch --help` lists the options",
        ),
        (
            ["--halt", "later", "a.aws"],
            "argument --halt: expected `soon` or `now`, found `later`",
            "`awsbatch --help` lists the options",
        ),
        (
            ["--retries", "many", "a.aws"],
            "argument --retries: expected a whole number from 0 to 100, found `many`",
            "`awsbatch --help` lists the options",
        ),
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
            "argument --progress: expected `auto`, `bar`, `plain` or `none`, found `fast`",
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


HELP = """\
usage: awsbatch [run] [OPTION…] FILE… [NAME=VALUE…] [-- WORD…]
       awsbatch check [OPTION…] FILE…
       awsbatch help FILE…

Run files of AWS CLI commands, one a line, in one process: each command as
`aws` itself would run it, without starting `aws` again for every line.

Every file is checked before anything runs: its own names and expressions, and
every command against the AWS CLI's own commands and options. `awsbatch check`
does only that, and needs neither a network nor credentials.

files:
  FILE                   run these in order, with shared names; `-` is
                         standard input, whose commands start as soon as they
                         are read; NAME=VALUE gives an `input` of theirs a
                         value; the words after `--` are the list `args`

values of inputs:
  --variable NAME=VALUE  give an `input` of the files a value, as NAME=VALUE
                         after them does
  --variables-file FILE  give inputs the values in a JSON or YAML file; they
                         replace those of AWSBATCH_VARIABLE_NAME in the
                         environment, and NAME=VALUE replaces them
  --lines NAME=FILE      give an input the list of a file's lines; `-` is
                         standard input

side by side:
  -j, --jobs N           how many commands may run at a time in `parallel`
                         blocks and `parallel for` loops (default: 8)
  -P, --parallel N       take the lines and blocks of the input as independent
                         of each other, as if they stood in a `parallel`
                         block, and run up to N commands at a time
  --no-keep-order        show the output of each command when it ends, and not
                         in the order of the script
  --rate N               start at most N commands a second

failures:
  -e, --errexit          as if each file began with `set -e`; a file that
                         ended at a failure ends the run
  --halt WHEN            end the whole run at the first failure: `soon` starts
                         nothing new, `now` abandons the commands that run
                         side by side as well; `finally` runs all the same
  --retries N            as `@retry=N` on every command without one: try up to
                         N times more after throttling, server and connection
                         errors (default: 0)

what is shown:
  --progress HOW         `bar`, `plain` (a line now and then), `none`, or
                         `auto`: a bar on a terminal, plain elsewhere
                         (default: auto)
  --json                 on standard output, one JSON object for each command
                         when it ends, in place of what it prints
  -v, --verbose          show when each command starts and ends
  -q, --quiet            show no summary at the end

others:
  --sandbox              run against an in-memory AWS on this machine, without
                         credentials and without reaching anything else
  --now TIME             with --sandbox: the time of `now()` and `ago()`, as
                         ISO 8601 (`2026-05-20T00:00:00Z`) or in seconds since
                         1970
  --version              show the version and exit
  -h, --help             show this text and exit; with a FILE, its first
                         comment and its inputs

A command file:
  for region in us-east-1 eu-west-1
      groups = aws logs describe-log-groups --region <<region>>
      for group in <<groups.logGroups[].logGroupName>>
          aws logs delete-log-group --region <<region>> --log-group-name <<group>>
      end
  end

Standard output has what the commands print, and nothing else: messages and
the summary are on standard error. The first Ctrl-C lets the commands under way
end, the second abandons them; `finally` runs all the same. The third ends at once.

Exit status (the first that applies):
  70   a bug in awsbatch
  130  interrupted by Ctrl-C
  143  terminated, by SIGTERM
  129  hung up: the terminal has gone
  141  nobody reads standard output any more
  3    a guard refused: the condition of an `assert` did not hold
  2    wrong options, or a fault in a file: nothing was run
  1    a command failed or was partial, or was skipped because another one did
  0    every command succeeded, or failed as its `@ignore` expects
"""
