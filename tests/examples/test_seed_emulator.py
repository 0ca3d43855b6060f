"""`seed-emulator.aws`."""

from pathlib import Path

import pytest

from tests.examples.process import EXAMPLES, SANDBOXED, Runs, written

SEEDED = """\
aws sqs list-queues --query 'length(QueueUrls)'
aws dynamodb list-tables --query TableNames --output text
aws s3api list-buckets --query 'Buckets[].Name' --output text
"""


def test_an_emulator_is_seeded_as_often_as_one_likes(run: Runs, tmp_path: Path) -> None:
    seed = EXAMPLES / "seed-emulator.aws"
    ran = run.sandboxed(seed, seed, written(tmp_path, SEEDED))
    assert ran.stdout.splitlines()[-3:] == ["1", "orders", "uploads"]
    assert (ran.exit_status, ran.stderr) == (
        0,
        f"{SANDBOXED}10 succeeded, 1 ignored in TIME; 11 requests, CONNECTIONS opened\n",
    )


def test_any_emulator_can_be_seeded(run: Runs, moto_server: str) -> None:
    ran = run(EXAMPLES / "seed-emulator.aws", endpoint=moto_server)
    assert (ran.exit_status, ran.stderr) == (
        0,
        "4 succeeded in TIME; 4 requests, CONNECTIONS opened\n",
    )
    assert f'"QueueUrl": "{moto_server}/123456789012/jobs"' in ran.stdout


@pytest.mark.usefixtures("recorder")
def test_an_emulator_that_does_not_answer_is_asked_once(run: Runs) -> None:
    ran = run(EXAMPLES / "seed-emulator.aws", endpoint="http://127.0.0.1:1")
    assert ran.exit_status == 1
    assert "0 succeeded, 1 failed, 3 skipped in TIME" in ran.stderr
