import pytest

from awsbatch.cli.option import parse
from awsbatch.cli.same_run import words_of
from awsbatch.contract.quoting import joined
from awsbatch.redaction.secret import Secrets


def again(line: str) -> str:
    secrets = Secrets()
    secrets.add(["hunter2-hunter2"])
    options = parse(line.split())
    return joined(words_of(options, secrets, "--own", has=lambda name: name != "--rate"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a.aws", "a.aws"),
        ("run a.aws b.aws -", "a.aws b.aws -"),
        ("a.aws -j8 --rate 10 -qv", "-j 8 -q -v a.aws"),
        ("a.aws --jobs=8 --expect-account 1{11}", "--jobs 8 --expect-account 1{11} a.aws"),
        ("a.aws --variable x=1 y=$z", "a.aws x=1 'y=$z'"),
        ("a.aws password=x -- --b *", "a.aws 'password=…' -- --b '*'"),
        ("a.aws x=hunter2-hunter2 -- hunter2-hunter2", "a.aws 'x=***' -- '***'"),
    ],
)
def test_a_run_is_made_once_more_by_the_words_that_made_it(line: str, words: str) -> None:
    line, words = (each.replace("1{11}", "1" * 12) for each in (line, words))

    assert again(line) == f"awsbatch run --own {words}"
