"""Short and ordinary secrets within larger words, where only their place tells them."""

from pathlib import Path

import pytest

from awsbatch.contract.outcome import Failure, Outcome
from awsbatch.event import Refused, Status
from tests.contract.fake_runner import Answer, FakeRunner, ends, gives, printed, run

SCRIPT = "pin = @secret aws get it\n"


@pytest.fixture(params=["aws", "admin", "1", "x-y", "us-east-1"])
def secret(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_word_is_shown_without_it(secret: str) -> None:
    runner = FakeRunner({"get it": gives(secret)})
    text = f"{SCRIPT}aws a --name u<<pin>>-<<pin>>x --other=<<pin>>,<<'b'>> c{secret}c\n"
    *_, end = ends(run(text, runner=runner))
    assert [*end.argv] == [
        "aws",
        "a",
        "--name",
        "u***-***x",
        "--other=***,b",
        f"c{secret}c",
    ]


def test_a_word_with_a_secret_of_the_command_is_shown_without_both() -> None:
    runner = FakeRunner({"get it": gives("1")})
    *_, end = ends(run(f"{SCRIPT}aws a --password x<<pin>> --name b\n", runner=runner))
    assert [*end.argv] == ["aws", "a", "--password", "***", "--name", "b"]


def test_a_failure_that_quotes_the_word_is_told_without_it(secret: str) -> None:
    failure = Failure("Refused", f"there is no u{secret}x, only u{secret}")
    runner = FakeRunner({"get it": gives(secret), f"a --name u{secret}x": refused(failure)})
    *_, end = ends(run(f"{SCRIPT}aws a --name u<<pin>>x\n", runner=runner))
    assert end.failure is not None
    assert end.failure.message == f"there is no ***, only u{secret}"


def refused(failure: Failure) -> Answer:
    return Answer(Outcome(254, failure=failure))


def test_what_is_told_is_without_it(secret: str) -> None:
    runner = FakeRunner({"get it": gives(secret)})
    events = run(f"{SCRIPT}print x<<pin>>y<<'z'>>\nfail u<<pin>>x\n", runner=runner)
    assert printed(events) == ["x***yz"]
    *_, end = ends(events)
    assert end.error is not None
    assert end.error.message == "u***x"


def test_a_guard_tells_nothing_of_it(secret: str) -> None:
    runner = FakeRunner({"get it": gives(secret)})
    text = f"{SCRIPT}assert <<pin == 'b'>> u<<pin>>x\n"
    (refusal,) = (event for event in run(text, runner=runner) if isinstance(event, Refused))
    assert refusal.error.message == "u***x"


def test_an_equal_word_of_the_script_goes_into_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.chdir(tmp_path)
    runner = FakeRunner({"get it": gives(secret)})
    run(f"{SCRIPT}print '{secret}' is x={secret} > out.txt\n", runner=runner)
    assert Path("out.txt").read_text() == f"{secret} is x={secret}\n"


@pytest.mark.parametrize("word", ["u<<pin>>x", "<<pin>>", "<<base64_encode(pin)>>"])
def test_into_a_file_it_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secret: str, word: str
) -> None:
    monkeypatch.chdir(tmp_path)
    runner = FakeRunner({"get it": gives(secret)})
    *_, end = ends(run(f"{SCRIPT}print {word} > out.txt\n", runner=runner))
    assert end.status is Status.FAILED
    assert end.error is not None
    assert end.error.message == "this line would write a secret to a file"
    assert [*tmp_path.iterdir()] == []
