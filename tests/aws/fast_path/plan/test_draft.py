"""What parameters make of a request, where that is encoded and signed as it is."""

from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.utils import percent_encode_sequence
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.aws.fast_path.plan.draft import canonical, draft_of, is_plain

PLAIN = {"url_path": "/", "query_string": "", "body": b"{}", "headers": {}}


def _made(**parts: object) -> dict[str, Any]:
    return {**PLAIN, **parts}


@pytest.mark.parametrize("path", ["", "/", "/a", "/a/b.c~d_e-f", "/2015-03-31/functions/f"])
def test_a_plain_path_stays(path: str) -> None:
    draft = draft_of(_made(url_path=path))
    assert draft is not None
    assert draft.path == (path or "/")


@pytest.mark.parametrize(
    "path", ["/..", "/a/../b", "/.a", "//a", "/a/", "/a%20b", "/a:b", "/ü", "a", "/a\n"]
)
def test_a_path_that_a_later_step_may_change_is_none(path: str) -> None:
    assert draft_of(_made(url_path=path)) is None


@pytest.mark.parametrize(
    "query", [{"a": "b c"}, {"a": ""}, {"a": "b%"}, {"a": "ü"}, {"a": "1:2"}, {"a b": "c"}]
)
def test_a_query_that_is_encoded_is_none(query: dict[str, str]) -> None:
    assert draft_of(_made(query_string=query)) is None


_NAME = st.text("Aaz09._~-", min_size=1, max_size=4)


@given(st.dictionaries(_NAME, _NAME | st.lists(_NAME, min_size=1, max_size=3), max_size=5))
def test_a_query_is_sent_and_signed_as_botocore_does(query: dict[str, Any]) -> None:
    draft = draft_of(_made(query_string=query))
    assert draft is not None
    assert draft.query == percent_encode_sequence(query)
    request = AWSRequest("GET", f"https://a.example/?{draft.query}")
    auth = SigV4Auth(None, "logs", "eu-west-1")
    assert canonical(draft.query) == auth.canonical_query_string(request)


@given(st.dictionaries(st.text(max_size=4), st.text(max_size=4) | st.integers() | st.booleans()))
def test_a_form_is_written_as_botocore_does(form: dict[str, Any]) -> None:
    draft = draft_of(_made(body=form))
    assert draft is not None
    assert draft.body == (AWSRequest("POST", "https://a.example/", data=form).body or b"")


@pytest.mark.parametrize("body", ["text", None, 1, iter([b"a"])])
def test_any_other_body_is_none(body: object) -> None:
    assert draft_of(_made(body=body)) is None


def test_a_header_is_plain_as_far_as_it_is_signed_as_it_is() -> None:
    for value in ("a", "a b", "application/json; x=1"):
        assert is_plain(value)
    for odd in ("", " a", "a ", "a  b", "a\tb", "ü", "a\r\nb: c", None, 1):
        assert not is_plain(odd)
