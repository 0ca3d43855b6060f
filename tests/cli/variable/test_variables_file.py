import pytest

from awsbatch.cli.variable.variables_file import parse
from awsbatch.fault.error import UsageError


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("null", "null"),
        ("true", "a boolean"),
        ("1.5", "a number"),
        ("words", "a string"),
        ("[1]", "a list"),
    ],
)
def test_a_file_without_names_says_what_it_holds(text: str, found: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(text, "v.yaml")

    assert caught.value.message == f"expected names and values in `v.yaml`, found {found}"
    assert caught.value.hint == '{"NAME": "value"} in JSON, or `NAME: value` in YAML'


def test_text_that_yaml_cannot_hold_is_a_fault() -> None:
    with pytest.raises(UsageError) as caught:
        parse("a: \x07", "v.yaml")

    assert caught.value.message.startswith("`v.yaml` is not YAML: unacceptable character #x0007")


def test_values_of_yaml_s_plain_kind_are_those_of_json() -> None:
    assert parse("a: 0o14\nb: 1_000\nc: 0x1F\nd: 12e03\n", "v.yml") == {
        "a": "0o14",
        "b": "1_000",
        "c": "0x1F",
        "d": 12000.0,
    }
