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
from tests.plan.comparison import Plan
from tests.plan.forwarding import asking, holding
from tests.plan.script import SCRIPTS, Script

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
        # Unsigned, it does not name its service.
        "None DescribeLogGroups",
        "organizations ListAccounts",
        "s3 GET",
        "s3 HEAD",
        "sqs GetQueueUrl",
        "sqs ListQueueTags",
        "sqs ListQueues",
        "ssm GetParameter",
        "ssm GetParameters",
        "sts AssumeRole",
        "sts GetCallerIdentity",
        "sts GetSessionToken",
        "tagging GetResources",
    }
)
"""What leaves everything as it is, read by a person: all else changes something."""

ONLY_PLANNED = {
    "golden/codes-that-never-come": "it waits ten minutes for what never comes",
    "golden/plan-runs-what-leaves-nothing": "so does it",
    "documents/language.md:1477": "its command is abandoned, and ends after its process",
}
"""Scripts that are not run, with the reason."""


@dataclass(frozen=True)
class Ran:
    """What came of one `awsbatch`."""

    exit_status: int
    commands: Sequence[Any]
    """The objects of commands."""
    stderr: str


@pytest.fixture
def recorder(
    moto_server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Recorder]:
    """Provide a recorder before moto's server as the sandbox, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PASSWORD", "correct horse")
    with recording() as recorder:
        recorder.answer = asking(moto_server)
        started = nullcontext(Sandbox(recorder.url))
        monkeypatch.setattr("awsbatch.sandbox.sandbox.start", lambda *_: started)
        yield recorder


@pytest.mark.parametrize("script", SCRIPTS, ids=str)
def test_a_run_does_what_its_plan_says(
    script: Script,
    recorder: Recorder,
    moto_server: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    script.write(tmp_path)
    for words in script.runs:
        before = holding(moto_server, script.text), _files(tmp_path)

        saved = tmp_path.with_suffix(".plan")
        planned = _awsbatch("plan", ["--save", str(saved), *words], capfd)

        assert _changing(recorder.requests) == []
        assert (holding(moto_server, script.text), _files(tmp_path)) == before
        recorder.requests.clear()
        if str(script) in ONLY_PLANNED:
            continue

        bound = ["--planned", str(saved), "--max-changes", "1000"] if saved.exists() else []
        ran = _awsbatch("run", [*bound, *words], capfd)

        plan = Plan(planned.commands)
        sent = [each for each in ran.commands if each["attempts"]]
        assert [each["argv"] for each in sent if not plan.has(each) and _stays(each)] == []
        assert [each for each in _changing(recorder.requests) if not _is_of(each, plan)] == []
        # Where something failed, what needs it is left out.
        assert ran.exit_status or (planned.exit_status, plan.left) == (0, [])
        recorder.requests.clear()


def _awsbatch(verb: str, words: Sequence[str], capfd: pytest.CaptureFixture[str]) -> Ran:
    capfd.readouterr()
    status = main([verb, "--sandbox", "--json", "--progress", "none", *words])
    stdout, stderr = capfd.readouterr()
    objects = [json.loads(line) for line in stdout.splitlines()]
    return Ran(status, [each for each in objects if "argv" in each], stderr)


def _changing(requests: Sequence[Recorded]) -> list[str]:
    return sorted({_operation(each) for each in requests} - HARMLESS)


def _operation(request: Recorded) -> str:
    """Return the service of a request with its operation, or else with its method."""
    if b"DryRun=true" in request.body:
        return f"{request.service} DryRun"
    if request.target:
        return f"{request.service} {request.target.rpartition('.')[2]}"
    found = re.search(r"/operation/(\w+)$", request.path) or re.search(
        r"(?:^|&)Action=(\w+)", request.body.decode("utf-8", "replace")
    )
    return f"{request.service} {found[1] if found else request.method}"


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
