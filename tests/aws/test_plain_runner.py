"""Calls made as plain `aws` makes them, and those that are left to a process of their own."""

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from awsbatch.aws.fresh_need import CONFIGURATION
from awsbatch.aws.plain_runner import PlainRunner
from awsbatch.contract.guard import Errand
from awsbatch.contract.outcome import Outcome
from awsbatch.contract.own_process import OwnProcessError
from tests.aws.recorder import Recorder
from tests.aws_cli import USAGE_ERROR, only_v1, only_v2
from tests.conftest import HOME

ERRAND = Errand(1)


@pytest.fixture
def runner(recorder: Recorder) -> Iterator[PlainRunner]:
    del recorder
    with PlainRunner() as entered:
        yield entered


def call(runner: PlainRunner, line: str) -> Outcome:
    return runner.call(shlex.split(line), ERRAND)


def reason(runner: PlainRunner, line: str) -> str:
    with pytest.raises(OwnProcessError) as caught:
        call(runner, line)
    return caught.value.reason


@pytest.mark.parametrize("line", ["help", "logs help", "logs describe-log-groups help"])
def test_help_is_left_to_a_process_of_its_own(runner: PlainRunner, line: str) -> None:
    assert reason(runner, line) == "it asks for help"


@pytest.mark.parametrize(
    "line",
    ["configure", "ssm start-session --target i-1", "emr ssh --cluster-id c --key-pair-file k"],
)
def test_so_is_what_talks_to_a_person(runner: PlainRunner, line: str) -> None:
    assert reason(runner, line) == "it talks to a person"


def test_so_is_what_logs_everything(runner: PlainRunner) -> None:
    assert reason(runner, "logs describe-log-groups --debug") == "it logs everything"


def test_so_is_an_alias_that_runs_a_program(runner: PlainRunner) -> None:
    alias = HOME / ".aws" / "cli" / "alias"
    alias.parent.mkdir(parents=True)
    alias.write_text("[toplevel]\nmine = !echo ran\n")
    assert reason(runner, "mine") == "it is an alias that runs a program"


@only_v2
def test_so_is_what_may_ask_for_its_words(
    runner: PlainRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CLI_AUTO_PROMPT", "on-partial")
    assert reason(runner, "logs describe-log-groups") == "it may ask for its words"


def test_so_is_what_has_no_configuration_that_can_be_read(
    runner: PlainRunner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "broken").write_text("nonsense")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "broken"))
    assert reason(runner, "logs describe-log-groups") == CONFIGURATION


def test_where_the_process_is_made_for_one_call_nothing_is_left(
    runner: PlainRunner, capsys: pytest.CaptureFixture[str]
) -> None:
    alias = HOME / ".aws" / "cli" / "alias"
    alias.parent.mkdir(parents=True)
    alias.write_text("[toplevel]\nmine = !exit 7\n")
    assert runner.call(["mine"], ERRAND, is_lone=True).exit_status == 7
    assert capsys.readouterr() == ("", "")


@only_v1
def test_a_usage_error_is_written_whole_and_told_in_a_sentence(
    runner: PlainRunner, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = call(runner, "logs nope")
    said = capsys.readouterr().err
    assert said.startswith("usage: \rNote: AWS CLI version 2")
    assert said.count("\n") > 50
    assert outcome.exit_status == USAGE_ERROR
    assert outcome.failure is not None
    assert outcome.failure.message == "argument operation: Invalid choice"
