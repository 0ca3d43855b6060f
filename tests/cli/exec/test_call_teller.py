"""What is told of calls, as a worker and the parent report them."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from awsbatch.cli.exec.call_description import description
from awsbatch.cli.exec.call_teller import CallTeller
from awsbatch.cli.exec.fresh_call import words
from awsbatch.cli.option import Options
from awsbatch.cli.verb import Verb
from awsbatch.contract.mask import Masked
from awsbatch.contract.outcome import Failure, Outcome
from awsbatch.contract.word import Word, text_of
from awsbatch.exec.call_report import CallReport
from awsbatch.report.console import Console
from tests.report.terminal import Files

WORDS = ["iam", "create-login-profile", "--password", "hush hush"]


class Runner:
    def masked(self, words: Sequence[Word]) -> Masked:
        shown = tuple("***" if word == ("hush hush",) else text_of(word) for word in words)
        return Masked(shown, ("hush hush",), ("hush hush",))


def _told(files: Files, *reports: CallReport, verbose: bool = False, quiet: bool = False) -> str:
    stdout, stderr = files.descriptors
    options = Options(Verb.EXEC, (), command=("x",), verbose=verbose, quiet=quiet)
    teller = CallTeller(options, Console(stdout=stdout, stderr=stderr))
    for report in reports:
        teller.take(report)
    teller.sum_up(0)
    return files.stderr


@pytest.fixture
def files() -> Iterator[Files]:
    files = Files()
    yield files
    files.close()


def test_a_call_that_failed_is_described_without_its_secrets() -> None:
    failure = Failure("Denied", "`hush hush` is too short", "r-1")
    outcome = Outcome(254, failure=failure)

    assert description(Runner(), WORDS, outcome, whole=False) == {
        "words": ["aws", "iam", "create-login-profile", "--password", "***"],
        "failure": {
            "code": "Denied",
            "message": "`***` is too short",
            "request_id": "r-1",
            "local": False,
        },
    }


def test_a_call_that_succeeded_is_described_only_where_that_is_wanted() -> None:
    outcome = Outcome(0, request_id="r-1")

    assert description(Runner(), WORDS[:2], outcome, whole=False) == {}
    assert description(Runner(), WORDS[:2], outcome, whole=True) == {
        "words": ["aws", "iam", "create-login-profile"],
        "request_id": "r-1",
    }
    assert description(Runner(), ["help"], None, whole=True) == {"words": ["aws", "help"]}


def test_a_call_that_failed_without_a_reason_is_described_all_the_same() -> None:
    assert description(Runner(), WORDS[:2], Outcome(120), whole=False)["words"] == [
        "aws",
        "iam",
        "create-login-profile",
    ]


def test_what_a_worker_told_is_told_to_a_person(files: Files) -> None:
    told = description(Runner(), WORDS, Outcome(254, failure=Failure("D", "no")), whole=False)
    report = CallReport(1, 0.25, exit_status=254, told={**told, "requests": 2, "connections": 1})

    said = _told(files, report, verbose=True)

    assert " exit 254 (D) in 0.25 s: aws iam create-login-profile --password '***'\n" in said
    # How long it all took is the machine's business.
    assert re.search(
        r"0 calls succeeded, 1 failed in \d\.\d\d s; 2 requests, 1 connection opened\n", said
    )
    assert "  1 x D: iam create-login-profile (--password '***'), exit 254\n" in said


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (CallReport(1, 0.1, signal=9), "SIGKILL in 0.10 s"),
        (
            CallReport(1, 0.1, instead=["/usr/bin/aws"], why="its `TZ` is another"),
            "ran as `/usr/bin/aws`, since its `TZ` is another",
        ),
        (
            CallReport(1, 0.1, instead=["/usr/bin/python", "-m", "awscli"], why="it asks"),
            "ran as `/usr/bin/python -m awscli`, since it asks",
        ),
        (
            CallReport(1, 0.1, exit_status=0, told={"why": "it asks"}),
            "exit 0 in 0.10 s, by a fresh `aws` under the same guard, since it asks",
        ),
        (
            CallReport(1, 0.1, is_cut=True, why="its client went away", told={"words": ["aws"]}),
            (
                "ended in its middle after 0.10 s, since its client went away;"
                " it may have been made: aws"
            ),
        ),
        (CallReport(1, 0.1, why="too many open files"), "not made here: too many open files"),
    ],
)
def test_what_the_parent_knows_is_told(report: CallReport, said: str, files: Files) -> None:
    line, *_ = _told(files, report, verbose=True).splitlines()

    assert line.partition(" ")[2] == said


def test_a_guarded_call_is_told_by_the_process_that_makes_it(files: Files) -> None:
    become = CallReport(1, 0.1, instead=words(Path("run"), "it asks"), why="it asks")

    assert _told(files, become, verbose=True) == (
        "no call of `aws` came: one by its path is not answered here\n"
    )


def test_nothing_is_told_where_nothing_is_wanted(files: Files) -> None:
    assert _told(files, CallReport(1, 0.1, exit_status=0), quiet=True) == ""


def test_a_bug_of_a_shortcut_is_told_once_and_to_who_wants_no_summary(files: Files) -> None:
    bug = CallReport(1, 0.1, exit_status=0, told={"bug": "the plan of `x` makes another request"})
    told = _told(files, bug, bug, quiet=True)
    assert told.startswith("this is a bug in awsbatch: the plan of `x` makes another request; ")
    assert told.count("this is a bug") == 1
