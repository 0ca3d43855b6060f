"""The error codes that an operation can answer with, by its model."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import botocore.exceptions

from awsbatch.aws.catalog.partial import signs_of
from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.contract.finding import Finding
from awsbatch.contract.outcome import PARTIAL
from awsbatch.fault.suggestion import choice

# Any service can answer with these codes, whatever its model lists.
_COMMON = (
    "AccessDenied*",
    "AuthFailure",
    "BandwidthLimitExceeded",
    "ExpiredToken*",
    "IncompleteSignature*",
    "Internal*",
    "InvalidAction",
    "InvalidClientTokenId",
    "InvalidParameterCombination",
    "InvalidParameterValue*",
    "InvalidQueryParameter",
    "InvalidSignature*",
    "Malformed*",
    "Missing*",
    "NotAuthorized*",
    "OptInRequired*",
    "PriorRequestNotComplete",
    "RequestExpired*",
    "RequestLimitExceeded*",
    "RequestThrottled*",
    "RequestTimeout*",
    "ServiceUnavailable*",
    "SignatureDoesNotMatch",
    "SlowDown",
    "Throttl*",
    "TooManyRequests*",
    "TransactionInProgress*",
    "Unauthorized*",
    "UnknownOperation*",
    "Unrecognized*",
    "ValidationE*",
)
# botocore's errors of a command that is sound: of the connection, of credentials, of a waiter.
_BOTOCORE = (
    "*Connect*Error",
    "*Credential*Error",
    "*HTTPClientError",
    "*SSL*Error",
    "*Timeout*Error",
    "*Token*Error",
    "WaiterError",
)
_WAIT = "wait"
_WAITER_ERROR = "WaiterError"
# The codes that awsbatch itself gives.
_OWN = ("RoleNotAssumed", "Timeout")
# The models of these services list only some of the codes.
_INCOMPLETE = frozenset({"s3"})


def unlisted(model: Any, line: CommandLine) -> Iterator[Finding]:
    """Warn of codes to ignore that the operation's model does not list.

    A model without any code for the operation warns of nothing but `Partial`.
    """
    codes = line.ignored
    if PARTIAL in codes:
        yield from _never_partial(line)
        codes = [code for code in codes if code != PARTIAL]
    if not model.error_shapes or model.service_model.service_name in _INCOMPLETE:
        return
    names = _names(model)
    if _WAIT in line.names:
        names.insert(0, _WAITER_ERROR)
    for code in codes:
        if not _known(code, names):
            yield Finding(
                line.word,
                f"{line.subject} does not list the error `{code}`",
                choice(code, names),
                code=code,
                warning=True,
            )


def _never_partial(line: CommandLine) -> Iterator[Finding]:
    service, *names = line.names
    if names not in [[name] for name in signs_of(service)]:
        yield Finding(
            line.word,
            f"no answer of {line.subject} is known to hold failures, so that none is `{PARTIAL}`",
            f"delete `{PARTIAL}`",
            code=PARTIAL,
            warning=True,
        )


def _names(model: Any) -> list[str]:
    """Return the names of errors: the code, and where it is another the shape's own name."""
    names: dict[str, None] = {}
    for shape in model.error_shapes:
        names[shape.metadata.get("error", {}).get("code", shape.name)] = None
        names[shape.name] = None
    return list(names)


def _known(code: str, names: Sequence[str]) -> bool:
    """Return whether a code, a pattern, an HTTP status or a botocore error can be meant."""
    if code.strip("*").isdecimal() or hasattr(botocore.exceptions, code):
        return True
    if "*" in code:
        # For a pattern, it is enough that it matches one of the names.
        others = (*_COMMON, *_OWN, *_botocore_errors())
        return any(fnmatchcase(name, code) for name in (*names, *others))
    return code in names or any(fnmatchcase(code, known) for known in (*_COMMON, *_OWN))


@cache
def _botocore_errors() -> tuple[str, ...]:
    return tuple(
        name
        for name in vars(botocore.exceptions)
        if any(fnmatchcase(name, pattern) for pattern in _BOTOCORE)
    )
