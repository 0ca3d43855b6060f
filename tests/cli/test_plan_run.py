"""What is run and what is planned, of files and of streams, by the whole program."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from awsbatch.cli.main import main
from tests.aws.recorder import Recorded, Recorder, recording

AWSBATCH = (sys.executable, "-m", "awsbatch")
IDENTITY = b"""\
<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Account>111122223333</Account></GetCallerIdentityResult>
</GetCallerIdentityResponse>
"""


pytestmark = pytest.mark.usefixtures("copied")


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Recorder]:
    """Provide an AWS that records and answers nothing but whose keys they are."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    with recording() as recorder:
        monkeypatch.setenv("AWS_ENDPOINT_URL", recorder.url)
        recorder.answer = _answer
        yield recorder


def _answer(request: Recorded) -> tuple[int, bytes]:
    return 200, IDENTITY if b"GetCallerIdentity" in request.body else b"{}"


def _plan(
    *words: str, text: str = "", awsbatch: Sequence[str] = ("awsbatch",)
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*awsbatch, "plan", "--progress", "none", *words],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


def _commands(plan: str) -> list[str]:
    return [line for line in plan.splitlines() if line.startswith("aws ")]


@pytest.mark.parametrize("width", [(), ("-P", "4")])
def test_a_stream_is_planned_line_by_line(aws: Recorder, width: tuple[str, ...]) -> None:
    text = "logs create-log-group --log-group-name a\nlogs describe-log-groups\n"

    done = _plan("-q", *width, "-", text=text + "logs delete-log-group --log-group-name b\n")

    assert _commands(done.stdout) == [
        "aws logs create-log-group --log-group-name a",
        "aws logs delete-log-group --log-group-name b",
    ]
    assert (done.returncode, done.stderr) == (0, "")
    # All but the one that reads, and whose keys they are.
    assert len(aws.requests) == 2


def test_a_fault_of_a_stream_is_told_though_nobody_runs_the_command(aws: Recorder) -> None:
    done = _plan("-q", "-", text="logs delete-log-groups\nlogs create-log-group\n")

    assert done.returncode == 1
    assert "error: `logs` has no operation `delete-log-groups`\n" in done.stderr
    assert "did you mean `delete-log-group`?\n" in done.stderr
    assert "add `--log-group-name VALUE`\n" in done.stderr
    assert _commands(done.stdout) == []
    assert aws.requests == []


def test_a_file_that_has_a_fault_is_not_planned(
    aws: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("a.aws").write_text("aws logs describe-log-groups\naws logs delete-log-groups\n")

    assert main(["plan", "a.aws"]) == 2

    assert capfd.readouterr().out == ""
    assert aws.requests == []


def test_an_alias_that_starts_a_program_is_planned(
    aws: Recorder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    Path(".aws/cli").mkdir(parents=True)
    aliases = "[toplevel]\nmake = !touch made\ngroups = logs describe-log-groups\n"
    Path(".aws/cli/alias").write_text(aliases)
    Path("a.aws").write_text("aws make\naws groups\naws make > /dev/null\n")

    # The AWS CLI looks for the home when it is imported.
    done = _plan("-q", "a.aws", awsbatch=AWSBATCH)

    assert done.returncode == 0
    assert _commands(done.stdout) == ["aws make", "aws make"]
    assert not Path("made").exists()
    assert len(aws.requests) == 1


def test_a_rate_holds_back_no_command_that_is_only_planned(aws: Recorder) -> None:
    lines = [f"logs create-log-group --log-group-name g{n}\n" for n in range(5)]

    # Each would be a day after the one before.
    done = _plan("-q", "--rate", "0.00001", "-", text="".join(lines))

    assert len(_commands(done.stdout)) == 5
    del aws


def test_a_plan_that_cannot_be_written_is_no_success(aws: Recorder) -> None:
    Path("a.aws").write_text("aws logs create-log-group --log-group-name a\n")

    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*AWSBATCH, "plan", "-q", "a.aws"], stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert done.returncode == 1
    assert done.stderr == b"error: cannot write to standard output: no space left on device\n"
    del aws


def test_a_read_that_nobody_can_sign_ends_a_plan_as_a_run(
    aws: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    text = "logs create-log-group --log-group-name a\nlogs describe-log-groups\n"
    Path("a.aws").write_text(text + "logs delete-log-group --log-group-name a\n")

    done = _plan("-q", "a.aws")

    assert done.returncode == 2
    assert done.stderr.startswith("error: there are no credentials: ")
    assert _commands(done.stdout) == ["aws logs create-log-group --log-group-name a"]
    assert aws.requests == []
