"""`empty-bucket.aws`."""

from pathlib import Path

from tests.aws.recorder import Recorder
from tests.examples.bucket import Bucket, Entry
from tests.examples.process import EXAMPLES, SANDBOXED, SETUP, Ran, Runs

EMPTY_BUCKET = EXAMPLES / "empty-bucket.aws"

# S3 takes any of them. A carriage return is one that XML would turn into a line feed.
KEYS = (
    "a,Key=b",
    "two\nlines",
    "carriage\rreturn",
    "tab\t",
    " spaces  ",
    "it's",
    '"quoted"',
    "file://x",
    "<<x>>",
    "--delete",
    "[1]",
    '{"a": 1}',
    "a&b=<c>",
    "100%25+",
    "snow ☃ 𝄞",
    "back\\slash",
    "/",
)

LIST = """\
aws s3api list-object-versions --bucket demo --query 'length([Versions, DeleteMarkers][])'
aws s3api create-bucket --bucket empty > /dev/null
"""
BUCKETS = "aws s3api list-buckets --query Buckets[].Name --output text\n"


def test_a_versioned_bucket_is_emptied_and_deleted(run: Runs, tmp_path: Path) -> None:
    (tmp_path / "list.aws").write_text(LIST)
    (tmp_path / "buckets.aws").write_text(BUCKETS)
    ran = run.sandboxed(
        *(SETUP / "versions.aws", "list.aws", EMPTY_BUCKET, EMPTY_BUCKET, "buckets.aws"),
        folder=tmp_path,
        bucket="demo",
    )
    assert ran == Ran(
        0,
        "15\nempty\n",
        f"{SANDBOXED}23 succeeded, 2 ignored in TIME; 25 requests, CONNECTIONS opened\n"
        f"  {EMPTY_BUCKET}:12: the loop had no round\n",
    )


def test_an_empty_bucket_is_deleted(run: Runs, recorder: Recorder) -> None:
    bucket = Bucket(recorder, [])
    ran = run(EMPTY_BUCKET, bucket="demo")
    assert (ran.exit_status, bucket.exists, bucket.batches) == (0, False, [])


def test_every_key_is_a_key(run: Runs, recorder: Recorder) -> None:
    bucket = Bucket(recorder, (Entry(key, "1", marker=key == "/") for key in KEYS))
    ran = run(EMPTY_BUCKET, bucket="demo")
    assert bucket.entries == []
    assert ran == Ran(0, "", "3 succeeded in TIME; 3 requests, CONNECTIONS opened\n")


def test_a_call_deletes_a_thousand_at_most(run: Runs, recorder: Recorder) -> None:
    versions = (Entry(f"key {number // 2}", str(number)) for number in range(2000))
    markers = (Entry(f"key {number}", "marker", marker=True) for number in range(500))
    bucket = Bucket(recorder, [*versions, *markers])
    ran = run(EMPTY_BUCKET, bucket="demo")
    assert (bucket.batches, bucket.exists) == ([1000, 1000, 500], False)
    assert ran == Ran(0, "", "5 succeeded in TIME; 7 requests, CONNECTIONS opened\n")


def test_what_cannot_be_deleted_is_printed(run: Runs, recorder: Recorder) -> None:
    bucket = Bucket(recorder, [Entry("a", "1"), Entry("kept", "2")])
    bucket.locked = frozenset({"kept"})
    ran = run(EMPTY_BUCKET, bucket="demo")
    assert (ran.exit_status, ran.stdout) == (1, "kept\t2\tAccess Denied\n")
    assert bucket.entries == [Entry("kept", "2")]
    assert "An error occurred (BucketNotEmpty) when calling the DeleteBucket" in ran.stderr
