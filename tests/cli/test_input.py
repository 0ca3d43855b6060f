"""Values for inputs, from the command line to what runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = str(Path(__file__).parent.parent.parent)
COPIED = ("awsbatch", "-q")
STREAM = """\
set -e
input days = <<`30`>>
half = <<divide(days, `2`)>>
input name
print <<half>> <<name>>
"""


pytestmark = pytest.mark.usefixtures("copied")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", ROOT)


def _run(*words: str, text: str | None = None) -> tuple[int, str, str]:
    done = subprocess.run(
        [*COPIED, *words], input=text or "", capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("width", [[], ["-P", "4"]])
def test_a_stream_takes_inputs(width: list[str]) -> None:
    text = "input days = <<`30`>>\ninput name\nprint <<name>> <<days>>\n"
    assert _run(*width, "-", "days=7", "name=x", text=text) == (0, "x 7\n", "")


def test_a_default_of_a_stream_stands_on_what_is_above_it() -> None:
    assert _run("-", "days=7", "name=x", text=STREAM) == (0, "3.5 x\n", "")


@pytest.mark.parametrize("width", [[], ["-P", "4"]])
@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["days=7"], "error: the input `name` has no default, and is given no value"),
        (
            ["days=7d", "name=x"],
            "error: the input `days` takes a number, found `7d` in `days=7d`",
        ),
        (
            ["name=x", "dyas=7"],
            "error: `dyas=7` gives `dyas` a value, and there is no input of that name",
        ),
    ],
)
def test_nothing_of_a_stream_runs_whose_inputs_are_at_fault(
    width: list[str], words: list[str], first: str
) -> None:
    text = "input days = <<`30`>>\ninput name\nprint a > made.txt\nprint b\n"
    status, stdout, stderr = _run(*width, "-", *words, text=text)
    assert (status, stdout) == (2, "")
    assert stderr.startswith(first)
    assert stderr.endswith("\nerror: nothing of standard input is run\n")
    assert not Path("made.txt").exists()


def test_a_stream_without_a_command_is_told_of_a_mistyped_name() -> None:
    status, _, stderr = _run("-", "x=1", text="set -e\n")
    assert status == 2
    assert stderr.startswith("error: `x=1` gives `x` a value")


def test_a_stream_may_be_followed_by_a_file_with_the_inputs() -> None:
    Path("after.aws").write_text("input x\ninput y\nprint <<x>> <<y>>\n")
    assert _run("-", "after.aws", "x=1", text="y = <<'of the stream'>>\n") == (
        0,
        "1 of the stream\n",
        "",
    )


def test_a_file_after_a_stream_is_not_run_without_its_inputs() -> None:
    Path("after.aws").write_text("input x\nprint <<x>>\n")
    status, stdout, stderr = _run("-", "after.aws", text="print a\n")
    assert (status, stdout) == (1, "a\n")
    assert stderr.startswith("error: the input `x` has no default, and is given no value\n")
    assert stderr.endswith("error: `after.aws` and the files after it are not run\n")


def test_a_file_is_a_program_with_inputs() -> None:
    program = Path("awsbatch")
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m awsbatch "$@"\n')
    program.chmod(0o755)
    script = Path("empty.aws")
    script.write_text(
        "#!/usr/bin/env awsbatch\n# empties a bucket\ninput bucket\nprint <<bucket>> <<args>>\n"
    )
    script.chmod(0o755)
    path = f"{Path.cwd()}{os.pathsep}{os.environ['PATH']}"

    def done(*words: str) -> str:
        return subprocess.run(
            ["./empty.aws", *words],
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    assert done("bucket=logs", "--", "bucket=x") == "logs bucket=x\n"
    assert done("--help").startswith("usage: awsbatch ./empty.aws bucket=VALUE\n\nempties a")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (
            ["creds=SECRET"],
            "error: the input `creds` takes a number, found an object in `creds=…`\n",
        ),
        (["cred=SECRET"], "error: `cred=…` gives `cred` a value, and there is no input"),
        (["my-creds=SECRET"], "error: there is no file `my-creds=…`\n"),
        (["--creds", "SECRET"], "error: `awsbatch run` has no option `--creds`\n"),
        (
            ["--jobs=SECRET"],
            "error: expected a whole number from 1 to 1000 after `--jobs`, found `…`\n",
        ),
        (["--variable", "SECRET"], "error: expected `--variable NAME=VALUE`, found"),
    ],
)
def test_no_error_shows_an_object_that_was_given(words: list[str], first: str) -> None:
    Path("a.aws").write_text("input creds = <<1>>\nprint <<creds>>\n")
    given = [word.replace("SECRET", '{"SecretAccessKey": "swordfish"}') for word in words]

    status, stdout, stderr = _run("a.aws", *given)

    assert (status, stdout) == (2, "")
    assert stderr.startswith(first)
    assert "swordfish" not in stderr


def test_a_file_is_missing_and_a_secret_is_not_shown() -> None:
    _, _, stderr = _run("creds={'a': 'swordfish'}")
    assert stderr == "error: `awsbatch run` needs a file\n  `./creds=…` is the file of that name\n"
