"""Commands of a plan that are given to nobody to be run."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.effect import Effect
from awsbatch.contract.outcome import Ending, Outcome
from awsbatch.contract.plan import PlannedStep, Target
from awsbatch.contract.signer import Keys, Signer, UnknownSigner
from awsbatch.contract.word import Data, Unknown, Word, is_unknown
from awsbatch.engine.engine import Engine
from awsbatch.engine.run_end import RunEnd
from awsbatch.event import LeftOut, Started, Status
from awsbatch.language.parser import read
from tests.contract.fake_planner import FakePlanner, files, lines, plan
from tests.contract.fake_runner import (
    Answer,
    FakeOutput,
    Hurried,
    ends,
    fails,
    gives,
    happening,
    interrupt,
    outermost,
    printed,
)
from tests.contract.option_table import OPTIONS


def test_what_is_not_known_is_told_from_what_is() -> None:
    planner = FakePlanner({"get it": gives("b")})
    events = plan(
        "x = aws make x\ny = aws get it\naws put it --a <<y>> --b k-<<x.A>> <<x>>\n",
        planner=planner,
    )

    (words,) = planner.planned_words
    assert words[3:] == [
        (Data("b"),),
        ("--b",),
        ("k-", Unknown("<<x.A>>")),
        (Unknown("<<x>>"),),
    ]
    end = ends(events)[-1]
    assert end.step is not None
    assert (end.step.words, end.step.effect) == (tuple(words), Effect.CHANGES)
    assert (end.status, end.exit_status, end.attempts) == (Status.PLANNED, None, 0)


def test_no_file_is_written(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    events = plan(
        f"aws get it > {target}\naws make it >> {target}\nprint a > {target}\n"
        f"aws get it > {tmp_path}/no/such/directory\n"
    )

    assert not target.exists()
    assert files(events) == [str(target), str(target), f"{tmp_path}/no/such/directory"]
    effects = [end.step.effect for end in ends(events) if end.step is not None]
    assert effects == [Effect.LOCAL_WRITES, Effect.CHANGES, Effect.LOCAL_WRITES]
    assert [end.step.appends for end in ends(events) if end.step] == [False, True, False]


def test_the_name_of_a_file_may_not_be_known() -> None:
    events = plan(
        "x = aws make it\naws get it > d-<<x.A>>.json\nprint b >> <<x.B>>\n"
        "t = <<read('any')>>\naws put it <<t>>\n"
    )

    assert files(events) == ["d-<<x.A>>.json"]
    assert lines(events)[2:] == ["3 ? print b >> '<<x.B>>'", "5 planned aws put it <<t>>"]


def test_a_fault_in_the_name_of_a_file_is_one_in_a_plan_as_well() -> None:
    events = plan("x = <<`null`>>\naws get it > <<x>>\nprint a > <<x>>\n")

    assert [end.status for end in ends(events)] == [Status.FAILED, Status.FAILED]


def test_who_would_sign_is_told_as_far_as_it_is_known() -> None:
    planner = FakePlanner({"get keys": gives({"AccessKeyId": "AKIA", "SecretAccessKey": "s" * 9})})
    text = """\
x = aws make x
k = aws get keys
defaults --credentials <<k>>
aws put it <<x>>
defaults --credentials <<x.Credentials>>
aws get it
aws put it --profile me <<x>>
"""
    plan(text, planner=planner)

    assert planner.planned_signers == [
        Keys("AKIA", "s" * 9),
        UnknownSigner("<<x.Credentials>>"),
        None,
    ]


def test_a_plan_may_be_interrupted_where_it_asks_for_an_account() -> None:
    run_end = RunEnd()

    class Interrupted(FakePlanner):
        def target(
            self,
            words: Sequence[Word],
            *,
            signer: Signer | None,
            cancellation: Cancellation,
            knows: Callable[[str], bool] | None = None,
        ) -> Target:
            del knows
            if any(map(is_unknown, words)):
                interrupt(run_end)
                interrupt(run_end)
            return super().target(words, signer=signer, cancellation=cancellation)

    events = plan(
        "x = aws make x\naws put it <<x>>\naws make y\n", planner=Interrupted(), run_end=run_end
    )

    assert lines(events) == ["1 planned aws make x", "2 abandoned aws put it <<x>>"]


def test_nothing_is_told_of_branches_after_an_interruption() -> None:
    run_end = RunEnd()
    planner = FakePlanner({"get it": Answer(act=lambda: interrupt(run_end))})
    text = "x = aws make x\nif <<x>>\naws get it\nelse\naws do it\nend\naws do it\n"
    events = plan(text, planner=planner, run_end=run_end)

    assert lines(events) == ["1 planned aws make x", "2 ? if <<x>>", "3 ok* aws get it"]


def test_a_planned_change_begins_what_a_finally_puts_right() -> None:
    text = "{}\nfinally\naws delete it\nend\n"

    assert any(isinstance(event, LeftOut) for event in plan(text.format("aws get it")))
    for line in ("aws make it", "aws get it > out.txt", "print a > out.txt"):
        assert "3 planned aws delete it" in lines(plan(text.format(line)))


def test_a_planned_command_is_told_of_as_started() -> None:
    events = plan("x = aws make x\naws put it <<x>>\n")

    assert [tuple(event.argv) for event in events if isinstance(event, Started)] == [
        ("aws", "make", "x"),
        ("aws", "put", "it", "<<x>>"),
    ]


def test_secrets_are_masked_in_what_is_not_run() -> None:
    keys = gives({"AccessKeyId": "AKIA", "SecretAccessKey": "geheimnis"})
    planner = FakePlanner({"get keys": keys})
    events = plan(
        "x = aws make x\nk = aws get keys\ndefaults --credentials <<k>>\n"
        "print <<k.SecretAccessKey>> > out.txt\n"
        "aws put it --password <<x.P>> --value literal --x <<x>>\n"
        "aws put it --password pre-<<x.P>>\n",
        planner=planner,
    )

    assert lines(events)[2:] == [
        "4 failed ",
        "5 planned aws put it --password <<x.P>> --value *** --x <<x>> --profile AKIA",
        "6 planned aws put it --password *** --profile AKIA",
    ]


def test_a_stream_is_planned_as_it_comes() -> None:
    planner = FakePlanner()
    engine = Engine(
        planner,
        FakeOutput(),
        outermost(),
        options=OPTIONS,
        run_end=Hurried(),
        planner=planner,
    )
    text = [
        "x = aws make x\n",
        "if <<x>>\n",
        "fail no\n",
        "end\n",
        "print <<x>>\n",
        "aws put it <<x>>",
    ]
    events = list(happening(engine.stream(read(text, "-"))))

    assert printed(events) == ["<<x>>"]
    assert lines(events) == [
        "1 planned aws make x",
        "2 ? if <<x>>",
        "3 ? fail no",
        "6 planned aws put it <<x>>",
    ]


def test_what_is_planned_since_something_is_absent_is_neither_tried_again_nor_ignored() -> None:
    class Absent(FakePlanner):
        def run(self, words: Sequence[Word], **options: Any) -> Outcome:
            outcome = super().run(words, **options)
            if outcome.failure is None:
                return outcome
            step = PlannedStep(tuple(words), Effect.READS, Target())
            return replace(outcome, ending=Ending.PLANNED, step=step)

    run_end = Hurried()
    planner = Absent({"get it": fails("No", passing=True)})
    events = plan(
        "x = @ignore=No @retry=3 aws get it\nif @ignore=No aws get it\naws do it <<x>>\nend\n",
        planner=planner,
        run_end=run_end,
    )

    assert lines(events) == [
        "1 planned aws get it",
        "2 planned aws get it",
        "2 ? if aws get it",
        "3 planned* aws do it <<x>>",
    ]
    assert run_end.pauses == []
