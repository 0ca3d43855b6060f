"""Short lines held against the same lines with nothing left out."""

import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from unittest.mock import patch
from urllib.parse import parse_qsl

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.short_execution import ShortExecution
from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.signer import Keys
from awsbatch.contract.word import Data, Word
from awsbatch.output.memory import Memory
from tests.aws.batch import Batch, words
from tests.aws.recorder import Recorded, Recorder
from tests.aws_cli import of_version

VALUES = [
    "g",
    "",
    "a b",
    "é☃",
    "-x",
    "--log-group-name",
    "-5",
    "5",
    "0",
    "1_000",
    " 7 ",
    "1.5",
    "1e400",
    "nan",
    "true",
    "help",
    "file:///nowhere",
    "fileb:///nowhere",
    "http://127.0.0.1:9/x",
    "s3://bucket/key",
    "/dev/stdin",
    "/dev/stdout",
    "[1]",
    " [",
    "{}",
    '{"a": 1}',
    "Key=a,Value=b",
    "a=b",
    "a,b",
    "x\ny",
    "2026-01-01T00:00:00Z",
    "YWJj",
    "%s",
    "<<x>>",
]

# One of each kind of option, protocol and customization.
LINES = [
    "logs delete-log-group --log-group-name {}",
    "logs create-log-group --log-group-name {} --region eu-west-1",
    "logs describe-log-groups --log-group-name-prefix {}",
    "logs describe-log-groups --limit {}",
    "logs describe-log-groups --max-items {}",
    "logs describe-log-groups --page-size {} --starting-token {}",
    "logs describe-log-groups --next-token {}",
    "logs describe-log-groups --no-paginate --log-group-name-prefix {}",
    "logs describe-log-groups --no-paginate --max-items {}",
    "logs put-retention-policy --log-group-name {} --retention-in-days {}",
    "logs put-retention-policy --retention-in-days 5 --log-group-name {}",
    "logs put-retention-policy --log-group-name {} --log-group-name {} --retention-in-days 5",
    "logs get-log-events --log-group-name {} --log-stream-name s --start-from-head",
    "logs get-log-events --log-group-name {} --log-stream-name s --no-start-from-head",
    "logs get-log-events --log-group-name g --log-stream-name s --start-time {}",
    "logs tag-log-group --log-group-name {} --tags a=b",
    "logs tag-log-group --log-group-name g --tags {}",
    "logs delete-log-group --log-group-name {} --query {}",
    "logs delete-log-group --log-group-name {} --output {}",
    "logs delete-log-group --log-group-name={}",
    "logs delete-log-group --log-group-na {}",
    "logs delete-log-group --log-group-name {} {}",
    "logs delete-log-group",
    "logs delete-log-group {}",
    "sqs send-message --queue-url {} --message-body {} --endpoint-url ENDPOINT",
    "sqs delete-queue --queue-url {} --endpoint-url ENDPOINT",
    "sqs receive-message --queue-url q --attribute-names {} All --endpoint-url ENDPOINT",
    "sqs receive-message --queue-url q --max-number-of-messages {} --endpoint-url ENDPOINT",
    "iam delete-user --user-name {}",
    "iam create-virtual-mfa-device --virtual-mfa-device-name {} --outfile o --bootstrap-method {}",
    "iam list-users --path-prefix {} --max-items 3",
    "rds describe-db-instances --db-instance-identifier {} --endpoint-url ENDPOINT",
    "sns publish --topic-arn {} --message {}",
    "ec2 describe-instances --instance-ids {} {}",
    "ec2 describe-instances --filters Name=tag:a,Values={}",
    "ec2 terminate-instances --instance-ids {}",
    "ec2 terminate-instances --instance-ids {} --dry-run",
    "ec2 modify-instance-attribute --instance-id {} --no-disable-api-termination",
    "ec2 modify-instance-attribute --instance-id {} --ebs-optimized",
    "ec2 describe-volumes --volume-ids {}",
    "ec2 describe-snapshots --owner-ids {}",
    "lambda get-function --function-name {}",
    "lambda delete-function --function-name f --qualifier {}",
    "lambda put-function-concurrency --function-name f --reserved-concurrent-executions {}",
    "lambda invoke --function-name f --payload {} out",
    "s3api head-object --bucket bucket --key {}",
    "s3api delete-object --bucket {} --key k",
    "s3api list-objects-v2 --bucket bucket --prefix {}",
    "s3api list-objects-v2 --bucket bucket --prefix {} --start-after a --max-items 1",
    "route53 get-hosted-zone --id {}",
    "route53 list-resource-record-sets --hosted-zone-id Z1 --start-record-name {}",
    "dynamodb get-item --table-name {} --key {}",
    "dynamodb delete-table --table-name {}",
    "dynamodb delete-table --no-paginate --table-name {}",
    "kinesis put-record --stream-name s --partition-key p --data {}",
    "kinesis list-streams --limit {}",
    "cloudwatch put-metric-data --namespace {} --metric-name m --value 1",
    "cloudwatch set-alarm-state --alarm-name {} --state-value OK --state-reason r",
    "ses delete-identity --identity {}",
    "ssm get-parameter --name {} --with-decryption",
    "ssm put-parameter --name n --value {} --type String --overwrite",
    "ssm delete-parameters --names {} b",
    "sts get-caller-identity",
    "sts get-caller-identity --query {}",
    "deploy delete-application --application-name {}",
    "apigateway get-rest-api --rest-api-id {}",
    "bedrock get-guardrail --guardrail-identifier {}",
    "health describe-events --locale {} --endpoint-url ENDPOINT",
]

# Of each line, those without which it might not be learnt; and every so manieth of the others.
_LEARNT = ("5", "5", "7")
_TURNS = 4

_JSON = {"next": "n", "Reservations": [{"a": "b"}], "logGroups": [{"arn": "x", "n": 5}]}
_DIFFERING = {"amz-sdk-invocation-id", "authorization", "x-amz-date", "x-amz-content-sha256"}


def _answer(request: Recorded) -> tuple[int, bytes]:
    if "Failing" in request.body.decode() or "Failing" in request.path:
        return 400, b'{"__type": "Wrong", "message": "is wrong"}'
    if request.target is not None or request.service in {"lambda", "sqs", "bedrock", "apigateway"}:
        return 200, json.dumps(_JSON).encode()
    action = dict(parse_qsl(request.body.decode())).get("Action")
    text = f"<R><ResponseMetadata/><{action}Result><A>1</A></{action}Result><reservationSet/></R>"
    return 200, text.encode()


def _told(request: Recorded) -> object:
    headers = {name: value for name, value in request.headers.items() if name not in _DIFFERING}
    return (
        request.method,
        request.path,
        request.body,
        request.key,
        request.region,
        request.service,
        headers,
    )


def _filled(line: str, values: Sequence[str], endpoint: str) -> list[Word]:
    """Return the words of a line with values, each of which is data if it is marked so."""
    left = iter(values)
    found: list[Word] = []
    for word in words(line.replace("ENDPOINT", endpoint)):
        before, hole, after = str("".join(map(str, word))).partition("{}")
        value = next(left) if hole else ""
        if not hole:
            found.append(word)
        elif value.startswith("data "):
            found.append((before, Data(value.removeprefix("data "), structured=False), after))
        else:
            found.append((f"{before}{value}{after}",) if before + value + after else ())
    return found


def _lines(service: str, endpoint: str) -> Iterator[list[Word]]:
    for number, line in enumerate(LINES):
        if line.split()[0] != service:
            continue
        for turn, value in enumerate(
            [*_LEARNT, *VALUES[number % _TURNS :: _TURNS], "Failing", "5"]
        ):
            other = VALUES[(number + turn) % len(VALUES)]
            data = f"data {value}" if turn % 2 else value
            yield _filled(line, [data, other if turn > 1 else value, data], endpoint)


def _ran(
    lines: Iterable[list[Word]], recorder: Recorder, *, verbatim: bool
) -> Iterator[tuple[object, ...]]:
    with InProcessRunner(verbatim=verbatim) as runner:
        batch = Batch(runner)
        for number, line in enumerate(lines):
            recorder.requests.clear()
            done = batch.run(line, live=False) if number % 3 else batch.capture(line)
            yield line, done, batch.outcome, [*map(_told, recorder.requests)]


@contextmanager
def _taken() -> Iterator[list[object]]:
    """Provide a list of the short ways that are taken in the block."""
    taken: list[object] = []
    run = ShortExecution.run

    def counted(self: ShortExecution) -> object:
        taken.append(self)
        return run(self)

    with patch.object(ShortExecution, "run", counted):
        yield taken


@pytest.mark.parametrize("service", sorted({line.split()[0] for line in LINES}))
def test_a_short_line_is_the_long_one(
    service: str, recorder: Recorder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    recorder.answer = _answer
    lines = [*_lines(service, recorder.url)]
    with _taken() as taken:
        short = [*_ran(lines, recorder, verbatim=False)]
    # What is no command is never learnt.
    assert bool(taken) is (service not in of_version({"2.9": {"bedrock"}}, set()))
    for ours, theirs in zip(short, _ran(lines, recorder, verbatim=True), strict=True):
        assert ours == theirs


def test_what_lines_choose_stays_with_them(recorder: Recorder) -> None:
    """Profiles, regions, signers and captures by turns, in eight threads."""
    choices = [
        *(f"--profile {profile}" for profile in ("one", "two")),
        *(f"--region {region}" for region in ("eu-west-1", "us-east-1", "ap-south-1")),
        "--profile two --region eu-west-1",
        "--no-sign-request",
        f"--endpoint-url {recorder.url}/there",
        "",
    ]
    signers = [None, Keys("first", "KEYA", "secret"), Keys("second", "KEYB", "secret")]
    given = [*product(choices, signers, (False, True))]

    def ask(number: int) -> tuple[object, ...]:
        choice, signer, capture = given[number % len(given)]
        line = f"logs delete-log-group --log-group-name g{number} {choice}"
        outcome = runner.run(
            words(line),
            stdout=Memory(),
            stderr=Memory(),
            cancellation=Cancellation(),
            capture=capture,
            live=False,
            signer=signer,
        )
        return outcome.exit_status, outcome.value

    found = []
    for verbatim in (False, True):
        recorder.requests.clear()
        with InProcessRunner(verbatim=verbatim, jobs=8) as runner, ThreadPoolExecutor(8) as threads:
            ended = [*threads.map(ask, range(4 * len(given)))]
        told = sorted((each.body, each.key, each.region, each.path) for each in recorder.requests)
        found.append((ended, [tuple(map(str, each)) for each in told]))

    assert found[0] == found[1]
