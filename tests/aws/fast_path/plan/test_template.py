"""Heads of requests, learnt from one that botocore has sent."""

from hypothesis import given
from hypothesis import strategies as st

from awsbatch.aws.fast_path.plan.draft import is_plain
from awsbatch.aws.fast_path.plan.sent import Sent, sent
from awsbatch.aws.fast_path.plan.template import template_of

AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=KEY/20260131/eu-west-1/logs/aws4_request, "
    "SignedHeaders=content-type;host;x-amz-date, Signature=abc"
)
HEAD = f"""\
POST / HTTP/1.1
Host: logs.example
Content-Type: application/x-amz-json-1.1
User-Agent: aws-cli/1 50%
X-Amz-Date: 20260131T000000Z
amz-sdk-invocation-id: 1
Authorization: {AUTHORIZATION}
Content-Length: 2
"""
SAME = {"content-type"}
PLACES = {"target": "/x", "moment": "M", "number": "N", "authorization": "A", "length": "3"}


def _sent(head: str = HEAD) -> Sent:
    request = sent(head.replace("\n", "\r\n").encode() + b"\r\n{}")
    assert request is not None
    return request


def test_what_differs_has_places_and_the_rest_stays() -> None:
    template = template_of(_sent(), SAME, ())
    assert template is not None
    assert (
        template.head % PLACES
        == HEAD.replace("\n", "\r\n")
        .replace(AUTHORIZATION, "A")
        .replace("POST /", "POST /x")
        .replace("20260131T000000Z", "M")
        .replace("id: 1", "id: N")
        .replace("h: 2", "h: 3")
        + "\r\n"
    )


def test_what_is_signed_comes_from_the_signature() -> None:
    template = template_of(_sent(), SAME, ())
    assert template is not None
    assert template.signing is not None
    assert template.signing.scope == ("eu-west-1", "logs")
    assert template.signing.names == "content-type;host;x-amz-date"
    places = {"path": "/p", "query": "q=1", "moment": "M", "payload": "D"}
    assert template.signing.canonical % places == (
        "POST\n/p\nq=1\ncontent-type:application/x-amz-json-1.1\nhost:logs.example\nx-amz-date:M\n"
        "\ncontent-type;host;x-amz-date\nD"
    )


def test_a_header_that_is_the_value_of_a_parameter_has_a_place() -> None:
    head = f"{HEAD}X-Amz-Log-Type: Tail\n"
    template = template_of(_sent(head), SAME, {"x-amz-log-type"})
    assert template is not None
    assert "X-Amz-Log-Type: %(x-amz-log-type)s\r\n" in template.head


def test_nothing_is_learnt_of_what_is_not_known() -> None:
    for odd in (
        "X-Odd: 1\n",
        "Host: again.example\n",
        "X-Amzn-Trace-Id: Root=1\n",
    ):
        assert template_of(_sent(HEAD + odd), SAME, ()) is None
    assert template_of(_sent(), (), ()) is None
    for scheme in ("Bearer token", "AWS KEY:abc=", AUTHORIZATION.replace("host;", "other;")):
        assert template_of(_sent(HEAD.replace(AUTHORIZATION, scheme)), SAME, ()) is None


def test_a_head_that_is_not_whole_or_not_ascii_is_none() -> None:
    assert sent(b"") is None
    assert sent(b"POST / HTTP/1.1\r\nHost: a\r\n") is None
    assert sent("POST / HTTP/1.1\r\nHost: ü\r\n\r\n".encode()) is None


@given(st.dictionaries(st.sampled_from([*PLACES]), st.text("a:% \t\r\n\0\x7fü\ud800")))
def test_a_value_adds_nothing_to_a_head(odd: dict[str, str]) -> None:
    template = template_of(_sent(), SAME, ())
    assert template is not None
    values = {**PLACES, **odd}
    head = template.filled(values)
    assert (head is not None) == all(map(is_plain, values.values()))
    if head is not None:
        assert head == (template.head % values).encode()
        assert head.count(b"\r\n") == template.head.count("\r\n")


def test_a_header_may_have_any_name() -> None:
    names = {f"x-amz-meta-{name}" for name in ("a%%b", "%(token)s", "%s")}
    signed = AUTHORIZATION.replace("host;", ";".join(["host", *names, ""]))
    head = HEAD.replace(AUTHORIZATION, signed) + "".join(f"{name}: 1%\n" for name in names)
    template = template_of(_sent(head), {*SAME, *names}, ())
    assert template is not None
    assert template.signing is not None
    values = {**PLACES, "path": "/", "query": "", "payload": "D"}
    for name in names:
        assert f"\r\n{name}: 1%\r\n" in template.head % values
        assert f"\n{name}:1%\n" in template.signing.canonical % values
        assert f";{name};" in template.signing.names
