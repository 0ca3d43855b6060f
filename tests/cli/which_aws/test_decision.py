"""awsbatch as its users start it, without a choice and with one."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import awscli
import pytest

from awsbatch.cli.main import main
from tests.cli.which_aws.layout import installation, package, program

ROOT = Path(__file__).parents[3]
OWN = Path(sys.prefix, "bin", "aws")
_CLI = "import sys; from awscli.clidriver import main; sys.exit(main())"


@pytest.fixture
def wrapper(tmp_path: Path) -> Path:
    """Provide an `aws` of which nothing is known before it runs: this Python's AWS CLI."""
    return program(
        tmp_path / "bin" / "aws",
        f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c {shlex.quote(_CLI)} "$@"\n'.encode(),
    )


def _run(
    *words: str, path: str, aws: str | None = None, text: str = ""
) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PATH": f"{path}:/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    del env["AWSBATCH_AWS"]
    if aws is not None:
        env["AWSBATCH_AWS"] = aws
    return subprocess.run(
        [sys.executable, "-m", "awsbatch", *words],
        env=env,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


def _which(done: subprocess.CompletedProcess[str]) -> tuple[int, str, str]:
    """Return the exit status, what the second line of `--version` says, and standard error."""
    ours, which, *_ = done.stdout.splitlines()
    assert ours.startswith("awsbatch ")
    return done.returncode, which, done.stderr


def test_the_first_on_the_path_runs(wrapper: Path) -> None:
    done = _run("--version", path=str(wrapper.parent))

    assert _which(done) == (0, f"aws: {wrapper} (first on PATH)", "")
    assert f"\nAWS CLI {awscli.__version__} (" in done.stdout


def test_a_file_and_a_stream_run_in_it_and_say_so(wrapper: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.aws"
    file.write_text("print hello\n")
    said = f"AWS CLI {awscli.__version__}: {wrapper} (first on PATH), Python "

    for words in (["-qv", str(file)], ["-qv", "-"]):
        done = _run(*words, path=str(wrapper.parent), text="print hello\n")
        assert (done.returncode, done.stdout) == (0, "hello\n")
        assert done.stderr.startswith(said)


def test_a_check_runs_in_it(wrapper: Path) -> None:
    done = _run("check", "-", path=str(wrapper.parent), text="aws logs foo\n")

    assert done.returncode == 2
    assert "`logs` has no operation `foo`" in done.stderr


def test_the_option_and_the_variable_choose_another_one(wrapper: Path, tmp_path: Path) -> None:
    other = tmp_path / "aws2"
    other.symlink_to(wrapper)
    path = f"{wrapper.parent}:{tmp_path}"

    by_option = _run("--version", "--aws", str(other), path=path)
    by_name = _run("--version", path=path, aws="aws2")
    own = _run("--version", "--aws=own", path=path, aws="aws2")

    assert _which(by_option) == (0, f"aws: {other} (--aws)", "")
    assert _which(by_name) == (0, f"aws: {other} (AWSBATCH_AWS)", "")
    assert _which(own) == (0, "aws: own (--aws)", "")


@pytest.mark.skipif(
    not (OWN.exists() and awscli.__version__.startswith("1.")),
    reason="no version 1 came with awsbatch",
)
def test_what_an_environment_hides_runs_and_is_told_until_it_is_chosen(wrapper: Path) -> None:
    path = f"{OWN.parent}:{wrapper.parent}"
    note = (
        f"using `{wrapper}`, which awsbatch's own `{OWN}` (version {awscli.__version__}) hides"
        " in a shell: `--aws own` runs that one;"
        f" `AWSBATCH_AWS={wrapper}` chooses it, without this note\n"
    )

    for words in (["-q", "-"], ["check", "-q", "-"]):
        assert _run(*words, path=path, text="print <<1>>\n").stderr == note
    chosen = _run("-q", "-", path=path, aws=str(wrapper), text="print <<1>>\n")
    assert (chosen.stdout, chosen.stderr) == ("1\n", "")


def test_what_cannot_run_ends_awsbatch_before_anything_runs(tmp_path: Path) -> None:
    aws = installation(tmp_path / "usr", "3.9", "2.27.0")

    done = _run("-", path=str(aws.parent), text="print hello\n")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"error: `{aws}` (the first `aws` on `PATH`) runs on Python 3.9: awsbatch needs 3.10 or"
        " later\n"
        "  AWS's own installer brings a version 2 that will do; `--aws own` runs awsbatch's own"
        f" AWS CLI, version {awscli.__version__}\n"
    )


def test_a_version_that_is_too_old_and_known_only_inside_runs_nothing(tmp_path: Path) -> None:
    old = package(tmp_path / "site", "1.32.5")
    (old / "clidriver.py").write_text(
        "import importlib, os, sys\nsys.path += os.environ['PYTHONPATH'].split(':')\n"
        "main = lambda: importlib.import_module('awsbatch_door')\n"
    )
    aws = program(
        tmp_path / "bin" / "aws",
        f"#!/bin/sh\nPYTHONPATH={tmp_path / 'site'}:$PYTHONPATH\n"
        f'exec {shlex.quote(sys.executable)} -c {shlex.quote(_CLI)} "$@"\n'.encode(),
    )

    run = _run("-", path=str(aws.parent), text="print hello\n")
    told = _run("--version", path=str(aws.parent))

    assert (run.returncode, run.stdout) == (2, "")
    assert _which(told)[:2] == (2, f"aws: {aws} (first on PATH)")
    assert run.stderr == told.stderr
    assert run.stderr == (
        f"error: `{aws}` (the first `aws` on `PATH`) is version 1.32.5: awsbatch needs 1.44 or"
        " later\n"
        "  AWS's own installer brings a version 2 that will do; `--aws own` runs awsbatch's own"
        " AWS CLI\n"
    )


def test_help_needs_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWSBATCH_AWS", "gone")
    file = tmp_path / "a.aws"
    file.write_text("# Empties a bucket.\n")

    assert main(["--help"]) == 0
    assert main([str(file), "--help", "--aws", "gone"]) == 0
    assert capfd.readouterr().err == ""
