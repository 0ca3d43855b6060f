"""Files whose `finally` has begun: what is left of it runs, and nothing before it."""

from collections.abc import Sequence

import pytest

from awsbatch.contract.outcome import Outcome
from awsbatch.engine.engine import Engine, Terms
from awsbatch.engine.run_end import RunEnd
from awsbatch.event import Event
from awsbatch.language.parser import read
from tests.contract.fake_journal import FakeJournal, Notes
from tests.contract.fake_runner import (
    Answer,
    FakeOutput,
    FakeRunner,
    Hurried,
    ends,
    fails,
    gives,
    happening,
    interrupt,
    known,
    outermost,
    printed,
    run,
    told,
)
from tests.contract.option_table import OPTIONS

ROLE = "arn:aws:iam::111122223333:role/r"
KEYS = {"AccessKeyId": "AKIA", "SecretAccessKey": "s3cr3t/s3cr3t", "SessionToken": "t0k3n/t0k3n"}


class KilledError(BaseException):
    """The end of the process in which a run was."""


def killed() -> Answer:
    def act() -> None:
        raise KilledError

    return Answer(act=act)


def stopped(*texts: str, runner: FakeRunner, scope: dict[str, object] | None = None) -> Notes:
    """Return what is left of a run that is killed in its `finally`, with nothing in doubt."""
    notes = Notes()
    with pytest.raises(KilledError):
        run(*texts, runner=runner, journal=FakeJournal(notes), scope=outermost(scope))
    for row in notes.in_doubt:
        row.status = "forgotten"
    return notes


def statuses(events: Sequence[Event]) -> list[tuple[int, str]]:
    return [(line, status) for line, status, _ in told(events)]


def test_what_a_finally_needs_is_noted_when_it_begins() -> None:
    text = (
        "a = aws s give\nb = aws get list\nc = <<a>>\nr = <<b>>\ndefaults --region <<r>>\n"
        "for x in 1 2\nids[] = aws s id <<x>>\nend\nunused = aws get much\n"
        "finally\naws s z <<a>> <<ids>> <<env.HOME>>\nend\n"
    )
    answers = {"s give --region us": gives("r-0"), "s give": gives("r-0"), "get list": gives("us")}
    more = {"s id 1 --region us": gives("i-1"), "s id 2 --region us": gives("i-2")}
    notes = Notes()
    run(
        text,
        runner=FakeRunner({**answers, **more}),
        journal=FakeJournal(notes),
        scope=outermost(env={"HOME": "/h"}),
    )
    names = {"a": "r-0", "b": "us", "ids": ["i-1", "i-2"], "r": "us"}
    finished = notes.finished["1.aws"]
    assert (finished.names, finished.is_whole) == (names, True)


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("aws s a\n", True),
        ("aws s a\n@ignore=No aws s no\n", True),
        ("aws s a\naws s no\n", False),
        ("aws s a\nset +e\nfor x in 1\nset +e\naws s no\nend\n", False),
        ("aws s a\nparallel\naws s no\nend\n", False),
        ("aws s a\nprint <<`null`>>\n", False),
        ("aws s a\nassert <<`false`>> no\n", False),
        ("aws s a\nfail no\n", False),
    ],
)
def test_it_is_noted_whether_all_before_it_was_done(text: str, *, is_whole: bool) -> None:
    notes = Notes()
    runner = FakeRunner({"s no": fails("No")})
    run(f"{text}finally\naws s z\nend\n", runner=runner, journal=FakeJournal(notes))
    assert [each.is_whole for each in notes.finished.values()] == [is_whole]


def test_a_failure_in_a_file_before_does_not_make_one_incomplete() -> None:
    notes = Notes()
    text = "aws s a\nfinally\naws s z\nend\n"
    runner = FakeRunner({"s no": fails()})
    run("aws s no\nfinally\naws s y\nend\n", text, runner=runner, journal=FakeJournal(notes))
    found = {file: each.is_whole for file, each in notes.finished.items()}
    assert found == {"1.aws": False, "2.aws": True}


@pytest.mark.parametrize(
    "text", ["aws get x\n", "defaults --region <<`null`>>\naws s a\n", "print x\n"]
)
def test_a_finally_that_does_not_run_is_not_noted(text: str) -> None:
    notes = Notes()
    run(f"{text}finally\naws s z\nend\n", journal=FakeJournal(notes))
    assert notes.finished == {}


def test_what_is_left_of_a_finally_runs_and_nothing_before_it() -> None:
    text = "x = aws s give\naws get list\nprint a\naws s a\nfinally\naws s y <<x>>\naws s z\nend\n"
    runner = FakeRunner({"s give": gives("r-0"), "s z": [killed(), Answer()]})
    notes = stopped(text, runner=runner)
    runner.words.clear()
    events = run(text, runner=runner, journal=FakeJournal(notes))
    assert runner.commands == ["s z"]
    assert statuses(events) == [(6, "done"), (7, "ok")]
    assert (printed(events), known(events)) == ([], 2)

    events = run(text, runner=runner, journal=FakeJournal(notes))
    assert statuses(events) == [(6, "done"), (7, "done")]


def test_a_body_that_was_not_whole_is_told_of_once() -> None:
    text = "aws s no\naws s a\nfor x in 1 2\naws s b\nend\nfinally\naws s y\naws s z\nend\n"
    runner = FakeRunner({"s no": fails(), "s z": [killed(), Answer()]})
    notes = stopped(text, runner=runner)
    runner.words.clear()
    events = run(text, runner=runner, journal=FakeJournal(notes))
    assert runner.commands == ["s z"]
    assert statuses(events) == [(6, "skipped"), (7, "done"), (8, "ok")]
    blame = ends(events)[0].blame
    assert str(blame) == "1.aws:6 is a `finally` that has run: start anew"
    assert known(events) == 3


@pytest.mark.parametrize(
    ("edited", "is_same"),
    [
        ("aws s a # why\n\n@retry=2  aws s b\nprint other\n", True),
        ("aws s a\naws s b\naws s c\n", False),
        ("aws s a\naws s b --x 1\n", False),
        ("aws s a\nfor x in 1\naws s b\nend\n", False),
        ("aws s a\n", False),
    ],
)
def test_a_body_that_was_edited_afterwards_is_told_of(edited: str, *, is_same: bool) -> None:
    last = "finally\naws s z\nend\n"
    notes = Notes()
    run(f"aws s a\naws s b\nprint x\n{last}", journal=FakeJournal(notes))
    runner = FakeRunner()
    events = run(f"{edited}{last}", runner=runner, journal=FakeJournal(notes))
    assert runner.commands == []
    assert [status for _, status in statuses(events)] == ["skipped"] * (not is_same) + ["done"]


def test_a_finally_after_a_signal_is_gone_on_with() -> None:
    run_end = RunEnd()
    text = "aws s a\naws s b\nfinally\naws s y\naws s z\nend\n"
    runner = FakeRunner({"s a": Answer(act=lambda: interrupt(run_end)), "s z": fails()})
    notes = Notes()
    run(text, runner=runner, journal=FakeJournal(notes), run_end=run_end)
    assert runner.commands == ["s a", "s y", "s z"]
    runner = FakeRunner()
    events = run(text, runner=runner, journal=FakeJournal(notes))
    assert runner.commands == ["s z"]
    assert statuses(events) == [(3, "skipped"), (4, "done"), (5, "ok")]


def test_a_file_that_was_stopped_before_its_finally_goes_on_to_it() -> None:
    text = "aws s a\naws s b\nfinally\naws s z\nend\n"
    runner = FakeRunner({"s b": [killed(), Answer()]})
    notes = stopped(text, runner=runner)
    assert notes.finished == {}
    events = run(text, runner=runner, journal=FakeJournal(notes))
    assert statuses(events) == [(1, "done"), (2, "ok"), (4, "ok")]


def test_the_files_after_one_that_is_over_have_its_names() -> None:
    first = "input i = <<`1`>>\nx = aws s give\ny = aws get list\nfinally\naws s z\nend\n"
    second = "input i = <<`2`>>\nprint <<x>> <<i>>\naws s b <<x>>\n"
    runner = FakeRunner({"s give": gives("r-0"), "s b r-0": [killed(), Answer()]})
    notes = stopped(first, second, runner=runner)
    assert notes.finished["1.aws"].names == {"i": 1, "x": "r-0"}
    runner.words.clear()
    events = run(first, second, runner=runner, journal=FakeJournal(notes))
    assert (runner.commands, printed(events)) == (["s b r-0"], ["r-0 1"])


def test_credentials_are_asked_for_again() -> None:
    text = (
        "n = aws get name\nc = aws assume x --name <<n>>\ndefaults --credentials <<c>>\n"
        "aws s a\nfinally\naws s z\nend\n"
    )
    answers: dict[str, Answer | Sequence[Answer]] = {
        "get name": gives("me"),
        "assume x --name me": gives(KEYS),
        "s z": [killed(), Answer()],
    }
    runner = FakeRunner(answers)
    notes = stopped(text, runner=runner)
    assert notes.finished["1.aws"].names == {"n": "me"}
    runner.words.clear()
    runner.signers.clear()
    events = run(text, runner=runner, journal=FakeJournal(notes))
    assert runner.signed == [("assume x --name me", None), ("s z", "AKIA")]
    assert {end.status.value for end in ends(events)} == {"ok"}
    assert known(events) == 2


def test_nothing_is_asked_for_again_that_nobody_needs() -> None:
    text = "c = aws assume x\nr = aws get x\naws s a <<r>>\nfinally\naws s z\nend\n"
    runner = FakeRunner({"assume x": gives(KEYS), "get x": gives(1), "s z": [killed(), Answer()]})
    notes = stopped(text, runner=runner)
    runner.words.clear()
    run(text, runner=runner, journal=FakeJournal(notes))
    assert runner.commands == ["s z"]


def test_a_role_is_assumed_again() -> None:
    text = f"defaults --role-arn {ROLE}\naws s a\nfinally\naws s z\nend\n"
    runner = FakeRunner({"s z": [killed(), Answer()]})
    notes = stopped(text, runner=runner)
    runner.words.clear()
    runner.signers.clear()
    run(text, runner=runner, journal=FakeJournal(notes))
    assert runner.signed == [("s z", ROLE)]


def test_a_secret_that_was_read_is_read_again_and_one_that_was_made_is_not_there() -> None:
    text = (
        "i = aws get id\ns = @secret aws get secret --id <<i>>\nk = @secret aws s key\n"
        "finally\naws s x <<s>>\naws s y <<k>>\naws s z\nend\n"
    )
    answers: dict[str, Answer | Sequence[Answer]] = {
        "get id": gives("7"),
        "get secret --id 7": gives("hush-hush"),
        "s key": gives("keykeykey"),
        "s x hush-hush": [killed(), Answer()],
    }
    runner = FakeRunner(answers)
    notes = stopped(text, runner=runner)
    assert notes.finished["1.aws"].names == {"i": "7"}
    runner.words.clear()
    events = run(text, runner=runner, journal=FakeJournal(notes))
    assert runner.commands == ["get secret --id 7", "s x hush-hush", "s z"]
    assert statuses(events) == [(2, "ok"), (5, "ok"), (6, "skipped"), (7, "ok")]
    blame = ends(events)[2].blame
    assert str(blame) == "1.aws:3 is not run again, since its `finally` has begun"


def test_what_is_not_secret_in_a_result_is_there_in_a_finally() -> None:
    text = (
        "k = aws s key\nfinally\naws s y <<k.id>>\naws s x <<k.secrets[0]>>\n"
        "aws s x a-<<k.json>>\nend\n"
    )
    made = {"id": "AKIA", "secrets": ["keykeykey"], "json": '{"key": "keykeykey"}'}
    answer = Answer(Outcome(0, value=made, secrets=("keykeykey",)))
    runner = FakeRunner({"s key": answer, "s y AKIA": [killed(), Answer()]})
    notes = stopped(text, runner=runner)
    noted = {"id": "AKIA", "secrets": ["***"], "json": "***"}
    assert notes.finished["1.aws"].masked == {"k": noted}
    runner.words.clear()

    events = run(text, runner=runner, journal=FakeJournal(notes))

    assert runner.commands == ["s y AKIA"]
    assert statuses(events) == [(3, "ok"), (4, "failed"), (5, "failed")]


def test_a_defaults_has_what_was_computed_before_it() -> None:
    text = (
        "r = <<'us'>>\ndefaults --region <<r>>\nr = <<'eu'>>\naws s a\n"
        "finally\naws s y <<r>>\naws s z\nend\n"
    )
    runner = FakeRunner({"s z --region us": [killed(), Answer()]})
    notes = stopped(text, runner=runner)
    runner.words.clear()
    run(text, runner=runner, journal=FakeJournal(notes))
    assert runner.commands == ["s z --region us"]
    assert notes.finished["1.aws"].names == {"r": "eu"}


def test_a_name_of_a_branch_is_what_it_was() -> None:
    text = (
        "if <<`true`>>\nx = aws s give\nelse\ny = aws s other\nend\n"
        "finally\naws s z <<x>> <<y || 'none'>>\nend\n"
    )
    runner = FakeRunner({"s give": gives("r-0"), "s z r-0 none": [killed(), Answer()]})
    notes = stopped(text, runner=runner)
    events = run(text, runner=runner, journal=FakeJournal(notes))
    assert runner.commands == ["s give", "s z r-0 none", "s z r-0 none"]
    assert known(events) == 1


@pytest.mark.parametrize("terms", [Terms(parallel=True, jobs=4), Terms(errexit=True)])
def test_a_file_goes_on_with_its_finally_whatever_its_options_are(terms: Terms) -> None:
    text = "set -e\nx = aws s give\n" if terms.errexit else "x = aws s give\n"
    text += "aws s a\nfinally\naws s y <<x>>\naws s z\nend\n"
    runner = FakeRunner({"s give": gives("r-0"), "s z": [killed(), Answer()]})
    notes = Notes()
    with pytest.raises(KilledError):
        run(text, runner=runner, journal=FakeJournal(notes), terms=terms)
    notes.rows.pop()
    runner.words.clear()
    events = run(text, runner=runner, journal=FakeJournal(notes), terms=terms)
    assert runner.commands == ["s z"]
    assert [status for _, status in statuses(events)] == ["done", "ok"]


def test_a_failure_in_a_body_with_errexit_ends_the_later_files_as_it_did() -> None:
    texts = "aws s no\nfinally\naws s z\nend\n", "aws s b\n"
    runner, terms = FakeRunner({"s no": fails()}), Terms(errexit=True)
    notes = Notes()
    run(*texts, runner=runner, journal=FakeJournal(notes), terms=terms)
    events = run(*texts, runner=runner, journal=FakeJournal(notes), terms=terms)
    assert statuses(events) == [(2, "skipped"), (3, "done")]


def _stream(text: str, runner: FakeRunner, notes: Notes, terms: Terms | None = None) -> list[Event]:
    engine = Engine(
        runner,
        FakeOutput(),
        outermost(),
        terms,
        options=OPTIONS,
        run_end=Hurried(),
        journal=FakeJournal(notes),
    )
    statements = read(text.splitlines(keepends=True), "<stdin>")
    if terms is None:
        return list(happening(engine.stream(statements)))
    return list(happening(engine.stream_beside(statements, lambda _: None)))


@pytest.mark.parametrize("terms", [None, Terms(), Terms(parallel=True)])
def test_a_stream_goes_on_with_its_finally(terms: Terms | None) -> None:
    text = (
        "x = aws s give\ndefaults --region <<x>>\naws s a\n"
        "for v in 1 2\naws s b <<v>>\nend\nfinally\naws s y <<x>>\naws s z\nend\n"
    )
    runner = FakeRunner({"s give": gives("us"), "s z --region us": [killed(), Answer()]})
    notes = Notes()
    with pytest.raises(KilledError):
        _stream(text, runner, notes, terms)
    notes.rows.pop()
    assert [each.names for each in notes.finished.values()] == [{"x": "us"}]
    runner.words.clear()
    events = _stream(text, runner, notes, terms)
    assert runner.commands == ["s z --region us"]
    assert [status for _, status in statuses(events)] == ["done", "ok"]
    assert known(events) == 2
