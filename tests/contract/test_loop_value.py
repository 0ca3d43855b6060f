import pytest

from awsbatch.contract.loop_value import LoopValue


@pytest.mark.parametrize(
    ("value", "text", "texts"),
    [
        ("old-1", "old-1", ["old-1"]),
        (7, "7", ["7"]),
        (None, "null", ["null"]),
        (["a", "b"], "[2 elements]", []),
        ({"name": "old-1"}, "{name: old-1}", ["old-1"]),
        ({"a": 1, "b": "2", "c": 3}, "{a: 1, b: 2, …}", ["1", "2"]),
        ({"tags": [], "id": "i-1"}, "{id: i-1, …}", ["i-1"]),
        (
            {"AccessKeyId": "AKIA", "SecretAccessKey": "s", "SessionToken": "t"},
            "{AccessKeyId: AKIA, …}",
            ["AKIA"],
        ),
        ({"Password": "s"}, "{…}", []),
    ],
)
def test_a_value_is_told_in_one_line_without_what_may_be_secret(
    value: object, text: str, texts: list[str]
) -> None:
    told = LoopValue("x", value)
    assert (told.text, told.texts) == (text, texts)


def test_a_name_may_say_that_its_values_are_secret() -> None:
    assert LoopValue("token", "abc").text == "***"


def test_what_is_known_to_be_secret_is_masked() -> None:
    assert LoopValue("x", "abc").without(lambda text: text.replace("b", "***")).text == "a***c"
