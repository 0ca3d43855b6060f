"""What the stub says to those requests that want more than `{}` in return."""

import json

LOG_GROUPS = 172
BUCKETS = 45


def answers() -> dict[str, bytes]:
    """Return the bodies, each by its request's method and `X-Amz-Target` after each other."""
    return {
        "POSTLogs_20140328.DescribeLogGroups": _log_groups(),
        "POSTGraniteServiceVersion20100801.GetMetricStatistics": _statistics(),
        "GET": _buckets(),
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
