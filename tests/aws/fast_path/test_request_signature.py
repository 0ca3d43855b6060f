"""Requests are signed as botocore signs them."""

from dataclasses import dataclass, field
from typing import Any

import botocore.auth
import botocore.session
import pytest
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.aws.fast_path.request_signature import Signatures, SigningKeys

_TEXT = st.text(st.sampled_from("ab/.~%20 +=&;*'é\u20ac\t_-"), max_size=8)
_NAMES = st.sampled_from(
    [
        "Host",
        "Content-Type",
        "X-Amz-Target",
        "x-amz-target",
        "X-Amz-Content-SHA256",
        "Expect",
        "User-Agent",
        "Date",
        "X-Amz-Date",
        "Authorization",
        "X-Amz-Security-Token",
        "X-Amz-Meta-b",
        "X-Amz-Meta-B ",
        "X-Amz-Meta-é",
        "x-amz-meta-a b",
        "X-Amzn-Trace-Id",
        "amz-sdk-request",
    ]
)
_VALUES = st.text(st.sampled_from("aB1 \t,:;/é\u20ac"), max_size=10)
_URLS = st.sampled_from(
    [
        "https://logs.eu-west-1.amazonaws.com",
        "http://localhost:4566",
        "https://h:443",
        "http://[::1]:80",
        "https://B.s3.amazonaws.com",
        "http://127.0.0.1",
    ]
)
_CONTEXTS = st.fixed_dictionaries(
    {},
    optional={
        "auth_type": st.sampled_from(["v4", "s3v4", "v4-query", "s3v4-query", "v3"]),
        "signing": st.fixed_dictionaries(
            {},
            optional={
                "region": st.sampled_from(["us-east-1", "eu-west-3", "*"]),
                "signing_name": st.sampled_from(["s3", "other"]),
                "request_credentials": st.just(Credentials("OTHER", "other secret", "T")),
            },
        ),
        "payload_signing_enabled": st.booleans(),
        "has_streaming_input": st.booleans(),
        "client_config": st.none(),
        "checksum": st.sampled_from([{}, {"request_algorithm": {"in": "trailer"}}]),
    },
)


@dataclass
class _Request:
    """What a request is made of, for each that signs one."""

    method: str
    url: str
    headers: list[tuple[str, str]]
    params: Any
    body: bytes
    context: dict[str, Any] = field(default_factory=dict)

    def made(self) -> AWSRequest:
        request = AWSRequest(self.method, self.url, params=self.params, data=self.body)
        for name, value in self.headers:
            request.headers[name] = value
        request.context.update(self.context)
        return request


_REQUESTS = st.builds(
    _Request,
    method=st.sampled_from(["GET", "POST", "put", "DELETE"]),
    url=st.builds("{}/{}{}".format, _URLS, _TEXT, st.one_of(st.just(""), _TEXT.map("?{}".format))),
    headers=st.lists(st.tuples(_NAMES, _VALUES), max_size=6),
    params=st.one_of(st.just({}), st.dictionaries(_TEXT, _TEXT, max_size=3)),
    body=st.binary(max_size=30),
    context=_CONTEXTS,
)
_CREDENTIALS = st.sampled_from(
    [Credentials("AKID", "secret"), Credentials("ASIA", "sécret", "token"), None]
)


def _client(service: str) -> Any:
    session = botocore.session.get_session()
    session.set_credentials("AKID", "secret")
    return session.create_client(service, region_name="eu-west-1")


@pytest.fixture(scope="module")
def clients() -> list[tuple[Any, Any]]:
    """Clients of services that sign differently, each without the shortcut and with it."""
    pairs = [(_client(service), _client(service)) for service in ("logs", "s3")]
    for _, quick in pairs:
        Signatures().client(quick)
    return pairs


def _signed(client: Any, credentials: Any, request: AWSRequest) -> tuple[Any, ...]:
    client._request_signer._credentials = credentials
    try:
        client._request_signer.sign("Operation", request)
    except Exception as error:  # noqa: BLE001 (whatever botocore raises)
        return type(error), str(error)
    return request.url, request.params, request.headers.items(), request.context


@given(request=_REQUESTS, credentials=_CREDENTIALS, which=st.sampled_from([0, 1]))
def test_a_request_is_signed_as_by_botocore(
    clients: list[tuple[Any, Any]], request: _Request, credentials: Any, which: int
) -> None:
    plain, quick = clients[which]
    # Once more if a second has begun in between.
    for _ in range(3):
        expected = _signed(plain, credentials, request.made())
        signed = _signed(quick, credentials, request.made())
        if signed == expected:
            break
    assert signed == expected


def test_a_request_that_was_signed_is_signed_anew(clients: list[tuple[Any, Any]]) -> None:
    plain, quick = clients[0]
    request = AWSRequest("GET", "https://logs.eu-west-1.amazonaws.com/")
    first = _signed(quick, Credentials("A", "s", "t"), request)
    second = _signed(quick, Credentials("B", "s"), request)
    assert "Credential=B/" in dict(second[2])["Authorization"]
    assert len(second[2]) == len(first[2])
    assert second[:3] == _signed(plain, Credentials("B", "s"), request)[:3]


def test_headers_are_gathered_once(
    clients: list[tuple[Any, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, quick = clients[0]
    for method in ("headers_to_sign", "canonical_request", "signature", "_sign"):
        monkeypatch.setattr(botocore.auth.SigV4Auth, method, pytest.fail)
    request = AWSRequest("POST", "https://logs.eu-west-1.amazonaws.com/", data=b"{}")
    assert len(_signed(quick, Credentials("A", "s"), request)) == 4


def test_a_key_is_derived_once_a_day_for_each_region_and_service() -> None:
    keys = SigningKeys()
    scopes = [("20261130", "eu-west-1", "logs"), ("20261130", "eu-west-1", "s3")]
    found = [keys.key("secret", *scope) for scope in scopes]
    assert len(set(found)) == 2
    assert all(keys.key("secret", *scope) is key for scope, key in zip(scopes, found, strict=True))


@pytest.mark.parametrize("other", [("new", "20261130"), ("secret", "20261201")])
def test_keys_are_forgotten_with_their_secret_and_day(other: tuple[str, str]) -> None:
    keys = SigningKeys()
    first = keys.key("secret", "20261130", "eu-west-1", "logs")
    assert keys.key(*other, "eu-west-1", "logs") != first
    assert keys.key("secret", "20261130", "eu-west-1", "logs") is not first
    assert "secret" not in repr(keys)


def test_the_keys_of_a_client_are_bounded() -> None:
    keys = SigningKeys()
    for number in range(1_000):
        keys.key("secret", "20261130", f"region-{number}", "logs")
    assert len(keys._kept[2]) <= 100


@pytest.mark.parametrize(
    "version", ["v2", "v3", "v4-query", "s3v4-query", "bearer", "s3", "v4-s3express"]
)
def test_other_signers_stay_as_they_are(clients: list[tuple[Any, Any]], version: str) -> None:
    kind = botocore.auth.AUTH_TYPE_MAPS.get(version)
    if kind is None or kind.REQUIRES_TOKEN or getattr(kind, "REQUIRES_IDENTITY_CACHE", False):
        pytest.skip("not of this version, or not by these credentials")
    _, quick = clients[1]
    quick._request_signer._credentials = Credentials("A", "s")
    auth = quick._request_signer.get_auth_instance("s3", "eu-west-1", version)
    assert type(auth) is kind
