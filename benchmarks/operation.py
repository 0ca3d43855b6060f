"""Operations of which a line is held against the same call by boto3."""

import sys
from dataclasses import dataclass
from enum import Enum

_BOTO3 = """
import sys, time, boto3
client = boto3.client("{service}")
def call(n):
    client.{call}
call(0)
start = time.perf_counter()
for n in range(int(sys.argv[1])):
    call(n)
print(time.perf_counter() - start)
"""


class Way(str, Enum):
    """What a line makes of its result."""

    PRINTED = "printed"
    QUERIED = "with --query"
    CAPTURED = "captured"


@dataclass(frozen=True)
class Operation:
    """One operation, and how it is called with values that differ."""

    protocol: str
    command: str
    """Without its `aws`; `n` is a number."""
    call: str
    """The same as a method of boto3's client."""
    query: str | None = None
    """A part of the answer; None of an operation that answers nothing."""

    @property
    def name(self) -> str:
        """Its service and itself, as in a command."""
        return self.command.partition(" --")[0]

    @property
    def ways(self) -> tuple[Way, ...]:
        """The ways in which a line can take its answer."""
        return (Way.PRINTED,) if self.query is None else tuple(Way)

    def line(self, way: Way) -> str:
        """Return the line, with `n` in braces."""
        match way:
            case Way.PRINTED:
                return self.command
            case Way.QUERIED:
                return f"{self.command} --query {self.query}"
            case Way.CAPTURED:
                return f"x = aws {self.command}"

    def lines(self, count: int, way: Way = Way.PRINTED) -> str:
        """Return so many lines."""
        return "".join(f"{self.line(way).format(n=n)}\n" for n in range(count))

    def boto3(self, count: int) -> list[str]:
        """Return the words of a program that makes as many calls, and prints their seconds."""
        service = self.command.partition(" ")[0].removesuffix("api")
        return [
            sys.executable,
            "-c",
            _BOTO3.format(service=service, call=self.call),
            str(count),
        ]


DELETE = Operation(
    "json",
    "logs delete-log-group --log-group-name g{n}",
    'delete_log_group(logGroupName=f"g{n}")',
)
OPERATIONS = (
    DELETE,
    Operation(
        "json",
        "ssm put-parameter --name p{n} --value v{n} --type String",
        'put_parameter(Name=f"p{n}", Value=f"v{n}", Type="String")',
        "Version",
    ),
    Operation(
        "query",
        "sns create-topic --name t{n}",
        'create_topic(Name=f"t{n}")',
        "TopicArn",
    ),
    Operation(
        "ec2",
        "ec2 terminate-instances --instance-ids i-{n:017x}",
        'terminate_instances(InstanceIds=[f"i-{n:017x}"])',
        "TerminatingInstances[0].CurrentState.Name",
    ),
    Operation(
        "rest-json",
        "lambda put-function-concurrency --function-name f{n} --reserved-concurrent-executions 5",
        'put_function_concurrency(FunctionName=f"f{n}", ReservedConcurrentExecutions=5)',
        "ReservedConcurrentExecutions",
    ),
    Operation(
        "rest-xml",
        "s3api head-object --bucket bucket --key k{n}",
        'head_object(Bucket="bucket", Key=f"k{n}")',
        "ContentLength",
    ),
)
