"""The texts that tell words of commands apart, and the files that are part of them."""

import os
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.contract.word import Data, Word
from awsbatch.joblog.words_key import contents, literal_text, words_text


def literal(*texts: str) -> list[Word]:
    return [(text,) for text in texts]


@pytest.mark.parametrize(
    "value",
    ["g", "two words", "Key=a,Value=b", '{"a": 1}', "s3://bucket/key", "", "naïve", "a\0b"],
)
def test_a_value_is_told_as_if_its_author_had_written_it(value: str) -> None:
    assert words_text([("put",), (Data(value),)]) == words_text(literal("put", value))


@pytest.mark.parametrize("value", ["g", "-1", "a/b", "two words", "x:y", "s3://bucket/key"])
def test_so_is_a_value_within_a_word(value: str) -> None:
    assert words_text([("put",), ("a", Data(value), "b")]) == words_text(
        literal("put", f"a{value}b")
    )


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ((Data("--recursive"),), "--recursive"),
        ((Data("-1"),), "-1"),
        ((Data("help"),), "help"),
        ((Data("file://a"),), "file://a"),
        ((Data("x@=fileb://a"),), "x@=fileb://a"),
        ((Data("https://a"),), "https://a"),
        (("--", Data("x")), "--x"),
        (("Key=", Data("a,Value=b")), "Key=a,Value=b"),
        (('{"a": "', Data('b"}')), '{"a": "b"}'),
        (("a", Data("file://b")), "afile://b"),
        ((Data("-"), "x"), "-x"),
    ],
)
def test_what_the_author_would_have_meant_otherwise_is_told_apart(word: Word, text: str) -> None:
    assert words_text([("put",), word]) != words_text([("put",), (text,)])


_TEXTS = st.text(alphabet="ab\0-=[]'\"\\,", max_size=4)
_WORDS = st.lists(_TEXTS.map(lambda text: (text,)), min_size=2, max_size=4)


@given(_WORDS, _WORDS)
def test_only_the_same_words_have_the_same_text(one: list[Word], other: list[Word]) -> None:
    assert (words_text(one) == words_text(other)) == (one == other)


@given(_WORDS)
def test_literal_words_have_that_text_at_once(words: list[Word]) -> None:
    assert literal_text(words) in {None, words_text(words)}


@pytest.mark.parametrize("word", [(), ("a", "b"), (Data("a"),), ("a\0b",)])
def test_other_words_have_no_literal_text(word: Word) -> None:
    assert literal_text([("put",), word]) is None
    assert literal_text([("put",), ("a",)]) == "put\0a"


def found(*words: Word) -> list[tuple[str, str]]:
    return contents(words)


def test_the_content_of_a_file_is_part_of_the_words(tmp_path: Path) -> None:
    file = tmp_path / "policy.json"
    file.write_bytes(b"one")
    expected = [(str(file), sha256(b"one").hexdigest())]

    assert found(("put",), (f"file://{file}",)) == expected
    assert found((f"--policy=file://{file}",)) == expected
    assert found((f"fileb://{file}",)) == expected
    assert found(("file://", Data(str(file)))) == expected
    assert found(("--policy=fileb://", Data(str(tmp_path)), "/policy.json")) == expected
    assert found((f"Key@=file://{file},Other=x",)) == expected
    assert found((f'{{"a@=file://{file}}}',)) == expected


def test_a_value_that_looks_like_an_address_is_just_that(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"one")

    assert found((Data(f"file://{file}"),)) == []
    assert found(("--policy=", Data(f"file://{file}"))) == []
    assert found(("fi", Data(f"le://{file}"))) == []
    assert found((f"see file://{file}",)) == []


def test_a_path_is_the_one_that_the_cli_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "f").write_bytes(b"one")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("FOLDER", str(tmp_path))

    paths = ["f", "./f", "~/f", "$FOLDER/f", "${FOLDER}/f"]
    assert found(*((f"file://{path}",) for path in paths)) == [
        (path, sha256(b"one").hexdigest()) for path in paths
    ]


def test_what_can_be_read_only_once_or_not_at_all_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    names = ["pipe", "missing", ".", "n\0ll"]

    paths = [f"{tmp_path}/{name}" for name in names] + ["/dev/stdin", "/dev/fd/0"]
    assert found(*((f"file://{path}",) for path in paths)) == [(path, "") for path in paths]


def test_a_large_file_is_read_in_pieces(tmp_path: Path) -> None:
    file = tmp_path / "large"
    content = b"x" * ((1 << 20) + 1)
    file.write_bytes(content)
    assert found((f"fileb://{file}",)) == [(str(file), sha256(content).hexdigest())]
