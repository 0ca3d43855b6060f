"""What a command prints, how it ends, and what of it is captured."""

import errno
import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.contract.cancellation import Cancellation
from tests.aws.batch import Batch, Spool
from tests.aws.recorder import Recorder, recording
from tests.aws_cli import CLIENT_ERROR, USAGE_ERROR, only_v1, sentence
from tests.law.fresh_process import fresh_copy

GROUPS = b'{"logGroups": [{"logGroupName": "a"}, {"logGroupName": "b"}], "nextToken": "t"}'
LAST = b'{"logGroups": [{"logGroupName": "c"}]}'
BUCKETS = b"""<ListAllMyBucketsResult><Buckets><Bucket><Name>one</Name>
<CreationDate>2026-01-02T03:04:05.000Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>"""


@pytest.fixture
def pages(recorder: Recorder) -> Recorder:
    """Provide a recorder that lists three log groups on two pages."""
    recorder.answer = lambda r: (200, LAST if b"nextToken" in r.body else GROUPS)
    return recorder


@pytest.mark.parametrize(
    "line",
    [
        "logs describe-log-groups",
        "logs describe-log-groups --output text",
        "logs describe-log-groups --output table",
        "logs describe-log-groups --output text --query logGroups[].logGroupName",
        "logs describe-log-groups --query logGroups[].logGroupName",
        "logs describe-log-groups --max-items 1",
        "logs describe-log-groups --no-paginate",
        "logs describe-log-groups --query 'bad['",
        "logs describe-log-groups --unknown-option",
        "logs delete-log-group --generate-cli-skeleton",
        "logs delete-log-group --log-group-nam g",
        "--version",
        "ssm put-parameter --name n --value file:///does/not/exist --type String",
        "ssm put-parameter --name n --value v --type String --tags Key=a,Key=b",
        "configure get region --profile one",
        "s3 ls --profile nobody",
        "configure set region",
        "--region us-east-1 logs describe-log-groups --query length(logGroups)",
    ],
)
def test_a_command_prints_and_ends_as_a_fresh_aws(batch: Batch, pages: Recorder, line: str) -> None:
    del pages
    batch.run("logs describe-log-groups --output text --region eu-west-1")
    ours, theirs = batch.run(line), fresh_copy(line)
    assert ours == theirs


@only_v1
@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("logs", "aws: error: the following arguments are required: operation\n"),
        (
            "logs delete-log-grup",
            (
                "aws: error: argument operation: Invalid choice: 'delete-log-grup', "
                "maybe you meant: delete-log-group, create-log-group, delete-log-stream\n"
            ),
        ),
        (
            "logs delete-log-group",
            "aws: error: the following arguments are required: --log-group-name\n",
        ),
    ],
)
def test_a_usage_error_is_one_sentence(batch: Batch, line: str, message: str) -> None:
    ran = batch.run(line)
    assert (ran.exit_status, ran.stdout, ran.stderr) == (2, "", message)
    assert fresh_copy(line).exit_status == 2


def test_a_failure_gives_its_code(batch: Batch, recorder: Recorder) -> None:
    recorder.answer = lambda _: (400, b'{"__type": "ResourceNotFoundException", "message": "no"}')
    ran = batch.run("logs delete-log-group --log-group-name g")
    failure = batch.outcome.failure
    assert ran.exit_status == CLIENT_ERROR
    assert failure is not None
    assert (failure.code, failure.request_id) == ("ResourceNotFoundException", "request-1")


@pytest.mark.parametrize(
    ("line", "local"),
    [
        ("s3 cp no-file s3://bucket/key", True),
        ("ssm put-parameter --name a --type String --value file://no-file", True),
        ("logs describe-log-groups --limit abc", True),
        ("cloudformation deploy --stack-name s --template-file no-file", True),
        ("logs describe-log-groups --no-such-option", True),
        ("logs describe-log-groups", False),
        ("s3 ls s3://bucket --profile nobody", False),
        ("ec2 wait vpc-available", False),
    ],
)
def test_only_what_aws_or_botocore_says_has_a_code(
    batch: Batch, recorder: Recorder, line: str, *, local: bool
) -> None:
    recorder.answer = lambda _: (400, b'{"__type": "NoSuchThing"}')
    batch.run(line)
    assert batch.outcome.failure is not None
    assert batch.outcome.failure.local is local


def test_a_capture_has_all_pages_and_prints_nothing(batch: Batch, pages: Recorder) -> None:
    del pages
    names = ["a", "b", "c"]
    query = "--query logGroups[].logGroupName"
    assert batch.capture(f"logs describe-log-groups {query}") == names
    assert batch.capture(f"logs describe-log-groups {query} --output text") == names
    assert batch.capture(f"logs describe-log-groups {query} --max-items 1") == ["a"]
    assert batch.capture("logs describe-log-groups") == {
        "logGroups": [{"logGroupName": name} for name in names]
    }


def test_a_capture_of_no_output_is_null(batch: Batch) -> None:
    assert batch.capture("logs delete-log-group --log-group-name g") is None


def test_a_capture_of_text_is_the_text(batch: Batch, recorder: Recorder) -> None:
    recorder.answer = lambda _: (200, BUCKETS)
    assert str(batch.capture("s3 ls")).endswith(" one")
    assert batch.capture("configure get region --profile one") == "eu-west-1"


def test_a_value_is_recorded_beside_the_output(recorder: Recorder) -> None:
    recorder.answer = lambda _: (200, LAST)
    with InProcessRunner(record_values=True) as pool:
        batch = Batch(pool)
        assert '"logGroupName": "c"' in batch.run("logs describe-log-groups").stdout
        assert batch.outcome.value == {"logGroups": [{"logGroupName": "c"}]}


def test_an_alias_means_the_same_on_every_line(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".aws/cli").mkdir(parents=True)
    (tmp_path / ".aws/cli/alias").write_text(
        "[toplevel]\nlogs = logs --region sa-east-1\nnosign = s3api --no-sign-request\n"
        "shell = !f() { echo out $1; echo err >&2; }; f\nkilled = !kill -TERM $$\n"
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    code = (
        "import sys\n"
        "from awsbatch.aws.in_process_runner import InProcessRunner\n"
        "from tests.aws.batch import Batch\n"
        "with InProcessRunner() as pool:\n"
        "    batch = Batch(pool)\n"
        "    for line in sys.argv[1:]: batch.run(line)\n"
        "    print(repr(batch.capture('shell \"a b\"')), batch.run('shell').stderr,"
        " batch.run('killed').exit_status)\n"
    )
    lines = [
        "logs delete-log-group --log-group-name g",
        "nosign list-buckets",
        "s3api list-buckets",
    ]
    # awscli finds the alias file when it is imported, so in a process of its own.
    done = subprocess.run(
        [sys.executable, "-c", code, *lines, *lines], capture_output=True, text=True, check=True
    )
    signed = [(request.key, request.region) for request in recorder.requests]
    assert signed == [("KEYENV", "sa-east-1"), (None, None), ("KEYENV", "us-west-2")] * 2
    assert (done.stdout, done.stderr) == ("'out a b' err\n 241\n", "")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("configure", "configure"),
        ("configure --profile one", "configure"),
        ("s3 help", "help"),
        ("ssm start-session --target i-1", "ssm start-session"),
    ],
)
def test_what_needs_the_terminal_is_refused_where_its_output_is_taken(
    batch: Batch, line: str, what: str
) -> None:
    err = Spool()
    outcome = batch.pool.run(
        [(word,) for word in line.split()],
        stdout=Spool(),
        stderr=err,
        cancellation=Cancellation(),
        capture=True,
    )
    assert outcome.exit_status == USAGE_ERROR
    assert sentence(err.written.decode()) == (
        f"`{what}` needs the terminal to itself, and its output cannot be taken\n"
    )


def test_a_closed_standard_output_is_told(batch: Batch, pages: Recorder) -> None:
    del pages
    reading, writing = os.pipe()
    os.close(reading)

    class Closed(Spool):
        def write(self, data: bytes, /) -> None:
            os.write(writing, data)

    with pytest.raises(BrokenPipeError):
        batch.pool.run(
            [("logs",), ("describe-log-groups",)],
            stdout=Closed(),
            stderr=Spool(),
            cancellation=Cancellation(),
        )
    os.close(writing)


def test_output_that_cannot_be_written_fails_its_command(batch: Batch, pages: Recorder) -> None:
    del pages

    class Full(Spool):
        def write(self, _data: bytes, /) -> None:
            raise OSError(errno.ENOSPC, "no space left on device")

    err = Spool()
    words = [("logs",), ("describe-log-groups",)]
    outcome = batch.pool.run(words, stdout=Full(), stderr=err, cancellation=Cancellation())
    assert outcome.exit_status == 120
    assert err.written == b"\naws: error: cannot write the output: no space left on device\n"
    assert batch.run("logs describe-log-groups --query 'length(logGroups)'").stdout == "3\n"


@pytest.mark.races
def test_an_interrupt_in_a_command_is_told(batch: Batch, recorder: Recorder) -> None:
    def interrupt(_: object) -> tuple[int, bytes]:
        os.kill(os.getpid(), signal.SIGINT)
        return (200, LAST)

    recorder.answer = interrupt
    assert batch.run("logs describe-log-groups").exit_status == 130
    assert batch.outcome.is_abandoned


@pytest.fixture
def tls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, recorder: Recorder) -> Iterator[Recorder]:
    """Provide a recorder behind TLS."""
    del recorder
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with recording(context) as served:
        monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "ca.pem"))
        monkeypatch.setenv("AWS_ENDPOINT_URL", served.url)
        yield served


def test_fifty_lines_take_one_connection(tls: Recorder) -> None:
    with InProcessRunner() as pool:
        for number in range(50):
            Batch(pool).run(f"logs delete-log-group --log-group-name g{number}")
        assert (pool.requests, pool.connections) == (50, 1)
    assert len(tls.requests) == 50
    assert len({request.connection for request in tls.requests}) == 1


def test_a_second_s3_line_opens_no_connection(tls: Recorder) -> None:
    tls.answer = lambda _: (200, BUCKETS)
    with InProcessRunner() as pool:
        batch = Batch(pool)
        first = batch.run("s3 ls")
        assert batch.run("s3 ls") == first
    assert len(tls.requests) == 2
    assert len({request.connection for request in tls.requests}) == 1
