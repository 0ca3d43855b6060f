"""Why a command failed, as its outcome says it."""

import pytest

from tests.aws.batch import Batch


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("logs foo", "argument operation: Invalid choice: 'foo'"),
        ("s3 cp - s3://x/y", "`s3 cp` reads standard input, which is empty here"),
        ("s3api get-object --bucket b", "the following arguments are required: --key, outfile"),
    ],
)
def test_a_usage_error_has_the_sentence_that_is_on_standard_error(
    batch: Batch, words: str, message: str
) -> None:
    with batch.pool.beside():
        ran = batch.run(words)

    assert f"aws: error: {message}\n" in ran.stderr
    assert batch.outcome.failure is not None
    assert (batch.outcome.failure.code, batch.outcome.failure.message) == ("Usage", message)


def test_an_error_with_words_of_its_own_keeps_them(batch: Batch) -> None:
    batch.run("ec2 describe-instances --filters x")

    assert batch.outcome.failure is not None
    assert batch.outcome.failure.code == "ParamError"
    assert batch.outcome.failure.message.startswith("Error parsing parameter '--filters'")
