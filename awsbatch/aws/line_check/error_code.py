"""The error codes that an operation can answer with, by its model."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import botocore.exceptions

from awsbatch.aws.catalog.partial import Sign, signs_of
from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.contract.finding import Finding
from awsbatch.contract.outcome import PARTIAL, TIMEOUT
from awsbatch.fault.suggestion import choice, meant

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
# Those for which a script may look whether there is anything to sign with.
_HINDRANCES = ("NoCredentialsError", "NoRegionError", "PartialCredentialsError", "ProfileNotFound")
_LIKE_ONE = 0.8
_WAIT = "wait"
_WAITER_ERROR = "WaiterError"
_ALMOST_EQUAL = 0.85
# The codes that awsbatch itself gives.
_OWN = ("RoleNotAssumed", TIMEOUT)
# The models of these services list only some of the codes.
_INCOMPLETE = frozenset({"s3"})


def unlisted(model: Any, line: CommandLine) -> Iterator[Finding]:
    """Warn of codes to ignore that the operation's model does not list.

    A model that lists none of the operation's codes, or only some, warns of what is no code for
    sure: `Partial`, the member of an answer that it stands for, and what is almost a code.
    """
    names = _names(model)
    if _WAIT in line.names:
        names.insert(0, _WAITER_ERROR)
    is_listed = model.error_shapes and not _is_incomplete(model.service_model)
    for code in line.ignored:
        if code == PARTIAL:
            yield from _never_partial(line)
        elif _known(code, names):
            continue
        elif code in _members(line):
            hint = f"write `{PARTIAL}`: `{code}` of an answer is no error"
            yield _unlisted(code, line, hint)
        elif (own := meant(code, _HINDRANCES, likeness=_LIKE_ONE)) is not None:
            yield _unlisted(code, line, own)
        elif is_listed or (almost := _almost(code, [*names, *_OWN, PARTIAL])) is not None:
            yield _unlisted(code, line, choice(code, names) if is_listed else almost)


def _is_incomplete(service: Any) -> bool:
    # Those that had other codes before they spoke JSON still give them, and list none of them.
    return service.service_name in _INCOMPLETE or "awsQueryCompatible" in service.metadata


def _unlisted(code: str, line: CommandLine, hint: str | None) -> Finding:
    message = f"{line.subject} does not list the error `{code}`"
    return Finding(line.word, message, hint, code=code, warning=True)


def _members(line: CommandLine) -> set[str]:
    """Return the names of members by which the operation's answers say what was not done."""
    return {name.rstrip("[]{}") for sign in _signs(line) for name in sign.member.split(".") if name}


def _signs(line: CommandLine) -> Sequence[Sign]:
    service, *names = line.names
    return signs_of(service).get(names[0], ()) if len(names) == 1 else ()


def _almost(code: str, names: Sequence[str]) -> str | None:
    return meant(code, names, likeness=_ALMOST_EQUAL)


def _never_partial(line: CommandLine) -> Iterator[Finding]:
    if not _signs(line):
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
