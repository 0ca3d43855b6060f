"""`awsbatch exec` with guards: what reaches AWS, what is said, and what it ends with."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.aws.recorder import Recorder, bucket, recording
from tests.aws_cli import by_version
from tests.cli.exec.execution import AWSBATCH, environment, execute

DENIED = by_version(255, 254)
NOTHING = "would change something, and `--max-changes 0` allows nothing to change"
HINT = "  pass `--max-changes` with as many as are meant\n"


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Recorder]:
    """Provide an AWS that records, and a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with recording() as recorder:
        recorder.answer = bucket(map(str, range(300)))
        monkeypatch.setenv("AWS_ENDPOINT_URL", recorder.url)
        yield recorder


def run(script: str, *options: str) -> tuple[int, list[str], str]:
    """Run a script, and return its status, lines and errors, without what versions put before."""
    Path("x.sh").write_text(script)
    done = execute("-q", *options, "sh", "x.sh")
    stderr = done.stderr.replace("aws: [ERROR]: ", "")
    return done.returncode, done.stdout.splitlines(), stderr


def denied(operation: str, reason: str) -> str:
    return f"\nAn error occurred (AccessDenied) when calling the {operation} operation: {reason}\n"


def test_a_script_that_may_change_nothing_reads(recorder: Recorder) -> None:
    script = """\
aws logs describe-log-groups --query 'length(@)'
aws logs delete-log-group --log-group-name g
echo $?
x=$(aws logs create-log-group --log-group-name g); echo "<$x> $?"
"""
    reason = f"this command {NOTHING}"

    assert run(script, "--max-changes", "0") == (
        3,
        ["0", f"{DENIED}", f"<> {DENIED}"],
        denied("DeleteLogGroup", reason)
        + denied("CreateLogGroup", reason)
        + f"error: 2 calls of `aws` were refused: {reason}\n{HINT}",
    )
    assert [each.target for each in recorder.requests] == ["Logs_20140328.DescribeLogGroups"]


def test_of_several_at_once_exactly_as_many_as_are_allowed_change(recorder: Recorder) -> None:
    script = (
        "seq 40 | xargs -P 8 -n 1 sh -c"
        " 'aws logs delete-log-group --log-group-name $0 || echo $?; exit 0'\n"
    )
    status, lines, errors = run(script, "--max-changes", "10")

    reason = "this command would be change number 11, and `--max-changes 10` allows 10 changes"
    assert (status, lines) == (3, [str(DENIED)] * 30)
    assert errors.endswith(f"error: 30 calls of `aws` were refused: {reason}\n{HINT}")
    # Side by side, lines are not mixed, but what is between them may be.
    assert errors.count(denied("DeleteLogGroup", reason).strip()) == 30
    sent = [each.parameters["logGroupName"] for each in recorder.requests]
    assert len(sent) == len({*sent}) == 10


def test_one_that_deletes_many_is_stopped_in_its_middle(recorder: Recorder) -> None:
    status, lines, errors = run("aws s3 rm s3://b/ --recursive; echo $?\n", "--max-changes", "2")

    sent = [each.path for each in recorder.requests if each.method == "DELETE"]
    assert len(sent) == 2
    assert status == 3
    assert sorted(lines) == sorted([*(f"delete: s3:/{path}" for path in sent), str(DENIED)])
    first, second, *_ = errors.splitlines()[1:]
    assert first.startswith(
        "An error occurred (AccessDenied) when calling the DeleteObject operation:"
        " `DeleteObject s3://b/"
    )
    assert first.endswith(
        "` would be change number 3, and `--max-changes 2` allows 2 changes;"
        " it was stopped after 2 API calls that change something"
    )
    assert second.startswith("error: 1 call of `aws` was refused: `DeleteObject s3://b/")


def test_a_program_without_any_environment_is_guarded(recorder: Recorder) -> None:
    script = f"""\
env -i PATH="$PATH" AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b AWS_MAX_ATTEMPTS=1 \\
    aws logs delete-log-group --log-group-name g --region us-east-1 --endpoint-url {recorder.url}
echo $?
"""
    status, lines, _ = run(script, "--max-changes", "0")

    assert (status, lines, recorder.requests) == (3, [str(DENIED)], [])


def test_as_many_as_are_allowed_are_no_refusal(recorder: Recorder) -> None:
    script = "for n in 1 2 3; do aws logs delete-log-group --log-group-name $n; done; exit 7\n"

    assert run(script, "--max-changes", "3") == (7, [], "")
    assert len(recorder.requests) == 3


def test_a_program_of_an_alias_is_refused(recorder: Recorder, tmp_path: Path) -> None:
    alias = tmp_path / ".aws" / "cli" / "alias"
    alias.parent.mkdir(parents=True)
    alias.write_text("[toplevel]\nmine = !echo ran\n")
    script = f"HOME={tmp_path} aws mine; echo $?\n"
    status, lines, errors = run(script, "--max-changes", "9")

    message = "no guard can see what `mine` sends, which it does by a program or a way of its own"
    assert (status, lines) == (3, [str(by_version(255, 252))])
    assert f"awsbatch: {message}" in errors.splitlines()
    assert errors.endswith(
        f"error: 1 call of `aws` was refused: {message}\n"
        "  run it by itself, without the option that has its requests guarded\n"
    )
    assert recorder.requests == []


def test_where_what_guards_was_killed_it_is_said_in_the_end(recorder: Recorder) -> None:
    script = """\
aws logs delete-log-group --log-group-name g
kill -9 $(ps -o pid= --ppid $PPID | grep -vw $$)
aws logs delete-log-group --log-group-name h 2> /dev/null; echo $?
"""
    assert run(script, "--max-changes", "9") == (
        3,
        [str(by_version(255, 252))],
        (
            "error: the process that guards the calls of `aws` was killed: those that came later"
            " were refused\n"
        ),
    )
    assert len(recorder.requests) == 1


def test_where_awsbatch_was_killed_each_later_call_is_refused(recorder: Recorder) -> None:
    script = """\
aws logs delete-log-group --log-group-name g
kill -9 $PPID $(ps -o pid= --ppid $PPID | grep -vw $$)
aws logs describe-log-groups; echo $?
env -i PATH="$PATH" aws logs delete-log-group --log-group-name h; echo $?
# Nobody else is left to do so.
rm -r "$AWSBATCH_EXEC"
"""
    status, lines, errors = run(script, "--max-changes", "9")

    refused = str(by_version(255, 252))
    assert (status, lines) == (-9, [refused, refused])
    assert errors.count("refused, since nothing would guard it\n") == 2
    assert len(recorder.requests) == 1


@pytest.mark.parametrize("variable", ["TZ=UTC", "PYTHONPATH=/none"])
def test_what_a_fresh_aws_is_left_is_guarded_as_well(variable: str, recorder: Recorder) -> None:
    script = f"""\
{variable} aws s3 rm s3://b/ --recursive; echo $?
{variable} aws logs describe-log-groups --query 'length(@)'; echo $?
"""
    status, lines, errors = run(script, "--max-changes", "0")

    assert (status, lines) == (3, [str(DENIED), "0", "0"])
    message, first, _ = errors.splitlines()[1:]
    assert message.startswith(
        "An error occurred (AccessDenied) when calling the DeleteObject operation:"
        " `DeleteObject s3://b/"
    )
    assert message.endswith(f"` {NOTHING}")
    assert first.startswith("error: 1 call of `aws` was refused: `DeleteObject s3://b/")
    assert [each.method for each in recorder.requests] == ["GET", "POST"]


def test_warm_and_fresh_calls_have_one_bound(recorder: Recorder) -> None:
    script = """\
for n in 1 2; do
    aws logs delete-log-group --log-group-name w$n 2> /dev/null || echo w$n
    TZ=UTC aws logs delete-log-group --log-group-name f$n 2> /dev/null || echo f$n
done
"""
    status, lines, _ = run(script, "--max-changes", "2")

    assert (status, lines) == (3, ["w2", "f2"])
    sent = [each.parameters["logGroupName"] for each in recorder.requests]
    assert sent == ["w1", "f1"]


def test_a_fresh_call_is_summed_up_as_any_other(recorder: Recorder) -> None:
    script = """\
TZ=UTC aws logs describe-log-groups > out
TZ=UTC aws logs delete-log-group --log-group-name g 2> err; exit 0
"""
    done = execute("--max-changes", "0", "sh", "-c", script)

    error, hint, counts, why, failed = done.stderr.splitlines()
    reason = f"this command {NOTHING}"
    assert (done.returncode, hint + "\n") == (3, HINT)
    assert error == f"error: 1 call of `aws` was refused: {reason}"
    assert counts.startswith("1 call succeeded, 1 failed in ")
    assert counts.endswith(" s; 1 request, 1 connection opened")
    assert why == ("  2 made by a fresh `aws` under the same guard, since its `TZ` is another")
    assert failed == (f"  1 x logs delete-log-group: {reason} (--log-group-name g), exit {DENIED}")
    assert len(recorder.requests) == 1


@pytest.mark.parametrize("major", [1, 2])
def test_a_fresh_aws_that_nobody_answers_is_refused(major: int, recorder: Recorder) -> None:
    folder = Path(f"awsbatch-exec-v{major}-guarded-xxxxxxxx").absolute()
    done = subprocess.run(
        [*AWSBATCH, "exec-call", folder, "", "", "logs", "describe-log-groups"],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr, recorder.requests) == (
        255 if major == 1 else 252,
        "",
        "no answer from `awsbatch exec`: refused, since nothing would guard it\n",
        [],
    )


@pytest.mark.parametrize(
    ("verb", "option"),
    [("run", "--max-changes=0"), ("exec", "--max-changes=0"), ("run", "--sandbox")],
)
def test_awsbatch_itself_does_not_run_past_them(recorder: Recorder, verb: str, option: str) -> None:
    Path("c.aws").write_text("aws logs delete-log-group --log-group-name x\n")
    words = "c.aws" if verb == "run" else "sh c.aws"

    # What is still in the sandbox may run.
    line = f"AWS_ENDPOINT_URL={recorder.url} AWS_CONFIG_FILE=c {' '.join(AWSBATCH)} {verb} {words}"
    done = run(f"{line}; echo $?", option)

    message = (
        "error: an `awsbatch exec` around this one guards calls of `aws` alone, and not"
        f" `awsbatch {verb}`: nothing was run\n"
        f"  `awsbatch {verb}` has the same options: run it by itself, with them\n"
    )
    assert done == (0, ["3"], message)
    assert recorder.requests == []


UNTAKEN = """
import os, socket
with socket.socket(socket.AF_UNIX) as client:
    client.connect(os.environ["AWSBATCH_EXEC"] + "/socket")
    # Fewer come than the mask tells of, as where there is no room for them.
    socket.send_fds(client, [b"aws1\\x0f"], [0])
    print(client.recv(1))
"""
REFUSED = (
    "error: 1 call of `aws` was refused: it could not be made here, where it is guarded"
    " (too many open files)\n"
)


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        ([], 0, ""),
        (["--max-changes", "9"], 3, REFUSED),
    ],
    ids=["unguarded", "guarded"],
)
def test_a_call_that_cannot_be_taken_counts_as_refused(
    options: list[str], status: int, said: str
) -> None:
    done = execute("-q", *options, sys.executable, "-c", UNTAKEN)

    assert (done.returncode, done.stdout, done.stderr) == (status, "b''\n", said)
