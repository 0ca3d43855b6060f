"""Whose credentials the commands of a file need, as far as that is written in it."""

from collections.abc import Mapping

import pytest

from awsbatch.check.literal_signer import literal_signers
from awsbatch.contract.global_option import GlobalOption, GlobalOptions
from awsbatch.language.parser import parse

OPTIONS = GlobalOptions(
    [
        GlobalOption(name, takes_value=True)
        for name in ("--profile", "--region", "--endpoint-url", "--output")
    ]
)
ROLE = "arn:aws:iam::222222222222:role/r"


def found(text: str, outer: Mapping[str, str] | None = None) -> list[str]:
    """Return what signs, each as its options or its role, with the line."""
    script = parse(text, "a.aws")
    signers = literal_signers([script.statements], outer or {}, OPTIONS)
    return [
        f"{each.place.line}: {each.role or ' '.join((*each.command, *each.options))}"
        for each in signers
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aws a b --c", ["1: a b"]),
        ("aws a b --profile p", ["1: a b --profile=p"]),
        ("x = aws a b --profile=p --region r", ["1: a b --profile=p --region=r"]),
        ("aws a b --no-sign-request", []),
        ("x = <<'p'>>\naws a b --profile <<x>>", []),
        ("x = <<'p'>>\naws a b --region <<x>>", ["2: a b"]),
        ("for x in p q\naws a b --profile <<x>>\nend",
         ["1: a b --profile=p", "1: a b --profile=q"]),
        ("defaults --profile p\naws a b\naws a c --profile q",
         ["1: a b --profile=p", "3: a c --profile=q"]),
        ("parallel\ndefaults --profile p\naws a b\nend\naws a c", ["2: a b --profile=p", "5: a c"]),
        (f"defaults --role-arn {ROLE} --profile p\naws a b", [f"1: {ROLE}"]),
        (f"defaults --role-arn {ROLE}\naws a b --profile p", [f"1: {ROLE}", "2: a b --profile=p"]),
        (f"defaults --role-arn {ROLE}\nparallel\ndefaults --profile p\naws a b\nend\naws a c",
         [f"1: {ROLE}", "3: a b --profile=p"]),
        ("x = aws sts c\ndefaults --credentials <<x>>\naws a b\naws a b --profile p",
         ["1: sts c", "4: a b --profile=p"]),
        ("if aws a b --profile p\naws a c --profile q\nend",
         ["1: a b --profile=p", "2: a c --profile=q"]),
        ("aws a b\naws configure set x y\naws a c --profile p", ["1: a b"]),
        ("parallel\naws configure set x y\nend\naws a c --profile p", []),
    ],
)  # fmt: skip
def test_what_is_written(text: str, expected: list[str]) -> None:
    assert found(text + "\n") == expected


def test_options_around_a_file_hold_unless_it_chooses_others() -> None:
    text = "aws a b\naws a c --profile q\n"
    assert found(text, {"--profile": "p", "--region": "r"}) == [
        "1: a b --profile=p --region=r",
        "2: a c --profile=q --region=r",
    ]
