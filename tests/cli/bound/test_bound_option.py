"""What the options of a run that is held to a plan do not go with."""

import pytest

from awsbatch.cli.option import parse
from awsbatch.cli.verb import Verb
from awsbatch.fault.error import UsageError

FILE = "write it to a file, and give that"


def test_a_plan_is_saved_by_either_way_to_plan() -> None:
    for words in (["plan", "a.aws"], ["run", "-n", "a.aws"], ["-n", "a.aws"]):
        options = parse([*words, "--save", "x.plan"])
        assert (options.verb, options.save, options.is_bound) == (Verb.PLAN, "x.plan", True)


def test_a_run_is_bound_by_either_option() -> None:
    assert parse(["a.aws", "--planned", "x.plan"]).is_bound
    assert parse(["a.aws", "--confirm"]).is_bound
    assert not parse(["a.aws"]).is_bound


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (
            "a.aws --save x",
            "`--save` is for `awsbatch plan`",
            "`awsbatch plan --save PLAN FILE` keeps the plan, and runs nothing",
        ),
        ("plan a.aws --confirm", "`--confirm` is for `awsbatch run`", None),
        ("-n a.aws --confirm", "`--confirm` is for `awsbatch run`", None),
        ("plan a.aws --planned x", "`--planned` is for `awsbatch run`", None),
        (
            "check a.aws --confirm",
            "`--confirm` is for `awsbatch run`: `awsbatch check` runs nothing",
            None,
        ),
        (
            "a.aws --confirm --planned x",
            "`--confirm` makes a plan, and `--planned` has one: leave one of them out",
            None,
        ),
        (
            "- --confirm",
            "`--confirm` does not go with `-`: what is planned is read again to be run",
            FILE,
        ),
        (
            "a.aws - --planned x",
            "`--planned` does not go with `-`: what is planned is read again to be run",
            FILE,
        ),
        (
            "plan - --save x",
            "`--save` does not go with `-`: what is planned is read again to be run",
            FILE,
        ),
        (
            "a.aws --lines ids=- --confirm",
            "`--confirm` does not go with `--lines ids=-`: it asks at the terminal",
            FILE,
        ),
        (
            "a.aws --planned x --now 2026-01-01 --sandbox",
            "`--planned` does not go with `--now`",
            "a plan has its clock, which the run that makes its changes has as well",
        ),
        (
            "plan a.aws --save x --now 2026-01-01",
            "`--save` with `--now` needs `--sandbox`",
            "a plan has its clock, which the run that makes its changes has as well",
        ),
    ],
)
def test_says_what_does_not_go_together(words: str, message: str, hint: str | None) -> None:
    with pytest.raises(UsageError) as raised:
        parse(words.split())
    assert (raised.value.message, raised.value.hint) == (message, hint)


@pytest.mark.parametrize(
    "words",
    [
        "plan a.aws --lines ids=- --save x",
        "a.aws --lines ids=- --planned x",
        "plan a.aws --save x --now 2026-01-01 --sandbox",
    ],
)
def test_whatever_is_the_same_again_goes_together(words: str) -> None:
    assert parse(words.split()).is_bound
