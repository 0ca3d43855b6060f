"""What operations are held to answer with, by their models and in the sandbox."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from awscli import __version__

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.line_check.cli_catalog import CliCatalog
from awsbatch.contract.answer import (
    ANYTHING,
    Answer,
    Answered,
    ListOf,
    MapOf,
    Object,
    Query,
    kinds_of,
    known,
)
from awsbatch.contract.word import Hole
from tests.aws.batch import Batch
from tests.aws_cli import of_version

CASES = json.loads((Path(__file__).parent / "answers.json").read_text(encoding="utf-8"))

# What prepares the sandbox, and then what reads there.
MADE = """\
ec2 run-instances --image-id ami-12345678 --count 2
ec2 create-tags --resources <> --tags Key=Name,Value=x
logs create-log-group --log-group-name a
logs create-log-group --log-group-name b
iam create-role --role-name r --assume-role-policy-document '{"Statement": [{"Effect": "Allow"}]}'
iam create-user --user-name u
iam create-access-key --user-name u
s3api create-bucket --bucket made
s3api put-object --bucket made --key k --metadata a=b
sns create-topic --name t
kms create-key
secretsmanager create-secret --name s --secret-string x
ssm put-parameter --name p --value v --type String
dynamodb create-table --table-name tab --key-schema AttributeName=k,KeyType=HASH \
 --attribute-definitions AttributeName=k,AttributeType=S --billing-mode PAY_PER_REQUEST
dynamodb put-item --table-name tab \
 --item '{"k": {"S": "x"}, "l": {"L": [{"M": {"n": {"N": "1"}}}]}}'
kinesis create-stream --stream-name s --shard-count 1
ecr create-repository --repository-name rr
route53 create-hosted-zone --name example.com --caller-reference x
cloudformation create-stack --stack-name s --template-body \
 '{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}'
events put-rule --name r --schedule-expression 'rate(1 day)'
cloudwatch put-metric-alarm --alarm-name a --comparison-operator GreaterThanThreshold \
 --evaluation-periods 1 --metric-name m --namespace n --period 60 --statistic Sum --threshold 1
"""
READ = """\
ec2 describe-instances
ec2 describe-instances --max-items 1
ec2 describe-instances --no-paginate
ec2 describe-vpcs
ec2 describe-subnets
ec2 describe-security-groups
ec2 describe-images --owners amazon
ec2 describe-regions
ec2 describe-volumes
ec2 describe-tags
ec2 describe-route-tables
logs describe-log-groups
logs describe-log-groups --max-items 1
logs describe-log-groups --limit 1 --no-paginate
iam list-roles
iam get-role --role-name r
iam list-users
iam list-access-keys --user-name u
iam get-account-authorization-details
iam list-policies --max-items 2
iam get-account-summary
s3api list-buckets
s3api list-objects-v2 --bucket made
s3api list-objects-v2 --bucket made --no-paginate
s3api list-object-versions --bucket made
s3api head-object --bucket made --key k
s3api get-object --bucket made --key k /dev/null
s3api get-bucket-location --bucket made
s3api get-bucket-acl --bucket made
sns list-topics
kms list-keys
secretsmanager list-secrets
secretsmanager get-secret-value --secret-id s
ssm describe-parameters
ssm get-parameter --name p
ssm get-parameters --names p missing
dynamodb list-tables
dynamodb describe-table --table-name tab
dynamodb scan --table-name tab
dynamodb get-item --table-name tab --key '{"k": {"S": "x"}}'
kinesis describe-stream --stream-name s
kinesis describe-stream-summary --stream-name s
ecr describe-repositories
route53 list-hosted-zones
cloudformation describe-stacks
cloudformation get-template --stack-name s
cloudformation list-stacks
events list-rules
cloudwatch describe-alarms
sts get-caller-identity
"""


@pytest.fixture(scope="module")
def catalog() -> Iterator[CliCatalog]:
    with InProcessRunner() as pool:
        yield pool.catalog


def _answered(catalog: CliCatalog, line: str, *, captured: bool = True) -> Answered:
    words = [
        tuple(Hole() if piece == "<>" else piece for piece in re.split("(<>)", word) if piece)
        for word in shlex.split(line)
    ]
    return catalog.answer(words, captured=captured)


def _fields(answer: Answer) -> list[str] | None:
    found = known(answer)
    return [*found.fields] if isinstance(found, Object) else None


def _follow(answer: Answer, *steps: str) -> Answer:
    for step in steps:
        found = known(answer)
        if step == "[]":
            assert isinstance(found, ListOf)
            answer = found.element
        else:
            assert isinstance(found, Object)
            answer = found.fields[step]
    return answer


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["line"])
def test_a_line_is_answered_with_just_these_fields(
    catalog: CliCatalog, case: Mapping[str, Any]
) -> None:
    answer = _answered(catalog, case["line"]).data

    assert _fields(answer) == of_version(case, case["fields"])
    if "left_out" in case:
        found = known(answer)
        assert isinstance(found, Object)
        assert case["left_out"].items() <= found.left_out.items()


def test_only_what_all_pages_have_is_left_of_a_field(catalog: CliCatalog) -> None:
    answer = _answered(catalog, "cloudfront list-distributions").data

    assert _fields(_follow(answer, "DistributionList")) == ["Items"]


def test_the_first_page_of_a_text_is_whole(catalog: CliCatalog) -> None:
    whole = ["logGroups", "nextToken"]
    line = "logs describe-log-groups"
    for output, fields in {"text": whole, "<>": whole, "json": ["logGroups"]}.items():
        printed = _answered(catalog, f"{line} --output {output}", captured=False)
        captured = _answered(catalog, f"{line} --output {output}", captured=True)
        assert _fields(printed.data) == fields
        assert _fields(captured.data) == ["logGroups"]


def test_a_profile_may_ask_for_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("[profile reader]\noutput = text\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    with InProcessRunner() as pool:
        printed = _answered(pool.catalog, "logs describe-log-groups", captured=False)
    assert _fields(printed.data) == ["logGroups", "nextToken"]


def test_a_profile_that_is_missing_asks_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "absent")
    with InProcessRunner() as pool:
        printed = _answered(pool.catalog, "logs describe-log-groups", captured=False)
    assert _fields(printed.data) == ["logGroups"]


def test_a_query_comes_with_its_place(catalog: CliCatalog) -> None:
    apart = _answered(catalog, "logs describe-log-groups --query 'logGroups[0]'")
    joined = _answered(catalog, "logs describe-log-groups --query=logGroups --output json")

    assert apart.query == Query("logGroups[0]", 3, 0)
    assert joined.query == Query("logGroups", 2, len("--query="))
    assert _answered(catalog, "logs describe-log-groups").query is None


@pytest.mark.parametrize(
    ("line", "steps"),
    [
        ("iam get-role --role-name r", ("Role", "AssumeRolePolicyDocument")),
        ("iam list-roles", ("Roles", "[]", "AssumeRolePolicyDocument")),
        ("cloudformation get-template --stack-name s", ("TemplateBody",)),
        (
            "bedrock-runtime converse --model-id m",
            ("output", "message", "content", "[]", "toolUse", "input"),
        ),
    ],
)
def test_what_is_json_in_json_is_anything(
    catalog: CliCatalog, line: str, steps: tuple[str, ...]
) -> None:
    answer = _answered(catalog, line).data
    if known(answer) == ANYTHING:
        pytest.skip("this version has no such service")
    assert known(_follow(answer, *steps)) == ANYTHING


def test_an_object_is_called_by_its_path_and_the_version(catalog: CliCatalog) -> None:
    answer = _answered(catalog, "logs describe-log-groups").data
    group = known(_follow(answer, "logGroups", "[]"))

    assert isinstance(group, Object)
    assert group.name == f"`logGroups[]` of `logs describe-log-groups` (AWS CLI {__version__})"


def test_what_the_sandbox_answers_with_is_known(
    moto_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server)
    with InProcessRunner() as pool:
        batch = Batch(pool)
        instance: Any = None
        for line in MADE.replace("\\\n", "").splitlines():
            made: Any = batch.capture(line.replace("<>", str(instance)))
            assert batch.outcome.exit_status == 0, line
            instance = made["Instances"][0]["InstanceId"] if instance is None else instance
        for line in READ.splitlines():
            value = batch.capture(line)
            assert batch.outcome.exit_status == 0, line
            assert value is not None, line
            unknown = [*_unknown(value, pool.catalog.answer(_words(line), captured=True).data)]
            assert unknown == [], line


def _words(line: str) -> list[tuple[str]]:
    return [(word,) for word in shlex.split(line)]


def _unknown(value: Any, answer: Answer, path: str = "") -> Iterator[str]:
    """Yield the paths of a value that its answer was not held to have."""
    (kind,) = kinds_of(answer) if len(kinds_of(answer)) == 1 else (None,)
    match value, kind:
        case (_, None) if isinstance(value, str | int | float):
            pass
        case dict(), Object(fields):
            for name, inner in value.items():
                if name in fields:
                    yield from _unknown(inner, fields[name], f"{path}.{name}")
                else:
                    yield f"{path}.{name}"
        case dict(), MapOf(inner_answer):
            for name, inner in value.items():
                yield from _unknown(inner, inner_answer, f"{path}.{name}")
        case list(), ListOf(element):
            for inner in value:
                yield from _unknown(inner, element, f"{path}[]")
        case _ if value is not None and kind != ANYTHING and not _is(value, kind):
            yield f"{path}: {value!r} is no {kind}"
        case _:
            pass


def _is(value: object, kind: object) -> bool:
    names = {str: "a string", bool: "a boolean", int: "a number", float: "a number"}
    return getattr(kind, "name", None) == names.get(type(value))
