"""Commands that a guard refused, as those see them that know of no guard."""

import json
import shlex
from collections.abc import Iterator
from threading import Lock

import pytest

from awsbatch.aws.plain_runner import PlainRunner
from awsbatch.contract.guard import Errand, Refusal, Request
from awsbatch.contract.outcome import Ending, Outcome
from tests.aws.recorder import Recorder, bucket
from tests.aws_cli import by_version, only_v2
from tests.conftest import HOME


class Watchman:
    """A guard that lets a number of changes through."""

    def __init__(self, most: int) -> None:
        self.left = most
        self._lock = Lock()

    def refusal(self, request: Request, errand: Errand) -> Refusal | None:
        del errand
        with self._lock:
            if request.changes and not self.left:
                return Refusal("no more")
            self.left -= request.changes
        return None


class Post:
    """A runner whose guard is not to be seen, and what its commands wrote."""

    def __init__(self, runner: PlainRunner, capture: pytest.CaptureFixture[str]) -> None:
        self._runner = runner
        self._capture = capture
        self.out = self.err = ""

    def run(self, line: str) -> Outcome:
        outcome = self._runner.call(shlex.split(line), Errand(1))
        self.out, self.err = self._capture.readouterr()
        return outcome

    @property
    def said(self) -> str:
        """What was written on standard error, without what newer versions begin an error with."""
        return self.err.replace("\naws: [ERROR]: ", "\n").removesuffix("\n")


@pytest.fixture
def watchman() -> Watchman:
    return Watchman(0)


@pytest.fixture
def post(
    recorder: Recorder, watchman: Watchman, capsys: pytest.CaptureFixture[str]
) -> Iterator[Post]:
    del recorder
    with PlainRunner(guard=watchman) as runner:
        yield Post(runner, capsys)


def test_an_operation_ends_as_one_that_was_denied(post: Post, recorder: Recorder) -> None:
    outcome = post.run("logs delete-log-group --log-group-name g")

    assert (outcome.ending, outcome.exit_status) == (Ending.REFUSED, by_version(255, 254))
    assert post.out == ""
    assert post.said == (
        "\nAn error occurred (AccessDenied) when calling the DeleteLogGroup operation: no more"
    )
    assert recorder.requests == []


def test_it_is_told_as_the_aws_cli_tells_what_was_denied(post: Post, recorder: Recorder) -> None:
    denied = json.dumps({"__type": "AccessDenied", "message": "no more"}).encode()
    recorder.answer = lambda _: (400, denied)
    post.run("logs describe-log-groups")
    told = post.err.replace(" (reached max retries: 0)", "")
    post.run("logs delete-log-group --log-group-name g")

    assert post.err == told.replace("DescribeLogGroups", "DeleteLogGroup")


@only_v2
def test_it_is_told_in_the_format_that_was_asked_for(post: Post) -> None:
    outcome = post.run("logs delete-log-group --log-group-name g --cli-error-format json")
    if outcome.exit_status == by_version(2, 252):
        pytest.skip("this version has one format only")

    assert json.loads(post.err)["Code"] == "AccessDenied"


def test_one_that_deletes_many_is_stopped_in_its_middle(
    post: Post, recorder: Recorder, watchman: Watchman
) -> None:
    recorder.answer = bucket(map(str, range(300)))
    watchman.left = 2
    outcome = post.run("s3 rm s3://b/ --recursive")

    sent = [each.path for each in recorder.requests if each.method == "DELETE"]
    assert len(sent) == 2
    assert (outcome.ending, outcome.exit_status) == (Ending.REFUSED, by_version(255, 254))
    assert sorted(post.out.splitlines()) == sorted(f"delete: s3:/{path}" for path in sent)
    assert post.said == (
        "\nAn error occurred (AccessDenied) when calling the DeleteObject operation: no more;"
        " it was stopped after 2 API calls that change something"
    )


def test_a_program_of_an_alias_has_the_wrong_words(post: Post) -> None:
    alias = HOME / ".aws" / "cli" / "alias"
    alias.parent.mkdir(parents=True)
    alias.write_text("[toplevel]\nmine = !echo ran\n")
    outcome = post.run("mine")

    assert (outcome.ending, outcome.exit_status) == (Ending.REFUSED, by_version(255, 252))
    assert post.out == ""
    assert post.err == (
        "awsbatch: no guard can see what `mine` sends,"
        " which it does by a program or a way of its own\n"
    )
