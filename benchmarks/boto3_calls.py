"""The workloads as a programmer would write them with boto3.

    python boto3_calls.py WORKLOAD THREADS

The calls that are not made for a listing are made for the lines of standard input.
"""

import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config


def main() -> None:
    """Run one workload."""
    workload, threads = sys.argv[1], int(sys.argv[2])
    config = Config(max_pool_connections=threads)
    names, call = _WORKLOADS[workload](config)
    if threads == 1:
        for name in names:
            call(name)
    else:
        with ThreadPoolExecutor(threads) as pool:
            for _ in pool.map(call, names):
                pass


_Workload = tuple[Iterable[str], Callable[[str], Any]]


def _input() -> list[str]:
    return sys.stdin.read().splitlines()


def _lines(config: Config) -> _Workload:
    logs = boto3.client("logs", config=config)
    return _input(), lambda name: logs.delete_log_group(logGroupName=name)


def _log_groups(config: Config) -> _Workload:
    logs = boto3.client("logs", config=config)
    pages = logs.get_paginator("describe_log_groups").paginate()
    names = [group["logGroupName"] for page in pages for group in page["logGroups"]]
    return names, lambda name: logs.delete_log_group(logGroupName=name)


def _uploads(config: Config) -> _Workload:
    s3 = boto3.client("s3", config=config)

    def upload(name: str) -> None:
        with Path(name).open("rb") as body:
            s3.put_object(ACL="public-read", Bucket="bucket", Key=name, Body=body)

    return _input(), upload


def _metrics(config: Config) -> _Workload:
    cloudwatch = boto3.client("cloudwatch", config=config)
    today = datetime.now(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)

    def size(bucket: str) -> None:
        cloudwatch.get_metric_statistics(
            Namespace="AWS/S3",
            MetricName="BucketSizeBytes",
            Dimensions=[
                {"Name": "StorageType", "Value": "StandardStorage"},
                {"Name": "BucketName", "Value": bucket},
            ],
            StartTime=today - timedelta(days=1),
            EndTime=today,
            Period=86400,
            Statistics=["Average"],
        )

    buckets = boto3.client("s3", config=config).list_buckets()["Buckets"]
    return [bucket["Name"] for bucket in buckets], size


_WORKLOADS = {
    "lines": _lines,
    "log-groups": _log_groups,
    "uploads": _uploads,
    "metrics": _metrics,
}

if __name__ == "__main__":
    main()
