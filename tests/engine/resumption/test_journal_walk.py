"""What a journal is told and asked, and what comes of its answers."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from awsbatch.contract.first_signing import FirstSigning
from awsbatch.contract.guard import Refusal as GuardRefusal
from awsbatch.contract.journal import Call, Kept
from awsbatch.contract.outcome import (
    Ending,
    Failure,
    Outcome,
    Partial,
    Remedy,
    refused_by_guard,
)
from awsbatch.contract.word import Word
from awsbatch.engine.engine import Terms
from awsbatch.engine.halt import Halt
from awsbatch.engine.run_end import RunEnd
from awsbatch.event import Cause, Event, LeftOut, Refused, Started
from tests.contract.fake_journal import FakeJournal, Notes
from tests.contract.fake_runner import (
    Answer,
    FakeOutput,
    FakeRunner,
    Hurried,
    ends,
    fails,
    gives,
    interrupt,
    known,
    outermost,
    printed,
    run,
    told,
)


def noted(text: str, runner: FakeRunner | None = None) -> Notes:
    """Return what is left of a whole run."""
    notes = Notes()
    run(text, runner=runner, journal=FakeJournal(notes))
    return notes


def refusals(events: Sequence[Event]) -> list[tuple[Cause, str, str | None]]:
    found = [event for event in events if isinstance(event, Refused)]
    return [(event.cause, event.error.message, event.error.hint) for event in found]


def test_each_command_is_noted_before_it_is_sent_and_when_it_has_ended() -> None:
    journal = FakeJournal()
    runner = FakeRunner({"s b": fails()})
    run("aws s a\naws s b\naws get c\n", runner=runner, journal=journal)
    assert journal.told == [
        ("begin", "s a"),
        ("ok", "s a"),
        ("begin", "s b"),
        ("failed", "s b"),
        ("begin", "get c"),
        ("ok", "get c"),
    ]
    assert [(end.exit_status, end.seconds >= 0) for end in journal.conclusions] == [
        (0, True),
        (254, True),
        (0, True),
    ]


def test_what_is_done_is_not_run_again_and_prints_nothing() -> None:
    text = "aws s a\naws s b\n"
    notes = noted("aws s a\n")
    runner, output = FakeRunner({"s a": Answer(stdout=b"out")}), FakeOutput()
    events = run(text, runner=runner, output=output, journal=FakeJournal(notes))
    assert runner.commands == ["s b"]
    assert told(events) == [(1, "done", "aws s a"), (2, "ok", "aws s b")]
    assert [each.seq for each in events if isinstance(each, Started)] == [2]
    assert (known(events), output.stdout.content()) == (2, b"")


def test_the_end_of_what_is_done_says_nothing_of_this_run() -> None:
    notes = noted("x = aws s a\n", FakeRunner({"s a": gives({"Id": 7})}))
    (end,) = ends(run("x = aws s a\n", journal=FakeJournal(notes)))
    assert (end.exit_status, end.attempts, end.seconds, end.value) == (None, 0, 0.0, {"Id": 7})


def test_what_is_done_takes_no_start() -> None:
    text = "aws s a\naws s b\naws s c\n"
    run_end = Hurried()
    run(text, journal=FakeJournal(noted(text)), terms=Terms(rate=0.01), run_end=run_end)
    assert run_end.pauses == []


def test_what_is_done_leaves_its_file_alone(tmp_path: Path) -> None:
    file = tmp_path / "out"
    text = f"aws s a > {file}\naws get x >> {file}\n"
    runner = FakeRunner({"s a": Answer(stdout=b"1\n"), "get x": Answer(stdout=b"2\n")})
    notes = noted(text, runner)
    events = run(text, runner=runner, journal=FakeJournal(notes))
    assert [status for _, status, _ in told(events)] == ["done", "done"]
    assert file.read_bytes() == b"1\n2\n"


def test_what_only_reads_runs_again() -> None:
    text = "x = aws get list\naws s a <<x>>\n"
    runner = FakeRunner({"get list": gives("v")})
    notes = noted(text, runner)
    events = run(text, runner=runner, journal=FakeJournal(notes))
    assert [status for _, status, _ in told(events)] == ["ok", "done"]


def test_a_done_capture_has_its_result() -> None:
    text = "x = aws s a\nfor y in 1 2\nz[] = aws s b <<y>>\nend\nprint <<x>> <<z>>\n"
    runner = FakeRunner({"s a": gives({"Id": 7}), "s b 1": gives("p"), "s b 2": gives("q")})
    notes = noted(text, runner)
    events = run(text, journal=FakeJournal(notes))
    assert printed(events) == ['{"Id":7} p q']


@pytest.mark.parametrize(("answer", "said"), [(Answer(), "yes"), (fails("Gone"), "no")])
def test_a_done_question_has_its_answer(answer: Answer, said: str) -> None:
    text = "if @ignore=Gone aws s a\nprint yes\nelse\nprint no\nend\n"
    notes = noted(text, FakeRunner({"s a": answer}))
    events = run(text, journal=FakeJournal(notes))
    assert (printed(events), known(events)) == ([said], 1)
    assert [status for _, status, _ in told(events)] == ["done"]


def test_a_done_while_has_the_rounds_that_it_had() -> None:
    text = "while x = aws take m\naws s a <<x>>\nend\n"
    answers = [gives("p"), gives("p"), gives(None)]
    runner = FakeRunner({"take m": answers})
    notes = noted(text, runner)
    runner = FakeRunner({"take m": gives("other")})
    events = run(text, runner=runner, journal=FakeJournal(notes))
    assert runner.commands == []
    assert [words for _, _, words in told(events)] == [
        "aws take m",
        "aws s a p",
        "aws take m",
        "aws s a p",
        "aws take m",
    ]


def test_what_failed_or_was_partial_runs_again() -> None:
    text = "aws s a\naws s b\n"
    partial = Answer(Outcome(0, partial=Partial("Errors", 1)))
    notes = noted(text, FakeRunner({"s a": fails(), "s b": partial}))
    events = run(text, journal=FakeJournal(notes))
    assert [status for _, status, _ in told(events)] == ["ok", "ok"]


def test_an_ignored_failure_is_done_and_its_result_is_null() -> None:
    text = "x = @ignore=Gone aws s a\nprint <<x == null>>\n"
    notes = noted(text, FakeRunner({"s a": fails("Gone")}))
    assert notes.rows[0].kept == Kept(None)
    events = run(text, journal=FakeJournal(notes))
    assert ([end.status.value for end in ends(events)], printed(events)) == (["done"], ["true"])


def test_what_was_done_before_is_put_right_by_finally() -> None:
    text = "aws s a\nassert <<`false`>> no\nfinally\naws s z\nend\n"
    notes = noted("aws s a\n")
    runner = FakeRunner()
    run(text, runner=runner, journal=FakeJournal(notes))
    assert runner.commands == ["s z"]


def test_the_tokens_of_a_change_are_those_of_the_journal() -> None:
    journal, runner = FakeJournal(), FakeRunner({"s b": fails(passing=True)})
    run("aws s a\n@retry=1 aws s b\naws get c\n", runner=runner, journal=journal)
    assert runner.tokens == [journal.tokens, journal.tokens, journal.tokens, None]


def test_a_kept_result_has_no_secret() -> None:
    text = "defaults --credentials <<k>>\nx = aws s a\n"
    keys = {"AccessKeyId": "AKIA", "SecretAccessKey": "s3cr3t/s3cr3t"}
    runner = FakeRunner({"s a": gives({"Key": "s3cr3t/s3cr3t", "Id": 1})})
    notes = Notes()
    scope = outermost({"k": keys})
    run(text, runner=runner, scope=scope, journal=FakeJournal(notes))
    assert notes.rows[0].kept == Kept({"Key": "***", "Id": 1}, is_whole=False)
    events = run(text, scope=outermost({"k": keys}), journal=FakeJournal(notes))
    assert refusals(events) == [
        (Cause.CHANGED, "its result was not kept", "all but secrets: {'Key': '***', 'Id': 1}")
    ]


CALLS = """\
aws s a --password hush-hush
x = aws s b
aws get c >> OUT
for y in 1 2 1
if aws s d <<y>>
aws s e
aws s e
end
end
finally
aws s f
end
"""


def test_a_call_has_all_that_tells_one_command_from_another(tmp_path: Path) -> None:
    journal = FakeJournal()
    run(CALLS.replace("OUT", str(tmp_path / "out")), journal=journal)
    assert [_shape(call) for call in journal.calls] == [
        ("1.aws:1", 0, (), False, False, False),
        ("1.aws:2", 0, (), False, True, False),
        ("1.aws:3", 0, (), False, False, True),
        ("1.aws:5", 0, (("1", 0),), False, False, False),
        ("1.aws:6", 0, (("1", 0),), False, False, False),
        ("1.aws:7", 1, (("1", 0),), False, False, False),
        ("1.aws:5", 0, (("2", 0),), False, False, False),
        ("1.aws:6", 0, (("2", 0),), False, False, False),
        ("1.aws:7", 1, (("2", 0),), False, False, False),
        ("1.aws:5", 0, (("1", 1),), False, False, False),
        ("1.aws:6", 0, (("1", 1),), False, False, False),
        ("1.aws:7", 1, (("1", 1),), False, False, False),
        ("1.aws:11", 0, (), True, False, False),
    ]
    assert journal.calls[0].argv == ("aws", "s", "a", "--password", "***")
    assert len({id(call.spot) for call in journal.calls[3::3]}) == 2


def _shape(call: Call) -> tuple[object, ...]:
    spot = call.spot
    return call.line, spot.copy, call.rounds, spot.finishing, call.is_captured, call.appends


def test_an_asking_has_its_number_and_a_round_its_value() -> None:
    journal = FakeJournal()
    runner = FakeRunner({"take m": [gives("p"), gives("p"), gives(None)]})
    run("while x = aws take m\naws s a\nend\n", runner=runner, journal=journal)
    assert [call.rounds for call in journal.calls] == [
        ((None, 0),),
        (("p", 0),),
        ((None, 1),),
        (("p", 1),),
        ((None, 2),),
    ]
    assert {call.spot.loops for call in journal.calls} == {1}


def test_rounds_side_by_side_are_numbered_in_the_order_of_their_values() -> None:
    journal = FakeJournal()
    text = "parallel for x in <<v>>\naws s a\nend\n"
    values = [1, "1", 1.5, {"b": 1, "a": 2}, 1, {"a": 2, "b": 1}, None, None, "1"]
    run(text, scope=outermost({"v": values}), journal=journal, terms=Terms(jobs=4))
    found = sorted((repr(call.rounds[0][0]), call.rounds[0][1]) for call in journal.calls)
    assert found == sorted(
        [
            ("1", 0),
            ("'1'", 0),
            ("1.5", 0),
            ("{'b': 1, 'a': 2}", 0),
            ("1", 1),
            ("{'a': 2, 'b': 1}", 1),
            ("None", 0),
            ("None", 1),
            ("'1'", 1),
        ]
    )


def test_what_a_journal_does_not_know_it_is_let_ask_for() -> None:
    journal = FakeJournal()
    journal.unknown = {"s b"}
    run("aws s a\naws s b\n", journal=journal)
    assert journal.learned == ["s b"]


def test_a_run_that_is_to_end_while_a_journal_asks_begins_nothing() -> None:
    run_end = RunEnd()

    class Asking(FakeJournal):
        def learn(self, *_: object) -> None:
            run_end.request()

    journal = Asking()
    journal.unknown = {"s a"}
    events = run("aws s a\naws s b\n", journal=journal, run_end=run_end)
    assert (journal.told, ends(events)) == ([], [])


def test_a_journal_that_is_interrupted_twice_is_not_asked_further() -> None:
    run_end = RunEnd()

    class Asking(FakeJournal):
        def learn(self, *_: object) -> None:
            interrupt(run_end)
            interrupt(run_end)

    journal = Asking()
    journal.unknown = {"s z"}
    run("aws s a\nfinally\naws s z\naws s y\nend\n", journal=journal, run_end=run_end)
    assert [each for each in journal.told if each[0] == "begin"] == [
        ("begin", "s a"),
        ("begin", "s y"),
    ]


# How commands end.


@pytest.mark.parametrize(
    ("answer", "modifiers", "status", "in_doubt"),
    [
        (Answer(), "", "ok", False),
        (fails(), "", "failed", False),
        (fails(), "@ignore=AccessDenied ", "ignored", False),
        (fails(passing=True), "@retry=2 ", "failed", False),
        (Answer(Outcome(0, partial=Partial("Errors", 1))), "", "partial", False),
        (Answer(Outcome(130, ending=Ending.ABANDONED)), "", "abandoned", True),
        (Answer(refused_by_guard(GuardRefusal("no"))), "", "failed", False),
        (Answer(refused_by_guard(GuardRefusal("no", is_inside=True))), "", "failed", False),
    ],
)
def test_a_command_that_began_is_noted_however_it_ends(
    answer: Answer, modifiers: str, status: str, *, in_doubt: bool
) -> None:
    journal = FakeJournal()
    run(f"{modifiers}aws s a\n", runner=FakeRunner({"s a": answer}), journal=journal)
    assert journal.told == [("begin", "s a"), (status, "s a")]
    assert [end.in_doubt for end in journal.conclusions] == [in_doubt]


def test_a_read_is_never_in_doubt() -> None:
    journal = FakeJournal()
    runner = FakeRunner({"get a": Answer(Outcome(130, ending=Ending.ABANDONED))})
    run("aws get a\n", runner=runner, journal=journal)
    assert [(end.status, end.in_doubt) for end in journal.conclusions] == [("abandoned", False)]


def test_a_change_whose_output_has_no_place_is_in_doubt() -> None:
    journal = FakeJournal()
    runner = FakeRunner({"s a": Answer(stdout=b"x" * 10)})
    run("@retry=1 aws s a > /dev/full\naws s b > /dev/full\n", runner=runner, journal=journal)
    assert [(end.status, end.in_doubt) for end in journal.conclusions] == [
        ("failed", True),
        ("ok", False),
    ]


@pytest.mark.parametrize("has_token", [False, True])
def test_a_request_without_an_answer_is_sent_again_as_the_same_if_it_has_a_token(
    *, has_token: bool
) -> None:
    failure = Failure("ReadTimeoutError", "no answer", passing=True, unanswered=True)
    journal = FakeJournal()
    if not has_token:
        journal.tokens = None
    runner = FakeRunner({"s a": Answer(Outcome(255, failure=failure))})
    run("aws s a\n", runner=runner, journal=journal)
    assert [(end.status, end.in_doubt) for end in journal.conclusions] == [("failed", has_token)]


def test_a_file_that_cannot_be_opened_begins_nothing() -> None:
    journal = FakeJournal()
    run("aws s a > /nowhere/at/all\naws s b <<`null`>>\n", journal=journal)
    assert journal.told == []


def test_two_signals_leave_a_change_in_doubt() -> None:
    run_end = RunEnd()
    journal = FakeJournal()

    def act() -> None:
        interrupt(run_end)
        interrupt(run_end)

    runner = FakeRunner({"s a": Answer(act=act)})
    run("aws s a\naws s b\n", runner=runner, journal=journal, run_end=run_end)
    assert journal.told == [("begin", "s a"), ("abandoned", "s a")]
    assert [end.in_doubt for end in journal.conclusions] == [True]


def test_what_is_abandoned_beside_a_failure_is_in_doubt() -> None:
    text = "parallel\naws s a\naws s no\nend\n"
    begun = threading.Event()

    class Slow(FakeRunner):
        def run(self, words: Sequence[Word], **options: Any) -> Outcome:
            if words[1] == ("a",):
                begun.set()
                options["cancellation"].wait(60)
            else:
                begun.wait()
            return super().run(words, **options)

    journal = FakeJournal()
    runner = Slow({"s no": fails()})
    run(text, runner=runner, journal=journal, terms=Terms(jobs=2), run_end=RunEnd(halt=Halt.NOW))
    assert sorted(each for each in journal.told if each[0] != "begin") == [
        ("abandoned", "s a"),
        ("failed", "s no"),
    ]
    assert sorted(end.in_doubt for end in journal.conclusions) == [False, True]


# What a journal refuses.


def test_another_change_in_the_place_of_a_done_one_stops_the_run() -> None:
    text = "aws s a\naws s b --n <<n>>\naws s c\nfinally\naws s z\nend\n"
    notes = Notes()
    run("aws s a\naws s b --n <<n>>\n", scope=outermost({"n": 1}), journal=FakeJournal(notes))
    runner = FakeRunner()
    events = run(
        text, "aws s d\n", runner=runner, scope=outermost({"n": 2}), journal=FakeJournal(notes)
    )
    assert runner.commands == []
    assert told(events) == [(1, "done", "aws s a")]
    assert refusals(events) == [
        (Cause.CHANGED, "`s b --n 1` was done here, and not `s b --n 2`", "look at both")
    ]
    assert [each.cause for each in events if isinstance(each, LeftOut)] == [Cause.CHANGED]


def test_a_run_that_stops_says_so_though_it_has_changed_nothing() -> None:
    notes = Notes()
    text = "aws s a --n <<n>>\n"
    run(text, scope=outermost({"n": 1}), journal=FakeJournal(notes))
    text = f"{text}finally\naws s z\nend\n"
    events = run(text, scope=outermost({"n": 2}), journal=FakeJournal(notes))
    assert [each.cause for each in events if isinstance(each, LeftOut)] == [Cause.CHANGED]


def test_a_refusal_does_not_keep_what_runs_beside_it_from_its_end() -> None:
    notes = Notes()
    run(
        "parallel for x in 2\naws s a <<x>> <<n>>\nend\n",
        scope=outermost({"n": 1}),
        journal=FakeJournal(notes),
    )
    journal, runner = FakeJournal(notes), FakeRunner()
    events = run(
        "parallel for x in 1 2 3\naws s a <<x>> <<n>>\nend\nfinally\naws s z\nend\n",
        runner=runner,
        scope=outermost({"n": 2}),
        journal=journal,
        terms=Terms(jobs=2),
    )
    begun = [words for what, words in journal.told if what == "begin"]
    assert begun == [words for what, words in journal.told if what == "ok"]
    assert "s a 3 2" not in begun
    assert [cause for cause, *_ in refusals(events)] == [Cause.CHANGED]


def test_a_refusal_in_finally_ends_that() -> None:
    text = "aws s a\nfinally\naws s y --n <<n>>\naws s z\nend\n"
    notes = Notes()
    run(text, scope=outermost({"n": 1}), journal=FakeJournal(notes), runner=FakeRunner())
    notes.finished.clear()
    notes.rows.pop()
    runner = FakeRunner()
    events = run(
        text, "aws s d\n", scope=outermost({"n": 2}), runner=runner, journal=FakeJournal(notes)
    )
    assert (runner.commands, [cause for cause, *_ in refusals(events)]) == ([], [Cause.CHANGED])


# What cannot be written.


def test_nothing_is_sent_that_cannot_be_noted() -> None:
    journal, runner = FakeJournal(), FakeRunner()
    journal.full_at = "begin s b"
    events = run(
        "aws s a\naws s b\naws s c\nfinally\naws s z\nend\n", runner=runner, journal=journal
    )
    assert runner.commands == ["s a"]
    assert refusals(events) == [
        (
            Cause.UNLOGGED,
            "cannot write `run.log`: no space left",
            "nothing of this command was sent; the run can be resumed once the log can be written",
        )
    ]
    assert [each.cause for each in events if isinstance(each, LeftOut)] == [Cause.UNLOGGED]
    assert not [each for each in events if isinstance(each, Started) and each.seq == 2]


def test_a_command_whose_end_cannot_be_noted_is_told_of() -> None:
    journal, runner = FakeJournal(), FakeRunner()
    journal.full_at = "end s b"
    events = run(
        "aws s a\naws s b --x 1\naws s c\nfinally\naws s z\nend\n", runner=runner, journal=journal
    )
    assert runner.commands == ["s a", "s b --x 1"]
    assert told(events) == [(1, "ok", "aws s a"), (2, "ok", "aws s b --x 1")]
    assert refusals(events) == [
        (
            Cause.UNLOGGED,
            "cannot write `run.log`: no space left",
            "the log does not show that this command has ended (ok): aws s b --x 1",
        )
    ]


def test_each_command_beside_others_whose_end_cannot_be_noted_is_told_of() -> None:
    journal = FakeJournal()
    journal.full_at = "end"
    both = threading.Barrier(2)

    def meet() -> None:
        both.wait()

    runner = FakeRunner(dict.fromkeys(["s a 1", "s a 2"], Answer(act=meet)))
    events = run(
        "parallel for x in 1 2 3\naws s a <<x>>\nend\n",
        runner=runner,
        journal=journal,
        terms=Terms(jobs=2),
    )
    assert sorted(runner.commands) == ["s a 1", "s a 2"]
    assert sorted(str(hint) for _, _, hint in refusals(events)) == [
        f"the log does not show that this command has ended (ok): aws s a {x}" for x in (1, 2)
    ]


def test_a_finally_that_cannot_be_noted_does_not_begin() -> None:
    journal, runner = FakeJournal(), FakeRunner()
    journal.full_at = "finally"
    events = run("aws s a\nfinally\naws s z\nend\n", "aws s d\n", runner=runner, journal=journal)
    assert runner.commands == ["s a"]
    assert [cause for cause, *_ in refusals(events)] == [Cause.UNLOGGED]
    assert [each.cause for each in events if isinstance(each, LeftOut)] == [Cause.UNLOGGED]


@pytest.mark.parametrize(
    ("modifiers", "status", "in_doubt"),
    [("@timeout=1s ", "failed", True), ("@timeout=1s @ignore=Timeout ", "ignored", False)],
)
def test_a_change_that_is_given_up_is_in_doubt_unless_that_is_expected(
    modifiers: str, status: str, *, in_doubt: bool
) -> None:
    journal, waits = FakeJournal(), threading.Event()

    def wait() -> None:
        waits.wait()

    runner = FakeRunner({"s slow": Answer(act=wait)})
    try:
        run(f"{modifiers}aws s slow\n", runner=runner, journal=journal)
    finally:
        waits.set()
    assert [(end.status, end.in_doubt) for end in journal.conclusions] == [(status, in_doubt)]


@pytest.mark.parametrize("jobs", [1, 4])
def test_what_nobody_could_sign_is_noted_as_failed(jobs: int) -> None:
    remedy = Remedy("there are no credentials", "`aws configure` stores keys")
    failure = Failure("NoCredentialsError", "Unable to locate", remedy=remedy)
    runner = FakeRunner({f"s a {x}": Answer(Outcome(255, failure=failure)) for x in range(4)})
    runner.signing = FirstSigning()
    journal = FakeJournal()
    text = "parallel for x in 0 1 2 3\naws s a <<x>>\nend\n"
    run(text, runner=runner, journal=journal, terms=Terms(jobs=jobs))
    began = [words for what, words in journal.told if what == "begin"]
    assert began
    assert sorted(began) == sorted(words for what, words in journal.told if what == "failed")


def test_a_line_of_a_file_is_written_once(tmp_path: Path) -> None:
    file, notes = tmp_path / "f", Notes()
    text = f"print a > {file}\nprint b >> {file}\nprint b >> {file}\n"
    for again in ("", "", f"print c >> {file}\n"):
        run(text + again, journal=FakeJournal(notes))
    assert file.read_text() == "a\nb\nb\nc\n"


def test_a_line_that_cannot_be_noted_ends_the_run(tmp_path: Path) -> None:
    file, journal = tmp_path / "f", FakeJournal()
    journal.full_at = "line b"
    runner = FakeRunner()
    text = f"print a > {file}\nprint b >> {file}\naws s a\n"
    events = run(text, runner=runner, journal=journal)
    assert refusals(events) == [
        (
            Cause.UNLOGGED,
            "cannot write `run.log`: no space left",
            "the log does not show that this line was written",
        )
    ]
    assert runner.commands == []


def test_what_is_printed_to_nobody_is_not_noted() -> None:
    notes = Notes()
    run("print a > /dev/null\nprint b\n", journal=FakeJournal(notes))
    assert notes.lines == []
