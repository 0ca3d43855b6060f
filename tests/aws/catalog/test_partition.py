"""The partitions of AWS: whose a host is, and where a region is at home."""

import pytest
from botocore.loaders import create_loader

from awsbatch.aws.catalog.partition import Home, Partitions

PARTITIONS = Partitions(create_loader())


@pytest.mark.parametrize(
    ("region", "home"),
    [
        ("eu-west-1", Home("aws", "eu-west-1", "us-east-1")),
        # Newer than botocore.
        ("eu-east-9", Home("aws", "eu-east-9", "us-east-1")),
        ("aws-global", Home("aws", "us-east-1", "us-east-1")),
        (None, Home("aws", "us-east-1", "us-east-1")),
        ("nowhere", Home("aws", "us-east-1", "us-east-1")),
        ("cn-north-1", Home("aws-cn", "cn-north-1", "cn-northwest-1")),
        ("aws-cn-global", Home("aws-cn", "cn-northwest-1", "cn-northwest-1")),
        ("us-gov-east-1", Home("aws-us-gov", "us-gov-east-1", "us-gov-west-1")),
        ("fips-us-gov-west-1", Home("aws-us-gov", "us-gov-west-1", "us-gov-west-1")),
        ("s3-external-1", Home("aws", "us-east-1", "us-east-1")),
    ],
)
def test_a_region_has_a_home(region: str | None, home: Home) -> None:
    assert PARTITIONS.home(region) == home


@pytest.mark.parametrize(
    ("url", "is_aws"),
    [
        ("https://logs.eu-west-1.amazonaws.com", True),
        ("https://bucket.s3.cn-north-1.amazonaws.com.cn/key", True),
        ("https://vpce-1.logs.us-east-1.vpce.amazonaws.com:443", True),
        ("https://s3.dualstack.eu-west-1.amazonaws.com", True),
        ("https://lambda.eu-west-1.api.aws", True),
        ("http://localhost:4566", False),
        ("https://notamazonaws.com", False),
        ("https://amazonaws.com.example.org", False),
        ("http://127.0.0.1:9/amazonaws.com", False),
        ("", False),
    ],
)
def test_a_host_is_awss_or_not(url: str, is_aws: bool) -> None:  # noqa: FBT001 (pytest's)
    assert PARTITIONS.has(url) == is_aws
