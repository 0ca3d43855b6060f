"""A recorder whose answers are those of moto's server, and what moto's server holds."""

import http.client
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from tests.aws.recorder import Answer, Recorded

_OF_A_CONNECTION = frozenset({"connection", "expect", "transfer-encoding"})
_OURS = _OF_A_CONNECTION | {"date", "server"}
_REGIONS = ("us-east-1", "eu-west-1")
_VARYING = re.compile(
    rb"<(?:requestId|RequestId)>.*?<|"
    # An instance that is told to stop does so while it is looked at.
    rb"<instanceState>.*?</instanceState>"
)

_LISTING = {
    "logs": ["Logs_20140328.DescribeLogGroups"],
    "dynamodb": ["DynamoDB_20120810.ListTables"],
    "ssm": ["AmazonSSM.DescribeParameters"],
    "secretsmanager": ["secretsmanager.ListSecrets"],
    "sqs": ["AmazonSQS.ListQueues"],
    "ec2": ["DescribeInstances", "DescribeSnapshots", "DescribeSubnets", "DescribeVolumes"],
    "iam": ["ListRoles", "ListUsers"],
    "s3": [""],
}
"""What tells of what there is, by service: the target of a request in JSON, or an action."""


def asking(server: str) -> Answer:
    """Return what answers a request as moto's server at this URL does."""

    def answer(request: Recorded) -> tuple[int, bytes, Mapping[str, str]]:
        headers = {
            name: value for name, value in request.headers.items() if name not in _OF_A_CONNECTION
        }
        return _asked(server, request.method, request.path, request.body, headers)

    return answer


def holding(server: str, text: str) -> dict[str, bytes]:
    """Return what moto's server says that there is of all that a script's text speaks of."""
    return {
        f"{region} {service} {listing}": _VARYING.sub(
            b"", _listed(server, region, service, listing)
        )
        for region in _REGIONS
        if region == _REGIONS[0] or region in text
        for service, listings in _LISTING.items()
        if service in text
        for listing in listings
    }


def _listed(server: str, region: str, service: str, listing: str) -> bytes:
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 Credential=testing/20260101/{region}/{service}"
        "/aws4_request, Signature=0",
    }
    if not listing:
        return _asked(server, "GET", "/", b"", headers)[1]
    if "." in listing:
        headers |= {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": listing}
        return _asked(server, "POST", "/", b"{}", headers)[1]
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    own = "&Owner.1=self" if listing == "DescribeSnapshots" else ""
    body = f"Action={listing}&Version=2010-05-08{own}".encode()
    return _asked(server, "POST", "/", body, headers)[1]


def _asked(
    server: str, method: str, path: str, body: bytes, headers: Mapping[str, str]
) -> tuple[int, bytes, Mapping[str, str]]:
    connection = http.client.HTTPConnection(urlsplit(server).netloc)
    try:
        connection.request(method, path, body, dict(headers))
        response = connection.getresponse()
        return response.status, response.read(), dict(_kept(response, method))
    finally:
        connection.close()


def _kept(response: http.client.HTTPResponse, method: str) -> Iterator[tuple[str, str]]:
    for name, value in response.getheaders():
        # The length in the answer to HEAD is that of the object.
        if name.lower() not in _OURS and (name.lower() != "content-length" or method == "HEAD"):
            yield name, value
