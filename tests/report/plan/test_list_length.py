import json

import pytest

from awsbatch.contract.excerpt import parts
from awsbatch.report.plan.list_length import lengths

IDS = [f"i-{number:04}" for number in range(500)]
KEYS = [{"Key": f"logs/{number}"} for number in range(1000)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["ec2", "terminate-instances", "--instance-ids", *IDS], {"--instance-ids": 500}),
        (["--region", "eu-west-1", "ec2", "x", "--ids", *IDS], {"--ids": 500}),
        (["s3api", "x", "--delete", json.dumps({"Objects": KEYS})], {"Objects in --delete": 1000}),
        (["s3api", "x", f"--delete={json.dumps(KEYS)}"], {"--delete": 1000}),
        (["ec2", "x", "--input", json.dumps({"Ids": IDS})], {"Ids in --input": 500}),
        (
            ["ec2", "x", "--filters", "Name=tag:a,Values=" + ",".join(IDS), "Name=b,Values=c"],
            {"Values in --filters": 500},
        ),
        (
            ["s3api", "x", "--delete", "Objects=[" + ",".join(["{Key=a,VersionId=b}"] * 12) + "]"],
            {"Objects in --delete": 12},
        ),
        (["iam", "x", "--tags", *(f"Key={n},Value=a" for n in range(12))], {"--tags": 12}),
        (
            ["x", "y", "--a", *IDS[:10], "--b", *IDS[:9], "--c", *IDS[:11]],
            {"--a": 10, "--c": 11},
        ),
    ],
)  # fmt: skip
def test_long_lists_are_told_of(words: list[str], expected: dict[str, int]) -> None:
    assert lengths(parts(["aws", *words]).groups) == expected


@pytest.mark.parametrize(
    "words",
    [
        ["ec2", "terminate-instances", "--instance-ids", *IDS[:9]],
        ["ec2", "x", "--tag", "'a,b,c,d,e,f,g,h,i,j,k'"],
        ["ec2", "x", "--tag", 'Key=a,Value="1,2,3,4,5,6,7,8,9,10,11,12"'],
        ["ec2", "x", "--text", "a,b,c,d,e,f,g,h,i,j,k,l"],
        ["sns", "publish", "--message", "{not, json, at, all, or, shorthand}"],
        ["s3api", "x", "--delete", '{"Objects": [{"Key": "<<unknown>>"}, <<more>>]}'],
        ["s3api", "x", "--delete", "[" * 20_000],
        ["lambda", "invoke", "--payload", "]]]]}}}}]]]]"],
        ["s3", "rm", *IDS],
        [],
    ],
)
def test_what_is_short_or_no_list_is_not_told_of(words: list[str]) -> None:
    assert lengths(parts(["aws", *words]).groups) == {}
