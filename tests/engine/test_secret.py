"""What is secret in a command: masked in its words, and in what is told of it."""

from collections.abc import Mapping, Sequence

import pytest

from awsbatch.contract.mask import Masked
from awsbatch.contract.outcome import Failure, Outcome, Partial
from awsbatch.contract.word import Word, text_of
from awsbatch.engine.command_mask import CommandMask
from awsbatch.engine.engine import Terms
from awsbatch.engine.shown_command import ShownWords
from awsbatch.event import Ended, Event, Retrying, Started
from awsbatch.fault.error import AwsbatchError
from awsbatch.redaction.secret import Secrets
from tests.contract.fake_runner import Answer, FakeRunner, ends, fails, gives, run


class Watched(FakeRunner):
    """Remembers which commands it was asked to mask."""

    def __init__(self, answers: Mapping[str, Answer | Sequence[Answer]] | None = None) -> None:
        super().__init__(answers)
        self.shown: list[str] = []

    def masked(self, words: Sequence[Word]) -> Masked:
        self.shown.append(" ".join(map(text_of, words)))
        return super().masked(words)


def refused(message: str, *, passing: bool = False) -> Answer:
    return Answer(Outcome(254, failure=Failure("Refused", message, passing=passing)))


def words(events: list[Event], kind: type[Ended | Retrying | Started]) -> list[str]:
    return [" ".join(event.argv) for event in events if isinstance(event, kind)]


@pytest.mark.parametrize("jobs", [1, 8])
@pytest.mark.parametrize(
    "text", ["aws a --password hunter22\n", "parallel\n  aws a --password hunter22\nend\n"]
)
def test_every_event_of_a_command_has_masked_words(text: str, jobs: int) -> None:
    answers = {"a --password hunter22": [refused("no", passing=True), Answer()]}
    events = run(text, runner=FakeRunner(answers), terms=Terms(jobs=jobs, retries=1))
    assert [words(events, kind) for kind in (Started, Retrying, Ended)] == [
        ["aws a --password ***"]
    ] * 3


def test_a_command_that_was_skipped_is_masked_as_well() -> None:
    runner = FakeRunner({"a": fails("No")})
    events = run("x = aws a\naws b --password hunter22 --id <<x>>\n", runner=runner)
    assert words(events, Ended)[1] == "aws b --password *** --id <<x>>"


def test_a_placeholder_of_a_command_that_was_skipped_is_shown_as_it_is_written() -> None:
    runner = FakeRunner({"a": fails("No")})
    events = run(
        "x = aws a\naws b --password <<x.password>>\naws c d <<x.password>>\n", runner=runner
    )
    assert words(events, Ended)[1:] == [
        "aws b --password <<x.password>>",
        "aws c d <<x.password>>",
    ]


def test_what_nothing_shows_is_not_looked_at() -> None:
    runner = Watched({"b": refused("no")})
    events = run("aws a\naws b\n", runner=runner)
    # Its message may have its secrets in it.
    assert runner.shown == ["b"]
    assert words(events, Ended) == ["aws a", "aws b"]
    assert runner.shown == ["b", "a"]
    assert [len(end.argv) for end in ends(events)] == [2, 2]
    assert words(events, Started) == ["aws a", "aws b"]
    assert runner.shown == ["b", "a"]


def test_the_message_of_a_failure_has_no_secret_of_its_command() -> None:
    message = "bad value: 7f, 'hunter22' and x7fy"
    answers = {"a --value 7f --password hunter22": refused(message)}
    (end,) = ends(run("aws a --value 7f --password hunter22\n", runner=FakeRunner(answers)))
    assert end.failure is not None
    assert end.failure.message == "bad value: ***, '***' and x7fy"


def test_what_a_command_could_not_do_has_no_secret_of_it() -> None:
    partial = Partial("Errors", 1, ("Bad: `hunter22`",))
    answers = {"a --password hunter22": Answer(Outcome(0, partial=partial))}
    (end,) = ends(run("aws a --password hunter22\n", runner=FakeRunner(answers)))
    assert end.partial == Partial("Errors", 1, ("Bad: `***`",))


def test_a_secret_that_was_shown_masked_is_masked_elsewhere_from_then_on() -> None:
    events = run(
        "aws a --password hunter22\n"
        "aws b --id hunter22 --other --value production\n"
        "aws c production\n"
    )
    assert words(events, Ended) == [
        "aws a --password ***",
        "aws b --id *** --other --value ***",
        # What only its place makes secret is not secret elsewhere.
        "aws c production",
    ]


def test_a_fault_does_not_tell_a_secret_that_is_known() -> None:
    runner = FakeRunner({"a --password hunter22": refused("no")})
    events = run("aws a --password hunter22\nfail 'hunter22 is wrong'\n", runner=runner)
    error = ends(events)[1].error
    assert error is not None
    assert error.message == "*** is wrong"


def test_words_are_compared_and_hashed_as_they_are_shown() -> None:
    mask = CommandMask(FakeRunner().masked, Secrets())
    shown = ShownWords([("a",), ("--password",), ("b",)], mask)
    assert shown == ("aws", "a", "--password", "***")
    assert shown == ShownWords([("a",), ("--password",), ("c",)], mask)
    assert hash(shown) == hash(tuple(shown))
    assert (shown[0], shown[1:3]) == ("aws", ("a", "--password"))
    assert repr(shown) == "('aws', 'a', '--password', '***')"


def test_where_there_is_no_command_there_are_no_words() -> None:
    assert ShownWords([], CommandMask(FakeRunner().masked, Secrets())) == ()


def test_what_a_loop_set_is_masked_where_it_is_secret_in_the_command() -> None:
    events = run("for p in hunter22 7f\n  aws a --value <<p>>\nend\n")
    assert [value.text for end in ends(events) for value in end.values] == ["***", "***"]


def test_a_password_that_is_a_word_is_not_masked_in_other_words() -> None:
    events = run("aws a --password password\naws b-password --id=password\n")
    assert words(events, Ended) == ["aws a --password ***", "aws b-password --id=***"]


def test_of_many_secrets_the_last_ones_are_kept() -> None:
    secrets = Secrets()
    secrets.see(f"secret-{number}" for number in range(1001, 3001))
    assert secrets.masked("secret-2000 secret-2001 secret-3000") == "secret-2000 *** ***"


@pytest.mark.parametrize(
    ("command", "value"),
    [
        ("aws b --password <<u.pin>>", "{name: ann, …}"),
        ("aws b --password x<<u.pin>>", "{name: ann, …}"),
        ("aws b --password <<join('', [u.pin])>>", "***"),
        ("aws b --password <<u>>", "***"),
        ("if ! aws b --password <<u.pin>>\nprint x\nend", "{name: ann, …}"),
        ("for x in 1\nx = aws b --password <<u.pin>>\nend", "{name: ann, …}"),
        ("aws b --pin <<u.pin>> --password <<x>>", "{name: ann, pin: 12}"),
    ],
)
@pytest.mark.parametrize("loop", ["for", "parallel for"])
def test_what_one_command_of_a_loop_hides_is_hidden_beside_the_others(
    loop: str, command: str, value: str
) -> None:
    text = f"x = <<1>>\n{loop} u in <<[{{name: 'ann', pin: '12'}}]>>\naws a\n{command}\nend\n"

    events = run(text, runner=FakeRunner({"a": fails("No")}))

    shown = [event.values[0].text for event in events if isinstance(event, Started | Ended)]
    assert {*shown} == {value}


def test_what_a_while_found_is_hidden_where_its_commands_hide_it() -> None:
    text = "while m = aws a\naws b\naws c --password <<m.b>>\nend\n"

    events = run(text, runner=FakeRunner({"a": [gives({"a": 1, "b": 2}), gives(None)]}))

    shown = [value.text for event in events if isinstance(event, Ended) for value in event.values]
    assert shown == ["{a: 1, …}"] * 2


def test_a_hint_is_masked_as_its_message_is() -> None:
    secrets = Secrets()
    secrets.add(["hunter22"])
    error = AwsbatchError("`hunter22` is wrong", hint="not `hunter22`")
    secrets.mask(error)
    assert (error.message, error.hint) == ("`***` is wrong", "not `***`")
