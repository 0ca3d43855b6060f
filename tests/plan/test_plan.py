"""No plan changes anything, and a run does what its plan says, for every script that there is."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.cli.main import main
from awsbatch.sandbox.sandbox import Sandbox
from tests.aws.recorder import Recorded, Recorder, recording
from tests.examples.account import Accounts, Holding
from tests.plan.comparison import Plan
from tests.plan.forwarding import asking, holding
from tests.plan.script import EXAMPLES, MARKED, Script

HARMLESS = frozenset(
    {
        "cloudformation DescribeStacks",
        "codebuild ListBuilds",
        "codebuild ListProjects",
        "dynamodb DescribeTable",
        "ec2 DescribeInstances",
        "ec2 DescribeSnapshots",
        "ec2 DescribeVpcs",
        "ec2 DryRun",
        "iam GetRole",
        "iam GetUser",
        "iam ListAccessKeys",
        "iam ListRoleTags",
        "lambda GET",
        "logs DescribeLogGroups",
        "logs DescribeLogStreams",
        "logs FilterLogEvents",
        "logs ListTagsLogGroup",
        "monitoring GetMetricStatistics",
        "organizations ListAccounts",
        "s3 GET",
        "s3 HEAD",
        "secretsmanager GetSecretValue",
        "sqs GetQueueUrl",
        "sqs ListQueueTags",
        "sqs ListQueues",
        "ssm GetParameter",
        "ssm GetParameters",
        "sts AssumeRole",
        "sts GetCallerIdentity",
        "sts GetSessionToken",
        "tagging GetResources",
        "unsigned DescribeLogGroups",
    }
)
"""What leaves everything as it is, read by a person: all else changes something."""

# Where it is in the way of no script.
_SAVED = Path("..", "saved.plan")


@dataclass(frozen=True)
class Ran:
    """What came of one `awsbatch`."""

    exit_status: int
    commands: Sequence[Any]
    """The objects of commands."""
    cause: str | None
    """Why it ended before its end."""


@pytest.fixture
def recorder(
    moto_server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Recorder]:
    """Provide a recorder before moto's server as the sandbox, in a folder of its own."""
    folder = tmp_path / "scripts"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PASSWORD", "correct horse")
    with recording() as recorder:
        recorder.answer = asking(moto_server)
        started = nullcontext(Sandbox(recorder.url))
        monkeypatch.setattr("awsbatch.sandbox.sandbox.start", lambda *_: started)
        yield recorder


@pytest.mark.parametrize("script", MARKED, ids=str)
def test_a_run_does_what_its_plan_says(
    script: Script,
    recorder: Recorder,
    moto_server: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    folder = Path.cwd()
    script.write(folder)
    for words in script.runs:
        before = holding(moto_server, script.text), _files(folder)

        planned = _planned(words, recorder, capfd)

        assert (holding(moto_server, script.text), _files(folder)) == before
        if script.is_run:
            _run(words, planned, recorder, capfd)


def test_what_moto_lacks_is_cleaned_up_as_planned(
    recorder: Recorder, moto_server: str, capfd: pytest.CaptureFixture[str]
) -> None:
    accounts, moto = Accounts(recorder), asking(moto_server)
    held = recorder.answer
    recorder.answer = lambda each: (moto if each.service == "sts" else held)(each)
    mine = accounts.holdings["testing", "us-east-1"]
    mine.groups = [f"group-{number}" for number in range(60)]
    mine.projects = ["site"]
    mine.builds = [f"build:{number}" for number in range(250)]
    before = accounts.held
    words = [str(EXAMPLES / "clean-up.aws"), "profiles=testing", "regions=us-east-1"]

    planned = _planned(words, recorder, capfd)

    assert accounts.held == before
    builds = [each for each in planned.commands if "batch-delete-builds" in each["argv"]]
    assert [(len(each["argv"]), each["open"]) for each in builds] == [(108, False), (9, True)]
    assert _run(words, planned, recorder, capfd).exit_status == 0
    assert mine == Holding()


def _planned(words: Sequence[str], recorder: Recorder, capfd: pytest.CaptureFixture[str]) -> Ran:
    """Plan, and demand that nothing is changed by any request."""
    planned = _awsbatch(["plan", "--save", str(_SAVED), *words], capfd)
    assert _changing(recorder.requests) == []
    recorder.requests.clear()
    return planned


def _run(
    words: Sequence[str], planned: Ran, recorder: Recorder, capfd: pytest.CaptureFixture[str]
) -> Ran:
    """Run, and demand that this is what was planned, no less and no more."""
    plan, bound = Plan(planned.commands), []
    if _SAVED.exists():
        bound = ["--planned", str(_SAVED), "--max-changes", "1000"]
    ran = _awsbatch(["run", *bound, *words], capfd)
    sent = [each for each in ran.commands if each["attempts"]]
    assert [each["argv"] for each in sent if not plan.has(each) and _stays(each)] == []
    assert [each for each in _changing(recorder.requests) if not _is_of(each, plan)] == []
    assert ran.cause != "refused"
    # Where something failed, what needs it is left out.
    assert ran.exit_status or (planned.exit_status, plan.left) == (0, [])
    recorder.requests.clear()
    return ran


def _awsbatch(words: Sequence[str], capfd: pytest.CaptureFixture[str]) -> Ran:
    capfd.readouterr()
    status = main([*words[:1], "--sandbox", "--json", "--progress", "none", *words[1:]])
    objects = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    early = [each["summary"]["ended_early"] for each in objects if "summary" in each]
    commands = [each for each in objects if "argv" in each]
    return Ran(status, commands, early[0]["cause"] if early and early[0] else None)


def _changing(requests: Sequence[Recorded]) -> list[str]:
    return sorted({_operation(each) for each in requests} - HARMLESS)


def _operation(request: Recorded) -> str:
    """Return the service of a request with its operation, or else with its method."""
    service = request.service or "unsigned"
    if request.target:
        return f"{service} {request.target.rpartition('.')[2]}"
    body = request.body.decode("utf-8", "replace")
    if "&DryRun=true" in body:
        return f"{service} DryRun"
    found = re.search(r"/operation/(\w+)$", request.path) or re.search(r"(?:^|&)Action=(\w+)", body)
    return f"{service} {found[1] if found else request.method}"


def _is_of(operation: str, plan: Plan) -> bool:
    """Return whether a command of the plan makes such a request."""
    service, name = operation.split()
    spelled = re.sub(r"(?<!^)[A-Z]", lambda found: f"-{found[0]}", name).lower()
    own = {service, f"{service}api"} if name.isupper() else {spelled}
    return any(own & {*words} for words in plan.words)


def _stays(command: Any) -> bool:
    with InProcessRunner() as runner:
        return runner.effect([(word,) for word in command["argv"][1:]]).stays


def _files(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
