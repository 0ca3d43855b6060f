"""The error codes that an operation can answer with, by its model."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

import botocore.exceptions

from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.contract.finding import Finding
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
# The models of these services list only some of the codes.
_INCOMPLETE = frozenset({"s3"})


def unlisted(model: Any, line: CommandLine) -> Iterator[Finding]:
    """Warn of codes to ignore that the operation's model does not list.

    A model without any code for the operation warns of nothing.
    """
    if not model.error_shapes or model.service_model.service_name in _INCOMPLETE:
        return
    names = _names(model)
    for code in line.ignored:
        if not _known(code, names):
            yield Finding(
                line.word,
                f"{line.subject} does not list the error `{code}`",
                choice(code, names),
                code=code,
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
        return any(fnmatchcase(name, code) for name in (*names, *_COMMON))
    return code in names or any(fnmatchcase(code, common) for common in _COMMON)
