"""Which failures last, and which only look so."""

import pytest
from botocore import exceptions

from awsbatch.aws.catalog import lasting as table
from awsbatch.aws.catalog.lasting import lasting
from awsbatch.aws.failure import _PASSING
from tests.aws_cli import of_version

_OF_BOTOCORE = ("Changed", "Error", "Required", "TokenExpired")
_OF_SERVICES = frozenset({"TokenRefreshRequired"})


@pytest.mark.parametrize(
    ("code", "message", "reason", "of_credentials"),
    [
        ("ExpiredToken", "The provided token has expired.", "the keys have expired", True),
        (
            "AuthFailure",
            "AWS was not able to validate the provided access credentials",
            "the keys are unknown here: they were deleted, or the region is not enabled",
            True,
        ),
        (
            "OptInRequired",
            "The region me-south-1 is not enabled for your account",
            "the region is not enabled",
            True,
        ),
        (
            "InvalidToken",
            "The provided token is malformed or otherwise invalid.",
            "the keys are unknown here: they were deleted, or the region is not enabled",
            True,
        ),
        ("UnauthorizedSSOTokenError", "", "the session has run out", True),
        ("EndpointConnectionError", "", "nothing answers there", False),
    ],
)
def test_a_failure_that_lasts_has_a_reason(
    code: str, message: str, reason: str, *, of_credentials: bool
) -> None:
    found = lasting(code, message)

    assert found is not None
    assert (found.reason, found.of_credentials) == (reason, of_credentials)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("AccessDenied", "Access Denied"),
        ("AccessDeniedException", "is not authorized to perform"),
        ("UnauthorizedOperation", "You are not authorized to perform this operation."),
        ("ThrottlingException", "Rate exceeded"),
        ("AuthFailure", "Not authorized for images: [ami-1]"),
        ("OptInRequired", "You are not subscribed to this service. Please go to aws.amazon.com"),
        ("InvalidToken", "The pagination token is invalid"),
        ("ReadTimeoutError", 'Read timeout on endpoint URL: "https://a.example"'),
        ("MissingAuthenticationToken", "Missing Authentication Token"),
    ],
)
def test_a_failure_that_may_pass_or_that_is_of_one_call_has_none(code: str, message: str) -> None:
    assert lasting(code, message) is None


def test_codes_that_are_exceptions_of_botocore_are_there() -> None:
    codes = {*table._OF_CREDENTIALS, *table._OF_THE_WAY} - _OF_SERVICES

    names = {code for code in codes if code.endswith(_OF_BOTOCORE)}

    assert names
    assert {name for name in names if not hasattr(exceptions, name)} == of_version(
        {
            "1": {"LoginRefreshPasswordChanged", "LoginRefreshTokenExpired"},
            "2": {"LoginRefreshRequired"},
            "2.9": {name for name in names if name.startswith("Login")},
        },
        set(),
    )


def test_no_code_lasts_that_botocore_sends_again_by_itself() -> None:
    codes = {*table._OF_CREDENTIALS, *table._OF_THE_WAY, *table._BY_MESSAGE}

    assert codes & _PASSING == set()
