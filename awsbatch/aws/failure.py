"""What came of a command, from how the CLI ended it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from botocore.exceptions import ConnectionError as BotocoreConnectionError
from botocore.exceptions import HTTPClientError
from botocore.retries.standard import ThrottledRetryableChecker, TransientRetryableChecker

from awsbatch.aws.invocation import Invocation
from awsbatch.aws.placeholder_value import PlaceholderValues
from awsbatch.contract.outcome import Ending, Failure, Outcome

# argparse ends the process on a usage error.
_NAMES = {"SystemExit": "Usage"}
_PASSING = frozenset(
    [
        *ThrottledRetryableChecker._THROTTLED_ERROR_CODES,  # noqa: SLF001 (there is no other list)
        *TransientRetryableChecker._TRANSIENT_ERROR_CODES,  # noqa: SLF001
    ]
)
_TOO_MANY_REQUESTS = 429
_SERVER_FAULT = 500


def outcome(invocation: Invocation, status: Any) -> Outcome:
    """Return what came of a command that the CLI ended with a status, None for success."""
    # Of a negative one, as of a program ended by a signal, the process's low byte.
    exit_status = status & 0xFF if isinstance(status, int) else int(status is not None)
    if not exit_status:
        return Outcome(0, invocation.value)
    error = invocation.error
    is_abandoned = invocation.cancellation.is_abandoned or isinstance(error, KeyboardInterrupt)
    return Outcome(
        exit_status,
        invocation.value,
        refused(invocation.refusals) if error is None else failure(error, invocation.values),
        Ending.ABANDONED if is_abandoned else Ending.RAN,
    )


def failure(error: BaseException, values: PlaceholderValues) -> Failure:
    """Return why a command failed, from the exception that ended it."""
    response = getattr(error, "response", None)
    answer = response if isinstance(response, dict) else {}
    code = answer.get("Error", {}).get("Code")
    name = _NAMES.get(type(error).__name__, type(error).__name__)
    told = _told(answer, str(code or name), values.restore(str(error)))
    passing = told.passing or isinstance(error, (HTTPClientError, BotocoreConnectionError))
    return replace(told, passing=passing, local=isinstance(error, SystemExit))


def refused(answers: Sequence[Mapping[str, Any]]) -> Failure | None:
    """Return why a command failed that raised nothing, such as `s3 rb`, from what it was answered.

    It is None where it was not refused, or for more than one reason.
    """
    errors = [answer.get("Error", {}) for answer in answers]
    if len({error.get("Code") for error in errors}) != 1:
        return None
    return _told(answers[0], str(errors[0].get("Code")), str(errors[0].get("Message", "")))


def _told(answer: Mapping[str, Any], code: str, message: str) -> Failure:
    metadata = answer.get("ResponseMetadata", {})
    status = metadata.get("HTTPStatusCode") or 0
    # Of the kind that botocore itself would try again.
    passing = code in _PASSING or status == _TOO_MANY_REQUESTS or status >= _SERVER_FAULT
    return Failure(code, message, metadata.get("RequestId"), passing)
