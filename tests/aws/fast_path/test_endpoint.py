"""Endpoints are those that botocore finds."""

import logging
from typing import Any

import botocore.session
import pytest
from botocore.config import Config
from botocore.regions import EndpointRulesetResolver
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.aws.fast_path import endpoint
from awsbatch.aws.fast_path.endpoint import Endpoints, endpoint_of
from tests.aws_cli import only_v1

_SERVICES = {
    "s3": (
        "PutObject",
        "GetBucketLocation",
        "ListBuckets",
        "DeleteObjects",
        "WriteGetObjectResponse",
    ),
    "s3control": ("GetBucket", "ListRegionalBuckets", "GetAccessPoint"),
    "dynamodb": ("PutItem", "ListTables", "BatchGetItem"),
    "sts": ("GetCallerIdentity", "AssumeRole"),
    "events": ("PutEvents",),
    "kinesis": ("PutRecord", "ListStreams"),
    "logs": ("DeleteLogGroup",),
}
_BUCKETS = st.one_of(
    st.sampled_from(["b", "bucket-1", "b.c", "Bucket", "a b", "b--use1-az4--x-s3", "", "mrap.x"]),
    st.sampled_from(
        [
            "arn:aws:s3:eu-west-1:123456789012:accesspoint/mine",
            "arn:aws:s3:us-east-1:123456789012:accesspoint:mine",
            "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap",
            "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-1/accesspoint/mine",
            "arn:aws:s3-object-lambda:eu-west-1:123456789012:accesspoint/mine",
        ]
    ),
)
_PARAMETERS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "Bucket": st.one_of(_BUCKETS, st.integers(), st.none(), st.lists(_BUCKETS)),
        "Key": st.sampled_from(["k", "a/b"]),
        "AccountId": st.sampled_from(["123456789012", "1", "not one"]),
        "Name": st.sampled_from(["n", "arn:aws:s3:eu-west-1:123456789012:accesspoint:mine"]),
        "TableName": st.sampled_from(["t", "arn:aws:dynamodb:eu-west-1:123456789012:table/t"]),
        "RequestItems": st.sampled_from([{"t": {}}, {"t": {}, "u": {}}]),
        "StreamARN": st.sampled_from(["arn:aws:kinesis:eu-west-1:123456789012:stream/s", "s"]),
        "StreamName": st.just("s"),
        "EndpointId": st.sampled_from(["abc.xyz", "not valid!"]),
        "RequestRoute": st.sampled_from(["route", "io-1"]),
    },
)
_CONFIGS: tuple[dict[str, Any], ...] = (
    {},
    {"s3": {"addressing_style": "path"}},
    {"s3": {"use_accelerate_endpoint": True, "use_arn_region": False}},
    {"use_dualstack_endpoint": True},
    {"use_fips_endpoint": True},
    {"signature_version": "s3v4"},
)


def _client(service: str, **given: Any) -> Any:
    session = botocore.session.get_session()
    session.set_credentials("AKID", "secret")
    return session.create_client(service, **{"region_name": "eu-west-1", **given})


@pytest.fixture(scope="module")
def clients() -> list[tuple[Any, Any]]:
    """Clients of each service, each without the shortcut and with it."""
    given: list[tuple[str, dict[str, Any]]] = [(service, {}) for service in _SERVICES]
    given += [("s3", {"config": Config(**config)}) for config in _CONFIGS]
    given += [("s3", {"endpoint_url": "http://localhost:1"}), ("sts", {"use_ssl": False})]
    given += [("s3", {"region_name": region}) for region in ("us-east-1", "cn-north-1")]
    pairs = [(_client(service, **more), _client(service, **more)) for service, more in given]
    for _, quick in pairs:
        Endpoints().client(quick)
    return pairs


def _resolved(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
    context: dict[str, Any] = {}
    model = client.meta.service_model.operation_model(operation)
    try:
        found = client._resolve_endpoint_ruleset(model, parameters, context)
    except Exception as error:  # noqa: BLE001 (whatever botocore raises)
        return type(error), str(error)
    return found, context


@given(data=st.data(), parameters=_PARAMETERS)
def test_an_endpoint_is_what_botocore_finds(
    clients: list[tuple[Any, Any]], data: st.DataObject, parameters: dict[str, Any]
) -> None:
    plain, quick = data.draw(st.sampled_from(clients))
    operations = _SERVICES[plain.meta.service_model.service_name]
    known = plain.meta.service_model.operation_names
    operation = data.draw(st.sampled_from([each for each in operations if each in known]))
    expected = _resolved(plain, operation, parameters)
    assert _resolved(quick, operation, parameters) == expected
    # Once more, from what is kept; what the caller does to its context changes nothing.
    found = _resolved(quick, operation, parameters)
    assert found == expected
    if "signing" in found[1]:
        found[1]["signing"]["region"] = "elsewhere"
        assert _resolved(quick, operation, parameters) == expected


@pytest.fixture
def logs() -> Any:
    client = _client("logs")
    Endpoints().client(client)
    return client


def test_parameters_of_the_rules_are_worked_out_once(
    logs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _resolved(logs, "DeleteLogGroup", {"logGroupName": "g"})
    for method in ("_get_provider_params", "_resolve_param_from_context", "_strip_sig_prefix"):
        monkeypatch.setattr(EndpointRulesetResolver, method, pytest.fail)
    assert _resolved(logs, "DeleteLogGroup", {"logGroupName": "h"}) == expected


def test_keys_of_objects_are_not_in_the_way() -> None:
    client = _client("s3")
    Endpoints().client(client)
    if not hasattr(client._ruleset_resolver._provider, "_excluded_params"):
        pytest.skip("this version looks at keys, or knows no endpoint by them")
    model = client.meta.service_model.operation_model("PutObject")
    first = endpoint_of(client, model, {"Bucket": "bucket-1", "Key": "k"})
    assert endpoint_of(client, model, {"Bucket": "bucket-1", "Key": "l"}) is first
    other = endpoint_of(client, model, {"Bucket": "bucket-2", "Key": "k"})
    assert first is not None
    assert other is not None
    assert (first.url, other.url) == (
        "https://bucket-1.s3.eu-west-1.amazonaws.com",
        "https://bucket-2.s3.eu-west-1.amazonaws.com",
    )
    assert first.identity != other.identity


def test_a_handler_is_heard_for_each_call(logs: Any) -> None:
    regions = iter(["us-east-1", "eu-west-3", "us-east-1"])

    def choose(builtins: dict[str, Any], **_: Any) -> None:
        builtins["AWS::Region"] = next(regions)

    _resolved(logs, "DeleteLogGroup", {})
    logs.meta.events.register("before-endpoint-resolution.cloudwatch-logs", choose)
    found = [_resolved(logs, "DeleteLogGroup", {})[0][0] for _ in range(3)]
    assert found == [
        f"https://logs.{region}.amazonaws.com" for region in ("us-east-1", "eu-west-3", "us-east-1")
    ]


def test_a_handler_may_set_what_cannot_be_compared(logs: Any) -> None:
    def add(builtins: dict[str, Any], **_: Any) -> None:
        builtins["of a plugin"] = []

    logs.meta.events.register("before-endpoint-resolution.cloudwatch-logs", add)
    found = [_resolved(logs, "DeleteLogGroup", {})[0][0] for _ in range(2)]
    assert found == ["https://logs.eu-west-1.amazonaws.com"] * 2


def test_each_call_tells_of_its_endpoint_in_the_log(
    logs: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "botocore.regions"):
        for _ in range(2):
            _resolved(logs, "DeleteLogGroup", {})
    told = [record.getMessage() for record in caplog.records]
    assert len(told) > 2
    assert told[: len(told) // 2] == told[len(told) // 2 :]


def test_endpoints_that_are_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "_MOST", 3)
    client = _client("s3")
    Endpoints().client(client)
    for number in range(10):
        _resolved(client, "ListObjectsV2", {"Bucket": f"b{number}"})
    assert len(client._ruleset_resolver._endpoints) <= 3


@pytest.fixture
def account() -> Any:
    """Credentials of an account, which change."""
    session = botocore.session.get_session()
    session.set_credentials("AKID", "secret", account_id="111111111111")
    client = session.create_client("dynamodb", region_name="eu-west-1")
    Endpoints().client(client)
    return client


@only_v1
def test_an_account_is_in_the_endpoint_and_told_for_each_call(account: Any) -> None:
    from botocore.context import get_context, start_as_current_context

    urls, features = [], []
    for number in ("111111111111", "111111111111", "222222222222"):
        account._request_signer._credentials.account_id = number
        with start_as_current_context():
            urls.append(_resolved(account, "ListTables", {})[0][0])
            features.append(get_context().features)
    assert urls == [
        "https://111111111111.ddb.eu-west-1.amazonaws.com",
        "https://111111111111.ddb.eu-west-1.amazonaws.com",
        "https://222222222222.ddb.eu-west-1.amazonaws.com",
    ]
    assert features == [{"P", "T"}] * 3


def test_no_other_parameter_tells_a_feature() -> None:
    tell = getattr(EndpointRulesetResolver, "_register_endpoint_feature_ids", None)
    if tell is None:
        pytest.skip("this version tells none")
    named = {each for each in tell.__code__.co_consts if isinstance(each, str)}
    assert named == {*endpoint._TOLD, "ACCOUNT_ID_MODE_", "RESOLVED_ACCOUNT_ID"}
