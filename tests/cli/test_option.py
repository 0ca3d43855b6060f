import contextlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.cli.joblog.log_choice import InDoubt, Resume
from awsbatch.cli.option import Options, parse
from awsbatch.cli.option_table import BY_NAME
from awsbatch.cli.verb import Verb
from awsbatch.engine.halt import Halt
from awsbatch.fault.error import UsageError
from awsbatch.report.progress.progress_style import ProgressStyle

PLAIN = Options(verb=Verb.RUN, files=("a.aws",))

NO_TIME = "a time such as 2026-05-20T00:00:00Z, or seconds since 1970"
NOT_FOR_CHECK = "is for `awsbatch run` and `awsbatch plan`: `awsbatch check` runs nothing"
LISTED = "`awsbatch run --help` lists the options"


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


def test_a_name_may_be_too_long_for_a_file() -> None:
    name = "9" * 9999
    assert parse([name]).files == (name,)
    assert parse(["help", name]).files == (name,)


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


@pytest.mark.parametrize(
    "argv", ["plan a.aws", "-n a.aws", "run a.aws --dry-run", "plan -n a.aws", "a.aws -n"]
)
def test_a_plan_is_a_verb_and_an_option_of_a_run(argv: str) -> None:
    assert parse(argv.split()) == replace(PLAIN, verb=Verb.PLAN)


def test_a_plan_takes_whatever_a_run_does() -> None:
    words = ["a.aws", "-", "b=1", "--rate", "2", "-P", "4", "-e", "--no-give-up", "--json"]

    assert parse(["plan", *words]) == replace(parse(words), verb=Verb.PLAN)


@pytest.mark.parametrize("argv", ["plan --now 5 a.aws", "-n --now 5 a.aws"])
def test_a_plan_has_the_time_that_is_given(argv: str) -> None:
    assert parse(argv.split()).now == 5


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
        (["run"], "`awsbatch run` needs a file", "`awsbatch run -` reads standard input"),
        (["run", "a=1"], "`awsbatch run` needs a file", "`./a=1` is the file of that name"),
        (
            ["run", "--planned", "x.plan"],
            "`awsbatch run` needs a file",
            "the file that the plan is of stands behind it: `--planned PLAN FILE`",
        ),
        (["check"], "`awsbatch check` needs a file", "`awsbatch check -` reads standard input"),
        (["--", "a.aws"], "`awsbatch run` needs a file", "`awsbatch run -` reads standard input"),
        (["-", "--lines", "a=-"], "standard input, `-`, can be read only once", None),
        (
            ["check", "--json", "a.aws"],
            f"`--json` {NOT_FOR_CHECK}",
            "`--format json` writes what is wrong as JSON",
        ),
        (
            ["check", "--no-keep-order", "a.aws"],
            f"`--no-keep-order` {NOT_FOR_CHECK}",
            None,
        ),
        (
            ["check", "--now", "5", "a.aws"],
            f"`--now` {NOT_FOR_CHECK}",
            None,
        ),
        (
            ["--now", "2026-05-20", "a.aws"],
            (
                "`--now` needs `--sandbox` or `awsbatch plan`: what a script does to AWS, it does"
                " at the time that it is"
            ),
            None,
        ),
        *(
            (
                ["--sandbox", "--now", time, "a.aws"],
                f"expected {NO_TIME} after `--now`, found {f'`{time}`' if time else 'nothing'}",
                None,
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
            "expected a whole number from 1 to 1000 after `-P`, found `0`",
            None,
        ),
        (
            ["--jobs", "some", "a.aws"],
            "expected a whole number from 1 to 1000 after `--jobs`, found `some`",
            None,
        ),
        (
            ["--rate", "0", "a.aws"],
            "expected a number above 0 after `--rate`, found `0`",
            None,
        ),
        (
            ["--rate", "fast", "a.aws"],
            "expected a number above 0 after `--rate`, found `fast`",
            None,
        ),
        (
            ["a.aws", "--resume"],
            "`--resume` needs the log of the run that is to go on",
            "`--joblog FILE --resume`",
        ),
        (
            ["a.aws", "--in-doubt", "done"],
            "`--in-doubt` needs the log of the run that is to go on",
            "`--joblog FILE --resume --in-doubt done`",
        ),
        (
            ["a.aws", "--joblog", "L", "--in-doubt", "again"],
            "`--in-doubt` needs `--resume`: only a run that goes on has commands in doubt",
            "`--resume --in-doubt again`",
        ),
        (
            ["a.aws", "--joblog", "L", "--resume", "--in-doubt", "agian"],
            "expected `again` or `done` after `--in-doubt`, found `agian`",
            "did you mean `again`?",
        ),
        (
            ["a.aws", "--joblog", "L", "--resume=all"],
            "expected nothing or `=changed` after `--resume`, found `all`",
            None,
        ),
        (
            ["a.aws", "--joblog", "L", "--joblog=M"],
            "`--joblog` is given twice",
            "leave out one of them",
        ),
        (
            ["a.aws", "--joblog", "L", "--resume", "--resume=changed"],
            "`--resume` is given twice",
            "leave out one of them",
        ),
        (
            ["a.aws", "--joblog", "-"],
            "`--joblog -`: a log is a file, which a run can go on with",
            "`--json` writes one object a command to standard output",
        ),
        (
            ["a.aws", "--joblog", "+L"],
            "`--joblog +L`: nothing is added to a log of another run",
            "`--joblog L --resume` goes on with one",
        ),
        (
            ["a.aws", "--joblog", "L", "--confirm"],
            (
                "`--joblog` does not go with `--confirm`: a plan has all changes, those too that a"
                " log shows as done"
            ),
            "leave one of them out",
        ),
        (["a.aws", "--joblog"], "`--joblog` needs a value", "--joblog FILE"),
        (
            ["plan", "a.aws", "--joblog", "L"],
            "`--joblog` is for `awsbatch run`",
            "leave it out: a plan runs nothing that a log shows",
        ),
        (
            ["check", "a.aws", "--resume"],
            "`--resume` is for `awsbatch run`: `awsbatch check` runs nothing",
            None,
        ),
        (
            ["exec", "--joblog", "L", "./a.sh"],
            "`awsbatch exec` has no option `--joblog`",
            "`-v` has a line for each call",
        ),
        (
            ["exec", "--resume", "./a.sh"],
            "`awsbatch exec` has no option `--resume`",
            "`awsbatch run --joblog FILE --resume` goes on with files of commands",
        ),
        (
            ["--halt", "later", "a.aws"],
            "expected `soon` or `now` after `--halt`, found `later`",
            None,
        ),
        (
            ["--retries", "many", "a.aws"],
            "expected a whole number from 0 to 100 after `--retries`, found `many`",
            None,
        ),
        (["-", "a.aws", "-"], "standard input, `-`, can be read only once", None),
        (
            ["--fast", "a.aws"],
            "`awsbatch run` has no option `--fast`",
            LISTED,
        ),
        (
            ["--verb", "a.aws"],
            "`awsbatch run` has no option `--verb`",
            "did you mean `--verbose`?",
        ),
        (
            ["--progress", "fast", "a.aws"],
            "expected `auto`, `bar`, `plain` or `none` after `--progress`, found `fast`",
            None,
        ),
        (["a.aws", "--json=1"], "`--json` takes no value", None),
        (["a.aws", "-vz"], "`awsbatch run` has no option `-z`", LISTED),
        (["a.aws", "-j", "-q"], "`-j` needs a value", "-j N"),
        (
            ["a.aws", "--jobs="],
            "expected a whole number from 1 to 1000 after `--jobs`, found nothing",
            None,
        ),
        (
            ["a.aws", "--variable"],
            "`--variable` needs a value",
            "--variable NAME=VALUE",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(argv: list[str], message: str, hint: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        parse(argv)

    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("--joblog L x.aws", Options(verb=Verb.RUN, files=("x.aws",), joblog="L")),
        (
            "--joblog=L --resume x.aws",
            Options(verb=Verb.RUN, files=("x.aws",), joblog="L", resume=Resume.STOPS),
        ),
        (
            "x.aws --joblog L --resume=changed --in-doubt done",
            Options(
                verb=Verb.RUN,
                files=("x.aws",),
                joblog="L",
                resume=Resume.CHANGED,
                in_doubt=InDoubt.DONE,
            ),
        ),
    ],
)
def test_a_run_goes_on_with_a_log(words: str, options: Options) -> None:
    # `--resume` takes no file for its value.
    assert replace(parse(words.split()), given=()) == options


@pytest.mark.parametrize(
    ("argv", "topics"),
    [
        (["--help"], ()),
        (["-h"], ()),
        (["help"], ()),
        (["run", "--help"], ("run",)),
        (["check", "-h", "-"], ("check",)),
        (["help", "check"], ("check",)),
        (["-q", "a.aws", "--help"], ("a.aws",)),
        (["check", "--help", "--fast"], ("check",)),
    ],
)
def test_who_asks_for_help_gets_what_was_named(argv: list[str], topics: tuple[str, ...]) -> None:
    assert parse(argv) == Options(verb=Verb.HELP, files=topics)


@given(
    st.lists(
        st.one_of(
            st.text(),
            st.text(alphabet="-=abjPvqV", max_size=6),
            st.sampled_from(
                [*BY_NAME, "--", "-", "run", "check", "help", "a.aws", "x=1", "9" * 999]
            ),
        ),
        max_size=5,
    )
)
def test_whatever_is_typed_is_taken_or_refused(argv: list[str]) -> None:
    with contextlib.suppress(UsageError):
        options = parse(argv)
        assert "" not in options.files


def test_short_options_may_stand_together_and_with_their_value() -> None:
    options = parse(["-qvj4", "a.aws"])

    assert (options.quiet, options.verbose, options.jobs) == (True, True, 4)
    assert parse(["-j=4", "a.aws"]).jobs == 4


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_the_version_needs_no_file(option: str) -> None:
    assert parse([option]).version


def test_help_among_the_words_for_a_file_asks_for_nothing() -> None:
    assert parse(["a.aws", "--", "--help"]).args == ("--help",)
    with pytest.raises(UsageError):
        parse(["a.aws", "--fast", "--", "--help"])
