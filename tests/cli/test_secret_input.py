"""Secrets that a run is given: told to nobody, neither in messages nor to other processes."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SECRET = "correct-horse-battery"
ENCODED = base64.b64encode(SECRET.encode()).decode()
HIDDEN = "set the environment variable `AWSBATCH_SECRET_token`, or give `--secrets-file FILE`"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("s.json").write_text(json.dumps({"token": SECRET}))
    Path("v.json").write_text(json.dumps({"token": SECRET}))


def run(*words: str, text: str | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return subprocess.run(
        [sys.executable, "-m", "awsbatch", *words],
        input=text or "",
        capture_output=True,
        text=True,
        check=False,
        env={**kept, "AWS_CONFIG_FILE": "/nowhere", **environ},
    )


WAYS: dict[str, tuple[list[str], dict[str, str]]] = {
    "file of secrets": (["--secrets-file", "s.json"], {}),
    "environment": ([], {"AWSBATCH_SECRET_token": SECRET}),
    "file": (["--variables-file", "v.json"], {}),
    "variable": ([], {"AWSBATCH_VARIABLE_token": SECRET}),
    "command line": ([f"token={SECRET}"], {}),
    "option": (["--variable", f"token={SECRET}"], {}),
}
COMMAND = """\
@secret input token
aws configure get <<token>>
aws configure get default.<<upper(token)>>
aws configure get <<base64_encode(token)>>
fail <<token>>
"""


@pytest.mark.parametrize("way", WAYS)
def test_a_secret_input_is_shown_in_no_message(way: str) -> None:
    words, environ = WAYS[way]
    Path("a.aws").write_text(COMMAND)

    done = run("a.aws", "-v", *words, **environ)

    assert done.returncode == 1
    shown = done.stdout + done.stderr
    assert [each for each in (SECRET, SECRET.upper(), ENCODED) if each in shown] == []
    assert "a.aws:5: ***" in done.stderr


@pytest.mark.parametrize("way", ["file of secrets", "environment"])
def test_what_is_given_as_a_secret_is_one_in_any_input(way: str) -> None:
    words, environ = WAYS[way]
    Path("a.aws").write_text("input token\nfail <<token>>\n")

    done = run("a.aws", *words, **environ)

    assert (done.returncode, SECRET in done.stderr, "a.aws:2: ***" in done.stderr) == (
        1,
        False,
        True,
    )


@pytest.mark.parametrize("way", ["command line", "option"])
def test_a_secret_on_the_command_line_is_warned_of(way: str) -> None:
    Path("a.aws").write_text("@secret input token\n")

    done = run("a.aws", "-q", *WAYS[way][0])

    assert done.returncode == 0
    assert done.stderr == (
        "warning: the value of `token` is on the command line, where `ps` shows it to others\n"
        " --> a.aws:1:15\n"
        "  |\n"
        "1 | @secret input token\n"
        f"  |               ^^^^^ {HIDDEN}\n"
    )


@pytest.mark.parametrize("verb", ["run", "check"])
@pytest.mark.parametrize("way", ["file of secrets", "environment"])
def test_a_name_that_is_no_input_is_warned_of_without_its_value(verb: str, way: str) -> None:
    Path("a.aws").write_text("print a\n")
    words, environ = WAYS[way]

    done = run(verb, "a.aws", *words, **environ)

    source = "s.json" if words else "AWSBATCH_SECRET_token"
    assert done.returncode == 0
    assert done.stderr.startswith(
        f"warning: `{source}` gives `token` a value, and there is no input of that name\n"
        "  write `input token` in the file that takes it\n"
    )
    assert SECRET not in done.stderr


@pytest.mark.parametrize("words", [["tokn=SECRET"], ["--variable", "tokn=SECRET"]])
def test_a_mistyped_name_of_a_secret_is_told_without_the_value(words: list[str]) -> None:
    Path("a.aws").write_text("@secret input token = <<''>>\n")

    done = run("a.aws", "-q", *(word.replace("SECRET", SECRET) for word in words))

    assert done.returncode == 2
    assert done.stderr == (
        "error: `tokn=…` gives `tokn` a value, and there is no input of that name\n"
        "  did you mean `token`?\n"
    )


def test_a_secret_that_is_missing_is_said_how_to_give() -> None:
    Path("a.aws").write_text("@secret input token\n")

    done = run("a.aws", "-q")

    assert done.returncode == 2
    assert done.stderr == (
        "error: the input `token` has no default, and is given no value\n"
        " --> a.aws:1:15\n"
        "  |\n"
        "1 | @secret input token\n"
        f"  |               ^^^^^ {HIDDEN}\n"
    )


def test_a_secret_of_another_type_is_not_shown_before_the_run_either() -> None:
    Path("a.aws").write_text("@secret input token = <<`1`>>\nx = <<add(token, `1`)>>\ninput y\n")
    Path("b.aws").write_text("@secret input token\nx = <<epoch(token)>>\ninput y\nprint <<x>>\n")

    for file, way in (("a.aws", "environment"), ("a.aws", "command line"), ("b.aws", "option")):
        words, environ = WAYS[way]
        done = run(file, *words, **environ)
        assert (done.returncode, SECRET[:4] in done.stderr) == (2, False)


def test_the_help_of_a_file_shows_no_default_of_a_secret() -> None:
    Path("a.aws").write_text(
        "# Sends it.\n"
        f"@secret input token = <<'{SECRET}'>>   # of the gateway\n"
        "@secret input the_password_of_the_user   # and this\n"
        "input plain = <<'x'>>\n"
    )

    done = run("help", "a.aws", AWSBATCH_SECRET_token=SECRET)

    assert (
        done.stdout
        == """\
usage: awsbatch a.aws [NAME=VALUE…]

Sends it.

inputs:
  token                   of the gateway
                          secret: AWSBATCH_SECRET_token, --secrets-file; it has a default
  the_password_of_the_user
                          and this
                          secret: AWSBATCH_SECRET_the_password_of_the_user, --secrets-file
  plain = <<'x'>>
"""
    )


SEEN = """\
#!/bin/sh
env >> seen.txt
echo '{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "S"}'
"""


@pytest.mark.parametrize("kind", ["credentials", "sandbox", "exec"])
def test_no_other_process_has_a_secret_in_its_environment(kind: str, tmp_path: Path) -> None:
    process = tmp_path / "process"
    process.write_text(SEEN)
    process.chmod(0o755)
    Path("credentials").write_text(f"[default]\ncredential_process = {process}\n")
    text = (
        "@secret input token\n"
        "print <<env.AWSBATCH_SECRET_token || 'none'>>\n"
        "aws sts get-caller-identity\n"
    )
    words = {
        "credentials": ["--aws", "own", "-"],
        "sandbox": ["--aws", "own", "--sandbox", "-"],
        "exec": ["exec", str(process)],
    }[kind]

    done = run(
        *words,
        text=text,
        AWSBATCH_SECRET_token=SECRET,
        AWS_SHARED_CREDENTIALS_FILE="credentials",
        AWS_ENDPOINT_URL="http://127.0.0.1:9",
        AWS_MAX_ATTEMPTS="1",
        AWS_DEFAULT_REGION="eu-west-1",
    )

    assert SECRET not in done.stdout + done.stderr
    if kind != "sandbox":
        assert "AWS_MAX_ATTEMPTS" in Path("seen.txt").read_text()
        assert "AWSBATCH_SECRET" not in Path("seen.txt").read_text()
    if kind != "exec":
        assert done.stdout.startswith("none\n")
