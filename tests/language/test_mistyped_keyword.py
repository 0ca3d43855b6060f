import pytest

from awsbatch.language.parser import parse_all
from awsbatch.language.shell_habit.mistyped_keyword import meant
from tests.language import outline


@pytest.mark.parametrize(
    ("word", "keyword"),
    [
        ("fro", "for"),
        ("edn", "end"),
        ("ennd", "end"),
        ("esle", "else"),
        ("pritn", "print"),
        ("Prnt", "print"),
        ("whlie", "while"),
        ("paralell", "parallel"),
        ("finaly", "finally"),
        ("inptu", "input"),
        ("s3", None),
        ("ec2", None),
        ("iot", None),
        ("sns", None),
        ("pint", "print"),
    ],
)
def test_a_word_is_meant_for_the_keyword_that_is_like_it(word: str, keyword: str | None) -> None:
    assert meant(word) == keyword


@pytest.mark.parametrize(
    "text",
    [
        "fro a in 1 2\n    print <<a>>\nend\nprint b\n",
        "fir a in 1 2\n    print <<a>>\nend\nprint b\n",
        "whlie a = s3 ls\n    print <<a>>\nend\nprint b\n",
        "@rounds=3 wihle a = s3 ls\n    print <<a>>\nend\nprint b\n",
        "parallel fro a in 1 2\n    print <<a>>\nend\nprint b\n",
    ],
)
def test_a_loop_that_is_typed_wrong_is_one_fault(text: str) -> None:
    _, faults = parse_all(text, outline.FILE)

    (fault,) = faults
    assert fault.message.startswith("there is no statement")
    assert "a" in fault.names


@pytest.mark.parametrize("text", ["s3 ls in\n", "ec2 describe-instances = x\n", "fro a b\n"])
def test_a_command_is_none(text: str) -> None:
    _, faults = parse_all(text, outline.FILE)

    assert not any(fault.message.startswith("there is no statement") for fault in faults)
