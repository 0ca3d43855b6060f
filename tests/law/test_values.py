"""A value from one command's answer to another's request, through the whole program."""

import base64
import json
from functools import partial
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.engine.engine import Engine
from awsbatch.engine.scope import Scope
from awsbatch.expression.functions import Functions
from awsbatch.language.parser import parse
from awsbatch.output.memory import Memory
from tests.aws.batch import Batch
from tests.aws.driver.test_placeholder_restore import VALUES
from tests.aws.recorder import Recorded, Recorder
from tests.aws_cli import by_version

SCRIPT = r"""
x = aws ssm get-parameter --name n --query Parameter.Value
aws ssm put-parameter --name n --type String --value <<x>>
aws ssm put-parameter --name n --type String --value=<<x>>
aws ecs describe-clusters --clusters first <<x>>
aws ssm put-parameter --name n --type String --value v --tags Key=k,Value=<<x>>
aws ssm put-parameter --name n --type String --value v \
    --tags "[{\"Key\": \"k\", \"Value\": \"<<x>>\"}]"
aws ssm put-parameter --name n --type String --value v --tags <<{Key: x, Value: x}>>
"""


ANY = r"""
aws ssm put-parameter --name n --type String --value <<x>>
aws ssm put-parameter --name n --type String --value=<<x>>
aws ssm put-parameter --name n --type String --value "a<<x>>b"
aws ecs describe-clusters --clusters first <<x>>
aws ssm put-parameter --name n --type String --value v --tags Key=k,Value=<<x>>
aws ssm put-parameter --name n --type String --value v \
    --tags "[{\"Key\": \"k\", \"Value\": \"<<x>>\"}]"
aws ssm put-parameter --name n --type String --value v --tags <<{Key: 'k', Value: x}>>
"""


class _Output:
    def live(self) -> tuple[Memory, Memory]:
        return Memory(), Memory()


@pytest.fixture(
    params=[
        pytest.param(False, id="sooner"),
        pytest.param(True, id="verbatim", marks=pytest.mark.law),
    ]
)
def verbatim(request: pytest.FixtureRequest) -> bool:
    """Have the law hold both ways."""
    way: bool = request.param
    return way


def _run(script: str, pool: InProcessRunner, **names: object) -> None:
    scope = Scope.outermost({}, args=[], env={}, functions=Functions(now=0.0))
    for name, value in names.items():
        scope.set(name, value)
    for _ in Engine(pool, _Output(), scope).run(parse(script, "values.aws")):
        pass


def test_every_value_arrives_wherever_a_placeholder_stands(
    batch: Batch, recorder: Recorder
) -> None:
    # An empty one is refused where it is a whole word.
    for value in filter(None, VALUES):
        answer = json.dumps({"Parameter": {"Value": value}}).encode()
        recorder.requests.clear()
        recorder.answer = partial(_say, answer)
        _run(SCRIPT, batch.pool)
        sent = [request.parameters for request in recorder.requests[1:]]
        assert [one["Value"] for one in sent[:2]] == [value, value]
        assert sent[2]["clusters"] == ["first", value]
        assert [one["Tags"] for one in sent[3:5]] == [[{"Key": "k", "Value": value}]] * 2
        assert sent[5]["Tags"] == [{"Key": value, "Value": value}]


# Version 2 takes text for base64, unless it is told that it is none.
BLOBS = by_version(
    r"""
aws kinesis put-record --stream-name s --partition-key k --data <<x>>
aws kinesis put-record --stream-name s --partition-key k --data=<<x>>
aws kinesis put-records --stream-name s --records Data=<<x>>,PartitionKey=k
aws kinesis put-records --stream-name s --records "[{\"Data\": \"<<x>>\", \"PartitionKey\": \"k\"}]"
aws kinesis put-records --stream-name s --records <<{Data: x, PartitionKey: 'k'}>>
""",
    r"""
aws kinesis put-record --stream-name s --partition-key k --data <<base64_encode(x)>>
aws kinesis put-record --stream-name s --partition-key k --data=<<x>> \
    --cli-binary-format raw-in-base64-out
aws kinesis put-records --stream-name s --records Data=<<base64_encode(x)>>,PartitionKey=k
aws kinesis put-records --stream-name s --cli-binary-format raw-in-base64-out \
    --records "[{\"Data\": \"<<x>>\", \"PartitionKey\": \"k\"}]"
aws kinesis put-records --stream-name s --records <<{Data: base64_encode(x), PartitionKey: 'k'}>>
""",
)


def test_every_value_arrives_as_a_blob(batch: Batch, recorder: Recorder) -> None:
    for value in filter(None, VALUES):
        recorder.requests.clear()
        _run(BLOBS, batch.pool, x=value)
        sent = [request.parameters for request in recorder.requests]
        encoded = base64.b64encode(value.encode()).decode()
        assert [one["Data"] for one in sent[:2]] == [encoded] * 2
        records = [{"Data": encoded, "PartitionKey": "k"}]
        assert [one["Records"] for one in sent[2:]] == [records] * 3


# What the CLI's parsers read something into, beside all else that a text may be.
PIECE = st.sampled_from(
    ["--", "-", "=", ",", "[", "]", "{", "}", '"', "'", "\\", "file://", "http://x/", "<<x>>", "$x"]
)
VALUE = st.one_of(
    st.text(),
    st.lists(st.one_of(PIECE, st.text(max_size=3)), max_size=6).map("".join),
).filter(bool)


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(VALUE)
def test_any_value_arrives_unchanged(batch: Batch, recorder: Recorder, value: str) -> None:
    recorder.requests.clear()
    _run(ANY, batch.pool, x=value)
    sent = [request.parameters for request in recorder.requests]
    assert [one["Value"] for one in sent[:3]] == [value, value, f"a{value}b"]
    assert sent[3]["clusters"] == ["first", value]
    assert [one["Tags"] for one in sent[4:]] == [[{"Key": "k", "Value": value}]] * 3


def _say(answer: bytes, _: Recorded) -> tuple[int, bytes]:
    return 200, answer


def test_a_captured_value_is_an_s3_key(batch: Batch, recorder: Recorder) -> None:
    def answer(request: Recorded) -> tuple[int, bytes]:
        return 200, b'{"Parameter": {"Value": "--a b/file:///x"}}' if request.target else b""

    recorder.answer = answer
    capture = "x = aws ssm get-parameter --name n --query Parameter.Value"
    _run(f"{capture}\ns3 rm s3://b/<<x>>\n", batch.pool)
    assert unquote(recorder.requests[1].path) == "/b/--a b/file:///x"
