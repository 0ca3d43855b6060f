"""Files that are missing before a run, and may be there when a command reads them."""

import pytest

from awsbatch.check.local_file import LocalFiles
from awsbatch.language.model import Capture, Redirect, Run, Word
from awsbatch.language.parser import parse

_READER = Word(("a/b.json",), parse("print x", "f.aws").statements[0].place)


def may_have(line: str, path: str = "a/b.json") -> bool:
    files = LocalFiles()
    (statement,) = parse(line, "f.aws").statements
    assert isinstance(statement, Run | Capture)
    files.note(statement.command)
    if isinstance(statement, Run) and isinstance(statement.redirect, Redirect):
        files.note(statement.redirect)
    return files.may_have(path, _READER)


@pytest.mark.parametrize(
    "line",
    [
        "s3api list-buckets > a/b.json",
        "s3api list-buckets >> ./a/b.json",
        "s3api list-buckets > <<x>>",
        "s3api list-buckets > a/<<x>>.json",
        "s3api get-object --bucket b --key k a/b.json",
        "s3api get-object --bucket b --key k <<x>>",
        "s3api get-object --bucket b --key k a/<<x>>",
        "x = lambda invoke --function-name f a/b.json",
        "cloudformation package --template-file t --s3-bucket b --output-template-file a/b.json",
        "cloudformation package --template-file t --s3-bucket b --output-template-file=a/b.json",
        "cloudformation package --template-file t --s3-bucket b --output-template-file <<x>>",
        "s3 cp s3://b/k a/b.json",
        "s3 cp s3://b/k a",
        "s3 cp s3://b/k a/ --recursive --quiet",
        "s3 sync s3://b .",
        "s3 mv <<x>> a",
        "s3 cp <<x>> <<y>>",
    ],
)
def test_what_a_command_may_write_may_be_there(line: str) -> None:
    assert may_have(line)


@pytest.mark.parametrize(
    "line",
    [
        "s3api list-buckets > other.json",
        "s3api list-buckets > c/<<x>>.json",
        "s3api get-object --bucket <<x>> --key <<y>> other.json",
        "s3api list-buckets --profile <<x>> --filter <<y>>",
        "s3 cp a/b.json s3://b/k",
        "s3 cp s3://b/k s3://b/a/b.json",
        "s3 cp s3://b/k c",
        "iam create-policy --policy-name p --policy-document file://a/b.json",
        "iam create-policy --policy-name p --policy-document=file://a/b.json",
        "iam create-policy --policy-name p --policy-document file://<<x>>",
    ],
)
def test_what_a_command_cannot_write_is_not(line: str) -> None:
    assert not may_have(line)


def test_a_word_that_is_read_does_not_write_the_file_of_its_name() -> None:
    files = LocalFiles()
    (statement,) = parse("s3api put-object --bucket b --key k --body a.txt", "f.aws").statements
    assert isinstance(statement, Run)
    files.note(statement.command)

    assert not files.may_have("a.txt", statement.command.words[-1])
    assert files.may_have("a.txt", _READER)
