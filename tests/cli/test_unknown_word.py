"""What is said of verbs and options that awsbatch does not have."""

import re
from pathlib import Path

import pytest

from awsbatch.cli import foreign_option, later
from awsbatch.cli.option import parse
from awsbatch.cli.option_table import BY_NAME
from awsbatch.fault.caret import render
from awsbatch.fault.error import UsageError

DRY = "`-n` shows what would change, as `awsbatch plan FILE` does, and changes nothing"
NO_OPTION = "error: `awsbatch run` has no option `{}`\n  {}"
NEITHER = "error: there is neither a verb nor a file `{}`\n  {}"
NOT_YET = "error: awsbatch does not have `{}` yet\n  {}"
LINE = "commands come from files or standard input: `echo '{}' | awsbatch -`"


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("x.aws", "lint"):
        Path(name).write_text("print hello\n")


def _refused(*argv: str) -> str:
    with pytest.raises(UsageError) as caught:
        parse(argv)
    return render(caught.value)


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        ("chek x.aws", NEITHER.format("chek", "did you mean `awsbatch check x.aws`?")),
        ("chek", NEITHER.format("chek", "did you mean `awsbatch check`?")),
        ("validate x.aws", NEITHER.format("validate", "did you mean `awsbatch check x.aws`?")),
        ("version", NEITHER.format("version", "did you mean `awsbatch --version`?")),
        ("x", NEITHER.format("x", "did you mean `awsbatch x.aws`?")),
        ("s3 ls", NEITHER.format("s3", LINE.format("s3 ls"))),
        ("s3 rm s3://b/k --recursive", NEITHER.format("s3", LINE.format("s3 rm …"))),
        ("aws s3 ls", NEITHER.format("aws", LINE.format("aws s3 …"))),
        (["aws s3 ls"], NEITHER.format("aws s3 ls", LINE.format("aws s3 ls"))),
        (["aws s3 ls 'x'"], NEITHER.format("aws s3 ls 'x'", LINE.format("aws …"))),
        ("functions", NEITHER.format("functions", "did you mean `awsbatch help functions`?")),
        ("plna x.aws", NEITHER.format("plna", "did you mean `awsbatch plan x.aws`?")),
        ("dry-run x.aws", NEITHER.format("dry-run", "did you mean `awsbatch plan x.aws`?")),
        ("preview x.aws n=1", NEITHER.format("preview", "did you mean `awsbatch plan x.aws n=1`?")),
        ("exce ./x.sh", NEITHER.format("exce", "did you mean `awsbatch exec ./x.sh`?")),
    ],
)
def test_a_word_that_is_neither_a_verb_nor_a_file_is_told(
    argv: str | list[str], message: str
) -> None:
    words = argv.split() if isinstance(argv, str) else argv
    assert _refused(*words) == message


@pytest.mark.parametrize(
    ("argv", "hint"),
    [
        (
            "x.aws logs",
            "words for a file stand after `--`, and an `input` of it is given as NAME=VALUE",
        ),
        ("x.aws check", "did you mean `awsbatch check x.aws`?"),
        ("check x.aws help", "did you mean `awsbatch help x.aws`?"),
    ],
)
def test_a_word_after_a_file_that_is_no_file_is_told(argv: str, hint: str) -> None:
    assert (
        _refused(*argv.split())
        == f"error: there is no file `{argv.rsplit(maxsplit=1)[-1]}`\n  {hint}"
    )


@pytest.mark.parametrize("argv", [["x.aws", "y.aws"], ["x.aws", "lint"], ["y.aws", "logs"]])
def test_what_may_be_a_file_after_another_is_one(argv: list[str]) -> None:
    assert parse(argv).files == (*argv,)


@pytest.mark.parametrize("argv", [["run", "chek"], ["chek.aws"], ["./chek"], ["lint"], ["unlike"]])
def test_what_may_be_a_file_is_one(argv: list[str]) -> None:
    assert parse(argv).files == (argv[-1],)


@pytest.mark.parametrize(
    ("option", "hint"),
    [
        ("--verbos", "did you mean `--verbose`?"),
        ("--Jobs=4", "did you mean `--jobs`?"),
        ("--no_keep_order", "did you mean `--no-keep-order`?"),
        (
            "--un-like",
            (
                "`awsbatch run --help` lists the options; an input of the file is given as"
                " `un_like=VALUE`"
            ),
        ),
        ("-X", "`awsbatch run --help` lists the options"),
        ("-json", "did you mean `--json`?"),
        ("-jobs=4", "did you mean `--jobs`?"),
        ("-help", "did you mean `--help`?"),
        ("-paralel", "did you mean `--parallel`?"),
        ("-dry-run", "did you mean `--dry-run`?"),
        *(
            (other, DRY)
            for other in ("--dryrun", "--check-only", "--noop", "--what-if", "--preview")
        ),
        (
            "--plan",
            (
                "`-n` shows a plan, `awsbatch plan --save PLAN FILE` keeps it, and"
                " `awsbatch run --planned PLAN FILE` makes its changes"
            ),
        ),
        (
            "-out=x",
            "`awsbatch plan --save PLAN FILE` keeps a plan; `> FILE` keeps what commands print",
        ),
        ("-var=a=1", "write NAME=VALUE after the files, for the `input NAME` in them"),
        (
            "--keep-going",
            "leave it out: a run goes on after a failure, unless `-e` or `--halt` is given",
        ),
        (
            "--max-procs=4",
            "`-P N` runs independent lines side by side; `-j N` is how wide `parallel` blocks are",
        ),
        ("--var", "write NAME=VALUE after the files, for the `input NAME` in them"),
        ("--timeout", "write `@timeout=60s` before a command in the file"),
        (
            "--no-verify-ssl",
            (
                "it is an option of the AWS CLI: write it behind a command, or"
                " `defaults --no-verify-ssl` into the file"
            ),
        ),
    ],
)
def test_an_option_that_is_not_known_is_told_what_is_meant(option: str, hint: str) -> None:
    assert _refused("x.aws", option) == NO_OPTION.format(option.partition("=")[0], hint)


@pytest.mark.parametrize(
    ("option", "hint"),
    [
        (
            "--report",
            "until then, `--json > FILE` writes one object a command",
        ),
    ],
)
def test_what_comes_later_is_told_with_what_to_use_meanwhile(option: str, hint: str) -> None:
    assert _refused(option, "x.aws") == NOT_YET.format(option, hint)


def test_of_short_options_in_one_word_the_one_that_is_not_known_is_told() -> None:
    assert _refused("x.aws", "-qvz") == NO_OPTION.format(
        "-z", "`awsbatch run --help` lists the options"
    )
    assert _refused("x.aws", "-nz") == NO_OPTION.format(
        "-z", "`awsbatch run --help` lists the options"
    )


@pytest.mark.parametrize(
    "option",
    [
        *("--report", "--report=json=x"),
    ],
)
@pytest.mark.parametrize("verb", ["run", "check"])
def test_all_that_comes_later_is_refused_clearly(verb: str, option: str) -> None:
    name = option.partition("=")[0]

    assert _refused(verb, "x.aws", option).startswith(f"error: awsbatch does not have `{name}` yet")


def test_a_file_without_a_name_is_told() -> None:
    for verb in ("run", "check", "help"):
        assert _refused(verb, "") == (
            "error: the name of a file is empty\n  a variable of the shell may not be set"
        )


def test_what_other_tools_call_options_is_no_option_here() -> None:
    names = {*foreign_option.CALLED}

    assert not names & {*BY_NAME}
    assert not names & {*later.OPTIONS}
    assert not {*later.OPTIONS} & {*BY_NAME}
    assert {*foreign_option.LATER.values()} <= {*later.OPTIONS}


def test_what_is_proposed_exists() -> None:
    hints = {*foreign_option.CALLED.values(), *later.OPTIONS.values()}
    proposed = {
        name
        for hint in hints
        for quoted in re.findall(r"`([^`]*)`", hint)
        if not quoted.startswith(("defaults", "--debug", "-e`"))
        for name in re.findall(r"(?<!\S)--?[a-zA-Z][\w-]*", quoted)
    }

    assert proposed
    assert proposed <= {*BY_NAME}
