"""Runs that make no other changes than a saved plan has, against an AWS of log groups."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pexpect
import pytest

from awsbatch.cli.main import main
from tests.aws.recorder import Recorded, recording

CLEAN = """\
groups = aws logs describe-log-groups --query logGroups[].logGroupName
for group in <<groups>>
    aws logs delete-log-group --log-group-name <<group>>
end
"""
ACCOUNTS = {"AKIAONE": "111122223333", "AKIATWO": "444455556666"}
IDENTITY = (
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">'
    "<GetCallerIdentityResult><Account>{}</Account><Arn>arn:aws:iam::{}:user/u</Arn>"
    "<UserId>u</UserId></GetCallerIdentityResult></GetCallerIdentityResponse>"
)


@dataclass
class LogGroups:
    """An AWS that has log groups, and remembers what was done to them."""

    groups: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    def answer(self, request: Recorded) -> tuple[int, bytes]:
        if request.service == "sts":
            account = ACCOUNTS[request.key or ""]
            return 200, IDENTITY.format(account, account).encode()
        operation = (request.target or "").rpartition(".")[2]
        name = str(request.parameters.get("logGroupName"))
        if operation == "DescribeLogGroups":
            found = [{"logGroupName": each} for each in self.groups]
            return 200, json.dumps({"logGroups": found}).encode()
        if operation == "DescribeLogStreams":
            return 400, b'{"__type": "AccessDeniedException"}'
        self.changes.append(f"{operation} {name}")
        if operation == "DeleteLogGroup":
            if name not in self.groups:
                return 400, b'{"__type": "ResourceNotFoundException"}'
            self.groups.remove(name)
        return 200, b'{"taskId": "t-1"}'


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[LogGroups]:
    monkeypatch.chdir(tmp_path)
    groups = LogGroups(["old-1", "old-2"])
    with recording() as recorder:
        recorder.answer = groups.answer
        monkeypatch.setenv("AWS_ENDPOINT_URL", recorder.url)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAONE")
        yield groups


def plan(text: str = CLEAN, *options: str) -> int:
    Path("a.aws").write_text(text)
    return main(["plan", "a.aws", "-q", "--save", "x.plan", *options])


def run(*options: str) -> int:
    return main(["run", "a.aws", "--planned", "x.plan", "--progress", "none", *options])


def test_makes_what_was_planned(aws: LogGroups) -> None:
    assert plan() == 0
    assert aws.changes == []
    assert run() == 0
    assert aws.changes == ["DeleteLogGroup old-1", "DeleteLogGroup old-2"]


@pytest.mark.parametrize("loop", ["for", "parallel for"])
def test_deletes_no_group_that_was_made_since(
    loop: str, aws: LogGroups, capfd: pytest.CaptureFixture[str]
) -> None:
    assert plan(CLEAN.replace("for", loop, 1)) == 0
    aws.groups.append("new")
    assert run() == 3
    # Side by side, none may have been deleted before.
    assert "new" in aws.groups
    assert (
        "error: `aws logs delete-log-group --log-group-name new` is not in the plan, and was not"
        " sent\n"
    ) in capfd.readouterr().err


def test_as_many_other_groups_do_not_pass(aws: LogGroups) -> None:
    aws.groups = [f"old-{number}" for number in range(172)]
    assert plan() == 0
    aws.groups = [f"new-{number}" for number in range(172)]
    assert run() == 3
    assert aws.changes == []


def confirming(text: str = CLEAN) -> "pexpect.spawn[str]":
    """Return a run at a terminal that has come to its question."""
    Path("a.aws").write_text(text)
    words = ["-m", "awsbatch", "run", "--confirm", "-q", "a.aws"]
    terminal = pexpect.spawn(sys.executable, words, encoding="utf-8", timeout=120)
    terminal.expect_exact("type `yes` to make these 2 changes in the account `111122223333`: ")
    return terminal


@pytest.mark.races
def test_makes_what_was_confirmed_and_nothing_that_came_meanwhile(aws: LogGroups) -> None:
    with confirming() as terminal:
        assert aws.changes == []
        aws.groups.append("new")
        terminal.send("yes\n")
        terminal.expect_exact(pexpect.EOF)
        terminal.wait()
    assert terminal.exitstatus == 3
    assert aws.groups == ["new"]


@pytest.mark.races
def test_a_terminal_that_closes_confirms_nothing(aws: LogGroups) -> None:
    terminal = confirming()
    # It hangs up, as the window of a terminal does.
    terminal.close(force=False)
    assert (terminal.exitstatus, terminal.signalstatus) == (129, None)
    assert aws.changes == []


def test_counts_what_is_gone_and_needs_no_change(
    aws: LogGroups, capfd: pytest.CaptureFixture[str]
) -> None:
    plan()
    aws.groups.remove("old-1")
    capfd.readouterr()
    assert run() == 0
    assert capfd.readouterr().err.splitlines()[1:] == ["  1 planned change was not made"]


def test_one_that_is_gone_is_no_failure_where_that_is_ignored(aws: LogGroups) -> None:
    line = "aws logs delete-log-group --log-group-name old-1\n"
    assert plan(f"@ignore=ResourceNotFoundException {line}") == 0
    aws.groups.clear()
    assert run() == 0
    plan(line)
    assert run() == 1


def test_makes_each_change_once(aws: LogGroups) -> None:
    plan()
    assert run() == 0
    aws.groups = ["old-1", "old-1"]
    assert run() == 3
    assert aws.groups == ["old-1"]


def test_tries_a_planned_change_again(aws: LogGroups) -> None:
    plan("@retry=2:ResourceNotFoundException aws logs delete-log-group --log-group-name x\n")
    run()
    assert len(aws.changes) == 3


def test_has_the_clock_of_the_plan(aws: LogGroups) -> None:
    text = "aws logs create-log-group --log-group-name g-<<now()>>\n"
    plan(text, "--now", "2026-01-01", "--sandbox")
    plan(text)
    saved = json.loads(Path("x.plan").read_text().splitlines()[0])
    assert run() == 0
    assert aws.changes == [f"CreateLogGroup g-{int(saved['now'])}"]


def test_takes_the_answer_of_a_change_for_what_was_not_known(aws: LogGroups) -> None:
    task = "--log-group-name g --from 0 --to 1 --destination b"
    text = f"t = aws logs create-export-task {task}\n"
    assert plan(f"{text}aws logs cancel-export-task --task-id <<t.taskId>>\n") == 0
    assert run() == 0
    assert aws.changes == ["CreateExportTask g", "CancelExportTask None"]


def test_refuses_the_plan_of_another_account(
    aws: LogGroups, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    plan()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIATWO")
    capfd.readouterr()
    assert run() == 3
    assert aws.changes == []
    assert capfd.readouterr().err == (
        "error: the plan was made with credentials of the account `111122223333`,"
        " and these are of the account `444455556666`\n"
        "  run it with the same credentials, or plan again\n"
    )


def test_refuses_the_plan_of_another_script(aws: LogGroups) -> None:
    plan()
    Path("a.aws").write_text(CLEAN + "\n")
    assert run() == 3
    assert aws.changes == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("aws logs describe-log-streams --log-group-name g\n", 1),
        ("assert <<`false`>> never\n", 3),
        ("fail no\n", 1),
    ],
)
def test_saves_no_plan_that_is_not_complete(
    text: str, status: int, aws: LogGroups, capfd: pytest.CaptureFixture[str]
) -> None:
    assert plan(CLEAN + text) == status
    assert capfd.readouterr().err.endswith("the plan was not saved, for the reason above\n")
    assert not Path("x.plan").exists()
    assert aws.changes == []


def test_overwrites_nothing_but_a_plan(aws: LogGroups, capfd: pytest.CaptureFixture[str]) -> None:
    Path("x.plan").write_text("mine")
    assert plan() == 2
    # It is said before anything is asked of AWS.
    out, err = capfd.readouterr()
    assert out == ""
    assert err == (
        "error: `x.plan` is there, and is not a plan: it is not overwritten\n"
        "  choose another name\n"
    )
    assert aws.changes == []
    assert Path("x.plan").read_text() == "mine"


def test_keeps_no_secret_in_the_file(aws: LogGroups) -> None:
    plan("aws iam create-login-profile --user-name u --password hunter22-hunter22\n")
    saved = Path("x.plan").read_text()
    assert aws.changes == []
    assert "create-login-profile" in saved
    assert "hunter22" not in saved


def test_tells_a_program_what_was_not_made(
    aws: LogGroups, capfd: pytest.CaptureFixture[str]
) -> None:
    plan()
    aws.groups.clear()
    capfd.readouterr()
    assert run("--json") == 0
    last = json.loads(capfd.readouterr().out.splitlines()[-1])
    assert last["summary"]["not_made"] == 2


EMPTY = """\
while group = aws logs describe-log-groups --query logGroups[0].logGroupName
    aws logs delete-log-group --log-group-name <<group>>
end
"""


def test_a_loop_of_which_no_number_is_known_needs_a_bound(
    aws: LogGroups, capfd: pytest.CaptureFixture[str]
) -> None:
    assert plan(EMPTY) == 0
    capfd.readouterr()
    assert run() == 2
    assert capfd.readouterr().err == (
        "error: how often the changes at `a.aws:2` will be made is not known before they are\n"
        "  `--max-changes N` says how many changes the run may make at most\n"
    )
    assert run("--max-changes", "1") == 3
    assert aws.changes == ["DeleteLogGroup old-1"]
    assert run("--max-changes", "2") == 0
    assert aws.groups == []


@pytest.mark.races
def test_a_bound_that_is_missing_is_told_before_anything_is_asked(aws: LogGroups) -> None:
    Path("a.aws").write_text(EMPTY)
    words = ["-m", "awsbatch", "run", "--confirm", "a.aws"]
    with pexpect.spawn(sys.executable, words, encoding="utf-8", timeout=120) as terminal:
        terminal.expect_exact(pexpect.EOF)
        terminal.wait()
    assert terminal.exitstatus == 2
    assert "type `yes`" not in (terminal.before or "")
    assert aws.changes == []


def test_what_finally_puts_right_is_planned_as_well(aws: LogGroups) -> None:
    task = "--log-group-name g --from 0 --to 1 --destination b"
    text = f"""\
t = aws logs create-export-task {task}
fail it went wrong
finally
    aws logs cancel-export-task --task-id <<t.taskId>>
end
"""
    assert plan(text) == 1
    assert plan(text.replace("fail it went wrong\n", "")) == 0
    assert run() == 0
    assert aws.changes == ["CreateExportTask g", "CancelExportTask None"]
