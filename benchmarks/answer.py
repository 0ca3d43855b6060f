"""What the stub says to those requests that want more than `{}` in return."""

import json

LOG_GROUPS = 172
BUCKETS = 45


def answers() -> dict[str, bytes]:
    """Return the bodies, each by its request's service, method and `X-Amz-Target`."""
    return {
        "logs:POST:Logs_20140328.DescribeLogGroups": _log_groups(),
        "monitoring:POST:GraniteServiceVersion20100801.GetMetricStatistics": _statistics(),
        "ssm:POST:AmazonSSM.PutParameter": b'{"Tier":"Standard","Version":1}',
        "sns:POST:": _topic(),
        "ec2:POST:": _terminated(),
        "lambda:PUT:": b'{"ReservedConcurrentExecutions":5}',
        "s3:GET:": _buckets(),
        "s3:HEAD:": b"an object of forty bytes and no further\n",
    }


def _log_groups() -> bytes:
    arn = "arn:aws:logs:us-east-1:123456789012:log-group"
    groups = [
        {
            "logGroupName": f"/aws/lambda/function-{number}",
            "creationTime": 1558310400000,
            "metricFilterCount": 0,
            "arn": f"{arn}:/aws/lambda/function-{number}:*",
            "storedBytes": 40,
        }
        for number in range(LOG_GROUPS)
    ]
    return json.dumps({"logGroups": groups}).encode()


def _statistics() -> bytes:
    point = {"Timestamp": 1558310400, "Average": 1234567.0, "Unit": "Bytes"}
    return json.dumps({"Label": "BucketSizeBytes", "Datapoints": [point]}).encode()


def _buckets() -> bytes:
    buckets = "".join(
        f"<Bucket><Name>bucket-{number}</Name>"
        "<CreationDate>2019-05-20T00:00:00.000Z</CreationDate></Bucket>"
        for number in range(BUCKETS)
    )
    return (
        '<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
        f"<Owner><ID>owner</ID></Owner><Buckets>{buckets}</Buckets></ListAllMyBucketsResult>"
    ).encode()


def _topic() -> bytes:
    return (
        b'<CreateTopicResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">'
        b"<CreateTopicResult><TopicArn>arn:aws:sns:us-east-1:123456789012:topic</TopicArn>"
        b"</CreateTopicResult><ResponseMetadata>"
        b"<RequestId>a8dec8b3-33a4-11df-8963-01868b7c937a</RequestId>"
        b"</ResponseMetadata></CreateTopicResponse>"
    )


def _terminated() -> bytes:
    return (
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        b'<TerminateInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">'
        b"<requestId>59dbff89-35bd-4eac-99ed-be587ffed5d6</requestId><instancesSet><item>"
        b"<instanceId>i-00000000000000000</instanceId>"
        b"<currentState><code>32</code><name>shutting-down</name></currentState>"
        b"<previousState><code>16</code><name>running</name></previousState>"
        b"</item></instancesSet></TerminateInstancesResponse>"
    )
