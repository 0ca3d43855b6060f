"""What a guard is told of the requests of a command, and what becomes of one that it refuses."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.guard import Errand, Refusal, Request
from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.contract.outcome import Ending, Outcome
from awsbatch.output.memory import Memory
from tests.aws.batch import words
from tests.aws.recorder import Recorder, bucket
from tests.aws.session.sts import Sts, role

NO = Refusal("no more", "ask for more")


@dataclass
class Watchman:
    """A guard that lets a number of changes through, and remembers what it was told."""

    most: int
    told: list[tuple[Request, Errand]] = field(default_factory=list)
    changes: int = 0
    lock: Lock = field(default_factory=Lock)

    def refusal(self, request: Request, errand: Errand) -> Refusal | None:
        with self.lock:
            self.told.append((request, errand))
            if request.changes and self.changes == self.most:
                return NO
            self.changes += request.changes
            return None


@dataclass
class Post:
    """A runner, and what stands guard before it."""

    runner: InProcessRunner
    guard: Watchman
    stdout: Memory = field(default_factory=Memory)
    stderr: Memory = field(default_factory=Memory)

    def run(self, line: str, number: int = 1, **given: Any) -> Outcome:
        return self.runner.run(
            words(line),
            stdout=self.stdout,
            stderr=self.stderr,
            cancellation=Cancellation(),
            errand=Errand(number),
            tokens=IdempotencyTokens(),
            **given,
        )


@pytest.fixture
def post(recorder: Recorder) -> Iterator[Post]:
    """Provide a runner in the recorder's environment, whose guard lets two changes through."""
    del recorder
    guard = Watchman(2)
    with InProcessRunner(guard=guard) as runner:
        yield Post(runner, guard)


def test_an_operation_that_changes_something_is_one_change(post: Post) -> None:
    post.run("logs delete-log-group --log-group-name g", 7)

    assert post.guard.told == [(Request(changes=True, operation="DeleteLogGroup"), Errand(7))]


def test_what_botocore_sends_again_is_no_other_change(
    post: Post, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "3")
    recorder.answer = lambda _: (500, b"{}")
    post.run("logs delete-log-group --log-group-name g")

    assert [request.changes for request, _ in post.guard.told] == [True, False, False]


@pytest.mark.parametrize(
    "line",
    [
        "logs describe-log-groups",
        "sts get-session-token",
        "s3api get-object --bucket b --key k /dev/null",
        "ec2 terminate-instances --instance-ids i --dry-run",
    ],
)
def test_what_changes_nothing_in_aws_is_no_change(post: Post, line: str) -> None:
    post.run(line)

    assert [request.changes for request, _ in post.guard.told] == [False]


def test_what_is_taken_is_a_change(post: Post) -> None:
    post.run("sqs receive-message --queue-url http://127.0.0.1/1/q")

    assert [request.changes for request, _ in post.guard.told] == [True]


def test_a_refused_operation_is_not_sent(post: Post, recorder: Recorder) -> None:
    post.guard.most = 0
    outcome = post.run("logs delete-log-group --log-group-name g")

    assert (outcome.ending, outcome.exit_status, outcome.refusal) == (
        Ending.REFUSED,
        3,
        replace(NO, operation="DeleteLogGroup"),
    )
    assert outcome.failure is not None
    assert (outcome.failure.code, outcome.failure.local) == ("Refused", True)
    assert (recorder.requests, post.runner.requests) == ([], 0)
    assert (post.stdout.text(), post.stderr.text()) == (None, None)


def test_a_command_after_a_refused_one_is_sent(post: Post, recorder: Recorder) -> None:
    post.guard.most = 0
    post.run("logs delete-log-group --log-group-name g")
    outcome = post.run("logs describe-log-groups", 2)

    assert (outcome.exit_status, len(recorder.requests)) == (0, 1)


def test_each_change_that_a_command_of_the_cli_makes_counts(post: Post, recorder: Recorder) -> None:
    recorder.answer = bucket(["1"])
    outcome = post.run("s3 rm s3://b/ --recursive")

    assert outcome.exit_status == 0
    assert [request for request, _ in post.guard.told] == [
        Request(changes=False, operation="ListObjectsV2"),
        Request(changes=True, call="DeleteObject s3://b/1", operation="DeleteObject"),
    ]


@pytest.mark.parametrize("beside", [False, True])
def test_a_command_of_the_cli_is_stopped_inside(
    post: Post, recorder: Recorder, *, beside: bool
) -> None:
    recorder.answer = bucket(f"{number:03}" for number in range(300))
    outcome = post.run("s3 rm s3://b/ --recursive", live=not beside)

    sent = [each for each in recorder.requests if each.method == "DELETE"]
    assert len(sent) == 2
    assert outcome.ending is Ending.REFUSED
    assert outcome.refusal == Refusal(
        "no more; it was stopped after 2 API calls that change something",
        NO.hint,
        is_inside=True,
        operation="DeleteObject",
    )
    assert sorted((post.stdout.text() or "").split()) == sorted(
        ["delete:", "delete:", *(f"s3:/{each.path}" for each in sent)]
    )
    assert post.stderr.text() is None
    # What it used is fit for others, or is used by nobody.
    after = ["s3 ls s3://b/", "logs describe-log-groups", "s3 ls s3://b/"]
    assert [post.run(line, 2).exit_status for line in after] == [0, 0, 0]


def test_a_role_is_assumed_without_a_word_to_the_guard(post: Post, recorder: Recorder) -> None:
    sts = Sts(recorder)
    post.run("logs describe-log-groups", signer=role(1))

    assert len(sts.asked) == 1
    assert [request for request, _ in post.guard.told] == [
        Request(changes=False, operation="DescribeLogGroups")
    ]


@pytest.mark.parametrize(
    "line", ["ec2-instance-connect open-tunnel --instance-id i", "lightsail push-container-image"]
)
def test_what_no_guard_sees_is_refused(post: Post, recorder: Recorder, line: str) -> None:
    if "lightsail" not in line and not _has(post.runner, "open-tunnel"):
        pytest.skip("this version has no such command")
    outcome = post.run(line)

    assert (outcome.ending, recorder.requests) == (Ending.REFUSED, [])


def _has(runner: InProcessRunner, subcommand: str) -> bool:
    commands = runner._generation.get()._root.commands["ec2-instance-connect"]
    return commands.operation(subcommand) is not None


def test_without_an_errand_nothing_is_asked(post: Post) -> None:
    post.runner.run(
        words("logs delete-log-group --log-group-name g"),
        stdout=Memory(),
        stderr=Memory(),
        cancellation=Cancellation(),
    )

    assert post.guard.told == []


def test_pages_are_of_one_change(post: Post, recorder: Recorder) -> None:
    pages: list[object] = [{"ConsumedCapacity": {}}, {}]
    recorder.answer = lambda _: (200, json.dumps(pages.pop()).encode())
    post.run("dynamodb batch-write-item --request-items {}")

    assert [request.changes for request, _ in post.guard.told] == [True]
