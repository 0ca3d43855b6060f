"""`awsbatch help` of what is neither a verb nor a file, and its pager."""

import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from awsbatch.cli.help.function_table import functions
from awsbatch.cli.main import main

DOCS = Path(__file__).parents[3] / "docs"
LANGUAGE = DOCS / "language.md"
AWSBATCH = [sys.executable, "-m", "awsbatch"]


@pytest.mark.parametrize(
    ("topic", "document"),
    [
        ("language", "language.md"),
        ("guards", "plan-and-guards.md"),
        ("resuming", "resuming.md"),
    ],
)
def test_a_document_comes_with_the_program(
    topic: str, document: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["help", topic]) == 0
    assert capfd.readouterr() == ((DOCS / document).read_text(), "")


def test_every_function_is_shown_with_an_example(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["help", "functions"]) == 0

    shown = capfd.readouterr().out
    assert "\ntimes:\n  now()\n      when the run began, in seconds since 1970\n" in shown
    for group in functions().values():
        for each in group:
            assert f"\n  {each.signature}\n      {each.gives}\n" in shown
            assert f"\n      {each.example}  →  {each.value}\n" in shown


@pytest.mark.parametrize(
    ("topic", "hint"),
    [
        ("funcitons", "did you mean `awsbatch help functions`?"),
        ("langauge", "did you mean `awsbatch help language`?"),
        ("guard", "did you mean `awsbatch help guards`?"),
        ("chek", "did you mean `awsbatch help check`?"),
        ("ago", "`awsbatch help functions` has `ago`"),
        ("split()", "`awsbatch help functions` has `split()`"),
        ("parallel", "`awsbatch help language` has `parallel`"),
    ],
)
def test_what_is_no_topic_is_told_what_is_meant(
    topic: str, hint: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["help", topic]) == 2
    assert capfd.readouterr().err == (
        f"error: there is neither a topic of the help nor a file `{topic}`\n  {hint}\n"
    )


def test_a_reader_that_has_gone_is_no_error_of_the_help() -> None:
    reader, writer = os.pipe()
    os.close(reader)

    done = subprocess.run(
        [*AWSBATCH, "help", "language"], stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)

    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize(
    ("pager", "term", "last"),
    [
        ("head -n 1", "xterm", "# The language of command files"),
        ("sed -n '1s/^# /paged: /p'", "xterm", "paged: The language of command files"),
        ("exit 3", "xterm", ""),
        # What cannot be paged is shown.
        ("no-such-pager", "xterm", LANGUAGE.read_text().splitlines()[-1]),
        ("", "xterm", LANGUAGE.read_text().splitlines()[-1]),
        ("head -n 1", "dumb", LANGUAGE.read_text().splitlines()[-1]),
    ],
)
def test_a_terminal_gets_a_pager_and_may_leave_it_early(pager: str, term: str, last: str) -> None:
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "awsbatch", "help", "language"],
        env={**os.environ, "PAGER": pager, "TERM": term},
        encoding="utf-8",
        timeout=None,
    )
    with terminal:
        shown = terminal.read()
        terminal.wait()

    assert terminal.exitstatus == 0
    assert shown.rstrip().split("\r\n")[-1] == last
