"""What a run takes for a secret: results, inputs, and what is made of them."""

from typing import Any

import pytest

from awsbatch.contract.outcome import Failure, Outcome
from awsbatch.event import Event, Retrying
from awsbatch.fault.caret import render
from awsbatch.language.input_value import InputValue
from tests.contract.fake_runner import Answer, FakeRunner, ends, gives, outermost, run


def shown(events: list[Event]) -> str:
    return "\n".join(
        " ".join([*each.argv, *([render(each.error)] if each.error else [])])
        for each in ends(events)
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x = @secret aws a\naws b c <<x>>\n", "hunter2-hunter2"),
        ("x = @secret aws a\naws b c <<upper(x)>>\n", "hunter2-hunter2"),
        ("x = @secret aws a\naws b c <<x.p[0].q>>\n", {"p": [{"q": "hunter2-hunter2"}]}),
        ("x = @secret aws a\nfail <<x>>\n", "hunter2-hunter2"),
        ("for i in 1 2\n  x[] = @secret aws a\nend\naws b c <<x>>\n", "hunter2-hunter2"),
        ("@rounds=1 while x = @secret aws a\n  aws b c <<x>>\nend\n", "hunter2-hunter2"),
        (
            "x = @secret @ignore=Partial aws a\nfor y in <<x>>\n  aws b c <<y>>\nend\n",
            ["hunter2-hunter2"],
        ),
        ("x = @secret aws a\nfor y in <<lines(x)>>\n  aws b c <<y>>\nend\n", "hunter2-hunter2\nb"),
    ],
)
def test_nothing_of_a_secret_result_is_shown(text: str, value: Any) -> None:
    events = run(text, runner=FakeRunner({"a": gives(value)}))

    said = shown(events)
    assert "***" in said
    assert "hunter2" not in said.lower()


def test_what_an_answer_has_that_is_secret_is_not_shown_afterwards() -> None:
    answer = Answer(Outcome(0, secrets=("hunter2-hunter2",)))

    events = run("aws a\naws b c hunter2-hunter2\n", runner=FakeRunner({"a": answer}))

    assert [" ".join(each.argv) for each in ends(events)] == ["aws a", "aws b c ***"]


def test_a_failure_may_have_had_an_answer_with_a_secret() -> None:
    failure = Failure("Waiter", "found hunter2-hunter2")
    answer = Answer(Outcome(255, failure=failure, secrets=("hunter2-hunter2",)))

    (end,) = ends(run("aws a\n", runner=FakeRunner({"a": answer})))

    assert end.failure is not None
    assert end.failure.message == "found ***"


@pytest.mark.parametrize(
    ("line", "given"),
    [
        ("@secret input x", InputValue("hunter2-hunter2", "`x=…`")),
        ("@secret input x = <<'hunter2-hunter2'>>", None),
        ("@secret input x = <<env.X>>", None),
        ("input x = <<['a']>>", InputValue("hunter2-hunter2", "`X`", is_secret=True)),
        (
            "input x = <<{p: 'a'}>>",
            InputValue('{"p": "hunter2-hunter2"}', "`X`", is_secret=True),
        ),
    ],
)
def test_nothing_of_a_secret_input_is_shown(line: str, given: InputValue | None) -> None:
    scope = outermost(env={"X": "hunter2-hunter2"}, given={} if given is None else {"x": given})
    events = run(f"{line}\naws b c <<get(x, 'p') || x>>\n", scope=scope)

    said = shown(events)
    assert "***" in said
    assert "hunter2" not in said


def test_what_a_condition_makes_of_a_secret_is_one() -> None:
    text = """\
x = @secret aws a
if <<base64_encode(x)>>
    aws b c aHVudGVyMi1odW50ZXIy
end
"""
    events = run(text, runner=FakeRunner({"a": gives("hunter2-hunter2")}))
    assert shown(events).splitlines()[1] == "aws b c ***"


def test_other_results_are_shown() -> None:
    events = run(
        "x = aws a\naws b c <<upper(x)>>\n", runner=FakeRunner({"a": gives("hunter2-hunter2")})
    )
    assert shown(events).splitlines()[1] == "aws b c HUNTER2-HUNTER2"


def test_an_attempt_that_is_tried_again_may_have_had_an_answer_with_a_secret() -> None:
    failure = Failure("Throttling", "found hunter2-hunter2", passing=True)
    again = Answer(Outcome(255, failure=failure, secrets=("hunter2-hunter2",)))

    events = run("@retry=1 aws a\n", runner=FakeRunner({"a": [again, Answer()]}))

    (retrying,) = (each for each in events if isinstance(each, Retrying))
    assert retrying.failure is not None
    assert retrying.failure.message == "found ***"
