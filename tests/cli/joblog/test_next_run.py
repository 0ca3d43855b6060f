"""How a run that leaves something says that it can be resumed."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from awsbatch.cli.joblog.next_run import words_to_resume
from awsbatch.cli.main import main
from awsbatch.cli.option import parse
from awsbatch.contract.quoting import joined
from awsbatch.redaction.secret import Secrets
from tests.aws.recorder import Recorder, recording
from tests.cli.joblog.test_log_of_run import answer

DELETES = "aws logs delete-log-group --log-group-name {}\n"
TWO = DELETES.format("a") + DELETES.format("b")
FINALLY = f"{DELETES.format('a')}finally\n{DELETES.format('b')}end\n"
LOST = (
    "  what is left of the body of a file cannot be resumed, since its `finally` has run:"
    " start anew, with another log"
)


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Recorder]:
    """Provide an AWS that refuses to change `b`, and a folder of its own."""
    monkeypatch.chdir(tmp_path)
    with recording() as recorder:
        recorder.answer = answer("b")
        monkeypatch.setenv("AWS_ENDPOINT_URL", recorder.url)
        yield recorder


def last_line(line: str, text: str, capfd: pytest.CaptureFixture[str]) -> str:
    """Return the last line that a run of a file says."""
    Path("a.aws").write_text(text)
    main(["run", *line.split()])
    return capfd.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a.aws --joblog L", "--resume --joblog L a.aws"),
        ("run --joblog=L --resume a.aws", "--resume --joblog L a.aws"),
        ("--joblog L --resume --in-doubt again a.aws", "--resume --joblog L a.aws"),
        ("--joblog L --resume=changed a.aws", "--resume --joblog L a.aws"),
        ("-P8 -e --joblog L a.aws x=$y -- --z", "--resume -P 8 -e --joblog L a.aws 'x=$y' -- --z"),
        ("--joblog L a.aws token=t", "--resume --joblog L a.aws 'token=…'"),
    ],
)
def test_a_run_is_resumed_by_its_own_options(line: str, words: str) -> None:
    assert joined(words_to_resume(parse(line.split()), Secrets())) == f"awsbatch run {words}"


def test_a_failure_is_run_again(capfd: pytest.CaptureFixture[str]) -> None:
    told = last_line("--joblog L a.aws -j 3", TWO, capfd)

    assert told == "  `awsbatch run --resume --joblog L -j 3 a.aws` runs what is left"


def test_a_secret_has_to_be_given_again(capfd: pytest.CaptureFixture[str]) -> None:
    text = f"input token\ninput n\n{TWO}"
    told = last_line("--joblog L a.aws token=t0123456789 n=1", text, capfd)

    assert told == (
        "  `awsbatch run --resume --joblog L a.aws 'token=…' n=1` runs what is left,"
        " given the same `token`"
    )


def test_a_run_that_was_stopped_is_resumed(capfd: pytest.CaptureFixture[str]) -> None:
    told = last_line("--joblog L --halt soon a.aws", DELETES.format("b") + TWO, capfd)

    assert told == "  `awsbatch run --resume --joblog L --halt soon a.aws` runs what is left"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        pytest.param("--joblog L a.aws", DELETES.format("a"), id="all is done"),
        pytest.param("a.aws", TWO, id="no log"),
    ],
)
def test_nothing_is_said_where_nothing_can_be_resumed(
    line: str, text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert "resume" not in last_line(line, text, capfd)


def test_a_stream_has_to_be_given_again() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "awsbatch", "run", "--joblog", "L", "-"],
        input=TWO,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr.splitlines()[-1] == (
        "  `awsbatch run --resume --joblog L -` runs what is left, given the same standard input"
    )


def test_the_rest_of_a_finally_is_run(capfd: pytest.CaptureFixture[str]) -> None:
    told = last_line("--joblog L a.aws", FINALLY, capfd)

    assert told == "  `awsbatch run --resume --joblog L a.aws` runs what is left"


def test_a_body_before_a_whole_finally_is_lost(
    aws: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    aws.answer = answer("a")
    text = DELETES.format("c") + FINALLY

    assert last_line("--joblog L a.aws", text, capfd) == LOST
    assert last_line("--joblog L --resume a.aws", text, capfd) == (
        "  1 skipped, because a.aws:3 is a `finally` that has run: start anew"
    )


def test_what_stopped_a_resumed_run_is_to_be_settled_first(
    capfd: pytest.CaptureFixture[str],
) -> None:
    text = "input n = <<'a'>>\n" + DELETES.format("<<n>>")
    last_line("--joblog L a.aws", text, capfd)

    assert last_line("--joblog L --resume a.aws n=c", text, capfd) == (
        "  once that is settled, `awsbatch run --resume --joblog L a.aws n=c` runs what is left"
    )


def test_a_program_is_told_as_well(capfd: pytest.CaptureFixture[str]) -> None:
    Path("a.aws").write_text(TWO)

    main(["run", "--joblog", "L", "--json", "a.aws"])

    summary = json.loads(capfd.readouterr().out.splitlines()[-1])["summary"]
    assert summary["resume"] == ["awsbatch", "run", "--resume", "--joblog", "L", "--json", "a.aws"]
