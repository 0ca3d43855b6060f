"""What `defaults` gives to the commands after it."""

import pytest

from tests.contract.fake_runner import FakeRunner, ends, fails, outermost, run, told


def commands(text: str, **names: object) -> list[str]:
    runner = FakeRunner()
    run(text, runner=runner, scope=outermost(names))
    return runner.commands


def test_defaults_stand_at_the_end_of_the_commands_that_follow() -> None:
    text = "aws a b\ndefaults --region r --no-paginate\naws c d --x 1\n"
    assert commands(text) == ["a b", "c d --x 1 --region r --no-paginate"]


def test_defaults_show_in_the_command_as_told() -> None:
    events = run("defaults --region <<r>>\naws a b\n", scope=outermost({"r": "eu"}))
    assert told(events) == [(2, "ok", "aws a b --region eu")]


def test_several_defaults_merge_and_the_last_wins() -> None:
    text = "defaults --region r --profile p\ndefaults --profile q --output=text\naws a b\n"
    assert commands(text) == ["a b --region r --profile q --output=text"]


def test_defaults_end_with_their_round() -> None:
    text = """\
defaults --region r
for x in 1 2
    aws s a <<x>>
    defaults --region i<<x>>
    aws s b <<x>>
end
aws c
"""
    assert commands(text) == [
        "s a 1 --region r",
        "s b 1 --region i1",
        "s a 2 --region r",
        "s b 2 --region i2",
        "c --region r",
    ]


def test_defaults_end_with_their_file() -> None:
    runner = FakeRunner()
    run("defaults --region r\naws a b\n", "aws c d\n", runner=runner)
    assert runner.commands == ["a b --region r", "c d"]


def test_captures_take_defaults() -> None:
    assert commands("defaults --region r\nx = aws a b\n") == ["a b --region r"]


@pytest.mark.parametrize(
    "own", ["--region o", "--region=o", "--reg o", "--reg=o", "--region <<x>>", "--region=<<x>>"]
)
def test_a_command_keeps_an_option_of_its_own(own: str) -> None:
    text = f"defaults --region r --profile p\naws a b {own}\n"
    shown = own.replace("<<x>>", "v")
    assert commands(text, x="v") == [f"a b {shown} --profile p"]


@pytest.mark.parametrize("own", ["--no-", "--region-name o", "<<option>>", "--c o"])
def test_what_only_looks_like_the_option_leaves_the_default(own: str) -> None:
    text = f"defaults --region r --no-paginate\naws a b {own}\n"
    shown = own.replace("<<option>>", "--region")
    assert commands(text, option="--region") == [f"a b {shown} --region r --no-paginate"]


def test_defaults_stand_before_a_bare_double_dash() -> None:
    text = "defaults --region r\naws a b -- --region x\n"
    assert commands(text) == ["a b --region r -- --region x"]


def test_a_list_as_a_value_must_have_one_element() -> None:
    text = "defaults --region <<x>>\naws a b\n"
    assert commands(text, x=["r"]) == ["a b --region r"]
    first, _ = ends(run(text, scope=outermost({"x": ["r", "s"]})))
    assert first.error is not None
    assert first.error.message == "expected one value for `--region`, found a list of 2"


def test_a_failed_capture_skips_the_rest_of_the_block_that_its_defaults_govern() -> None:
    runner = FakeRunner({"get p": fails()})
    text = """\
for x in 1 2
    set +e
    aws s first <<x>>
    p = aws get p
    defaults --profile <<p>>
    aws s needs <<x>> profile
    print not this
    y = aws also needs
    for z in 1 2
        aws s inner <<z>>
    end
end
aws after all
"""
    events = run(text, runner=runner)
    assert runner.commands == ["s first 1", "get p", "s first 2", "get p", "after all"]
    one_round = [
        (3, "ok", "aws s first 1"),
        (4, "failed", "aws get p"),
        (5, "skipped", ""),
        (6, "skipped", "aws s needs <<x>> profile"),
        (8, "skipped", "aws also needs"),
    ]
    assert told(events)[:5] == one_round
    assert told(events)[-1] == (13, "ok", "aws after all")
    assert {end.blame.place.line for end in ends(events) if end.blame} == {4}


def test_faulty_defaults_do_not_let_the_commands_after_them_run_without() -> None:
    runner = FakeRunner()
    events = run("defaults --profile <<p>>\naws a b\n", runner=runner, scope=outermost({"p": None}))
    assert runner.commands == []
    assert told(events) == [(1, "failed", ""), (2, "skipped", "aws a b")]
