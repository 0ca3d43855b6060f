"""Runs with `--max-changes`: what reaches AWS, and what is said."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Lock

import pytest

from awsbatch.cli.main import main
from tests.aws.recorder import Recorded, Recorder, bucket, recording

THIRTY = """\
parallel for n in <<range(`30`)>>
    aws logs delete-log-group --log-group-name g-<<n>>
end
"""
HINT = (
    "`awsbatch plan` shows and counts all changes; pass `--max-changes` with as many as are meant"
)
_DELETED = re.compile(r"^delete: s3://\S+$", re.MULTILINE)


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Recorder]:
    """Provide an AWS that records, and a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with recording() as recorder:
        monkeypatch.setenv("AWS_ENDPOINT_URL", recorder.url)
        yield recorder


def run(text: str, most: int, *options: str) -> int:
    Path("a.aws").write_text(text)
    return main(["run", "a.aws", "--max-changes", str(most), *options])


def changes(recorder: Recorder) -> list[str]:
    """Return the names in the requests for a change, in order."""
    bodies = [each.parameters for each in recorder.requests if "Delete" in (each.target or "")]
    return [str(body["logGroupName"]) for body in bodies]


@pytest.mark.races
@pytest.mark.parametrize("round_", range(8))
def test_of_thirty_side_by_side_exactly_ten_are_sent(
    round_: int, recorder: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    del round_

    assert run(THIRTY, 10, "-j", "16", "--json") == 3

    *objects, last = map(json.loads, capfd.readouterr().out.splitlines())
    assert len(changes(recorder)) == len({*changes(recorder)}) == 10
    assert sorted(each["status"] for each in objects if "status" in each) == [
        "failed",
        *["ok"] * 10,
    ]
    assert [each["refused"] for each in objects if "refused" in each] == [
        "this command would be change number 11, and `--max-changes 10` allows 10 changes"
    ]
    summary = last["summary"]
    counts = ("exit_status", "ok", "failed", "abandoned", "not_started")
    assert [summary[name] for name in counts] == [3, 10, 1, 0, 19]
    assert summary["ended_early"]["cause"] == "refused"


def test_what_is_beyond_is_told_whole(
    recorder: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    text = "for n in a b c\n    aws logs delete-log-group --log-group-name g-<<n>>\nend\n"

    assert run(text, 1, "-q") == 3
    assert capfd.readouterr().err == (
        "a.aws:2: exit 3: aws logs delete-log-group --log-group-name g-b\n"
        "error: this command would be change number 2, and `--max-changes 1` allows 1 change\n"
        " --> a.aws:2:5\n"
        "  |\n"
        "2 |     aws logs delete-log-group --log-group-name g-<<n>>\n"
        f"  |     ^^^ {HINT}\n"
    )
    assert changes(recorder) == ["g-a"]


def test_as_many_as_are_allowed_are_no_refusal(recorder: Recorder) -> None:
    assert run(THIRTY, 30, "-q") == 0
    assert len(changes(recorder)) == 30


def test_with_none_a_run_only_reads(recorder: Recorder, capfd: pytest.CaptureFixture[str]) -> None:
    text = """\
aws sts get-session-token
groups = aws logs describe-log-groups
aws s3api get-object --bucket b --key k out
aws configure set region eu-west-1
aws logs delete-log-group --log-group-name g
finally
    aws logs delete-log-group --log-group-name h
end
"""
    recorder.answer = lambda each: (200, b"" if each.service == "s3" else b"{}")

    assert run(text, 0, "--no-give-up") == 3
    assert changes(recorder) == []
    assert "`finally` was left out" not in capfd.readouterr().err


def test_failed_commands_count_and_attempts_count_once(recorder: Recorder) -> None:
    recorder.answer = lambda _: (500, b"{}")
    text = "".join(
        f"@retry=1 @ignore=* aws logs delete-log-group --log-group-name {name}\n" for name in "abc"
    )

    # The pauses between attempts are those of the program.
    assert run(text, 2, "-q") == 3
    assert changes(recorder) == [*"aabb"]


def test_captures_and_questions_count(recorder: Recorder) -> None:
    text = """\
x = aws logs delete-log-group --log-group-name a
if aws logs delete-log-group --log-group-name b
    aws logs delete-log-group --log-group-name c
end
"""
    assert run(text, 2, "-q") == 3
    assert changes(recorder) == ["a", "b"]


def test_finally_has_as_many_again(recorder: Recorder, capfd: pytest.CaptureFixture[str]) -> None:
    loop = "for n in 1 2 3\n    aws logs delete-log-group --log-group-name {}<<n>>\nend\n"
    text = loop.format("a") + "finally\n" + loop.format("f") + "end\n"

    assert run(text, 2, "-q") == 3
    assert changes(recorder) == ["a1", "a2", "f1", "f2"]
    assert "change number 3 in `finally`" in capfd.readouterr().err


@pytest.mark.races
@pytest.mark.parametrize("beside", [False, True])
def test_exactly_ten_keys_of_a_bucket_are_deleted(
    recorder: Recorder, capfd: pytest.CaptureFixture[str], *, beside: bool
) -> None:
    recorder.answer = bucket([f"{number:04}" for number in range(1000)])
    command = "aws s3 rm s3://b/ --recursive\n"

    assert run(f"parallel\n  {command}end\n" if beside else command, 10) == 3

    deleted = [each.path for each in recorder.requests if each.method == "DELETE"]
    told = capfd.readouterr()
    assert len(deleted) == len({*deleted}) == 10
    assert sorted(_DELETED.findall(told.out)) == sorted(f"delete: s3:/{path}" for path in deleted)
    assert "failed:" not in told.err
    assert re.search(
        r"error: `DeleteObject s3://b/\d{4}` would be change number 11, and `--max-changes 10`"
        r" allows 10 changes; it was stopped after 10 API calls that change something\n",
        told.err,
    )


@pytest.mark.races
def test_two_commands_share_the_bound(
    recorder: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    recorder.answer = bucket([f"{number:04}" for number in range(1000)])
    text = "parallel\n  aws s3 rm s3://b/ --recursive\n  aws s3 rm s3://c/ --recursive\nend\n"

    assert run(text, 20, "--json") == 3

    deleted = [each.path for each in recorder.requests if each.method == "DELETE"]
    assert len(deleted) == 20
    objects = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert len([each for each in objects if "refused" in each]) == 1


@pytest.mark.races
def test_ctrl_c_meanwhile_lets_no_more_through(recorder: Recorder) -> None:
    lock, seen = Lock(), []

    def answer(request: Recorded) -> tuple[int, bytes]:
        with lock:
            seen.append(request)
            if len(seen) == 5:
                os.kill(os.getpid(), signal.SIGINT)
        return 200, b"{}"

    recorder.answer = answer

    assert run(THIRTY, 10, "-j", "16", "-q") == 130
    assert 5 <= len(changes(recorder)) <= 10


@pytest.mark.parametrize("given", ["-1", "x", "1.5", "", "10000000000"])
def test_what_is_no_number_of_changes_is_refused(
    given: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "a.aws", f"--max-changes={given}"]) == 2
    assert "expected a whole number from 0 to 999999999" in capfd.readouterr().err


PLANNED = """\
for n in 1 2 3
    aws logs delete-log-group --log-group-name g-<<n>>
end
x = aws ec2 create-vpc --cidr-block 10.0.0.0/16
if <<x.Vpc.IsDefault>>
    aws ec2 delete-vpc --vpc-id v
end
finally
    aws ec2 delete-vpc --vpc-id w
end
"""


@pytest.mark.parametrize(("most", "status"), [(4, 0), (3, 3)])
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_plan_with_more_says_so_at_its_end(
    most: int,
    status: int,
    options: list[str],
    recorder: Recorder,
    capfd: pytest.CaptureFixture[str],
) -> None:
    Path("a.aws").write_text(PLANNED)

    assert main(["plan", "a.aws", "--max-changes", str(most), *options]) == status

    told = capfd.readouterr()
    assert told.out.count("delete-log-group") >= 3
    assert (
        "error: the plan has 4 changes outside `finally`, and `--max-changes 3` allows 3 changes\n"
        "  `--max-changes 4` allows them, but none of those that may come besides\n" in told.err
    ) == (status == 3)
    assert not [each for each in recorder.requests if each.service != "sts"]
    if options:
        summary = json.loads(told.out.splitlines()[-1])["summary"]
        assert summary["exit_status"] == status


ALIAS = """\
import sys
from awsbatch.cli.main import main
sys.exit(main(["run", "a.aws", "--max-changes", "5", "-q"]))
"""


def test_an_alias_that_starts_a_program_is_refused(recorder: Recorder) -> None:
    file = Path("home/.aws/cli/alias")
    file.parent.mkdir(parents=True)
    file.write_text(
        "[toplevel]\nmine = !touch ran\nlist = logs describe-log-groups\n"
        "drop = logs delete-log-group --log-group-name\n"
    )
    Path("a.aws").write_text("aws list\naws drop a\naws mine\naws list\n")

    # The AWS CLI looks for the user's aliases when it is imported.
    done = subprocess.run(
        [sys.executable, "-c", ALIAS],
        env={**os.environ, "HOME": str(Path("home").resolve())},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 3, done.stderr
    assert "error: no guard can see what `mine` sends" in done.stderr
    assert len(recorder.requests) == 2
    assert not Path("ran").exists()
