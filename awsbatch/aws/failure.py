"""The outcome of a command, from the status and the exception that the CLI ended it with."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from botocore.exceptions import (
    ClientError,
    HTTPClientError,
    NoCredentialsError,
    NoRegionError,
    ProfileNotFound,
)
from botocore.exceptions import ConnectionError as BotocoreConnectionError
from botocore.retries.standard import ThrottledRetryableChecker, TransientRetryableChecker

from awsbatch.aws.catalog.absence import is_absence, is_absence_of_file
from awsbatch.aws.catalog.lasting import lasting
from awsbatch.aws.examination import Examination
from awsbatch.aws.invocation import Invocation
from awsbatch.aws.placeholder_value import PlaceholderValues
from awsbatch.aws.version.installed import USAGE_ERRORS, sentence
from awsbatch.contract.outcome import Ending, Failure, Outcome, refused_by_guard

_USAGE = "Usage"
# awscli 1.46: before the sentence of each usage error.
_PREFIX = "aws: error: "
# Behind it, all of them.
_CHOICES = ", valid choices are:"
_REMOTE = ("botocore.", "s3transfer.", "awscli.botocore.", "awscli.s3transfer.")
"""Where the exceptions are from that tell of AWS, or of the way there."""
# awscli 1.46: the exceptions of `cloudformation deploy` that say what became of a stack.
_ANSWERED = frozenset(["ChangeEmptyError", "DeployFailedError"])
# botocore 1.44: the codes that it retries itself, of which it has no public list.
_PASSING = frozenset(
    [
        *ThrottledRetryableChecker._THROTTLED_ERROR_CODES,  # noqa: SLF001
        *TransientRetryableChecker._TRANSIENT_ERROR_CODES,  # noqa: SLF001
    ]
)
_HINDRANCES = (NoCredentialsError, NoRegionError, ProfileNotFound)
"""Exceptions that tell of the same wherever the AWS CLI raises them."""
_TOO_MANY_REQUESTS = 429
_SERVER_FAULT = 500


class RoleNotAssumed(ClientError):  # type: ignore[misc]  # noqa: N818 (an error code, for `@ignore`)
    """A role that signs could not be assumed.

    With a code of its own: what an `@ignore` says of a command's own errors is
    not meant for those of the role.
    """

    def __init__(self, arn: str, cause: Exception) -> None:
        answer = getattr(cause, "response", None)
        metadata = answer.get("ResponseMetadata", {}) if isinstance(answer, dict) else {}
        error = {"Code": type(self).__name__, "Message": f"{arn}: {cause}"}
        super().__init__({"Error": error, "ResponseMetadata": metadata}, "AssumeRole")
        self.code = type(self).__name__
        self.cause = cause


class UnknownOutputError(ValueError):
    """The configuration names an output format that this version of the AWS CLI has not."""

    def __init__(self, output: str) -> None:
        # awscli 1.46: the text of its own error.
        super().__init__(f"Unknown output type: {output}")
        self.output = output


def hindrance(invocation: Invocation) -> BaseException | None:
    """Return what kept a failed command, and keeps others like it, from being sent, if anything."""
    error, noted = invocation.error, invocation.hindrance
    if error is None:
        # Hand-written commands print an error and raise nothing.
        return None if invocation.has_sent else noted
    return error if error is noted or isinstance(error, _HINDRANCES) else None


def outcome(invocation: Invocation, status: Any) -> Outcome:
    """Return the outcome of a command that the CLI ended with a status; None is success."""
    # A negative status, as of an alias's program ended by a signal, becomes what the shell would
    # see: its low byte. A text, as of `sys.exit("no")`, is a failure.
    exit_status = status & 0xFF if isinstance(status, int) else int(status is not None)
    if invocation.refusal is not None and not _is_abandoned(invocation):
        found = refused_by_guard(invocation.refusal, invocation.value)
    elif not exit_status:
        found = Outcome(0, invocation.value, request_id=invocation.request_id)
    else:
        found = _failed(invocation, exit_status)
    examination = invocation.examination
    return found if examination is None else _examined(found, examination)


def _examined(found: Outcome, examination: Examination) -> Outcome:
    """Return an outcome with what the answers had; a failure says itself what was not done."""
    partial = None if found.exit_status else examination.partial
    secrets = examination.secrets(found.value)
    return replace(found, partial=partial, secrets=secrets) if partial or secrets else found


def _failed(invocation: Invocation, exit_status: int) -> Outcome:
    error = invocation.error
    return Outcome(
        exit_status,
        invocation.value,
        _unraised(invocation) if error is None else _ended(error, invocation),
        Ending.ABANDONED if _is_abandoned(invocation) else Ending.RAN,
    )


def _is_abandoned(invocation: Invocation) -> bool:
    is_interrupted = isinstance(invocation.error, KeyboardInterrupt)
    return invocation.cancellation.is_abandoned or is_interrupted


def _unraised(invocation: Invocation) -> Failure | None:
    """Return why a command failed that raised nothing, as `s3 cp`, from what came of its calls."""
    found = None
    if invocation.refusals:
        found = refused(invocation.refusals)
    elif len({type(error) for error in invocation.unanswered}) == 1:
        found = failure(invocation.unanswered[-1], invocation.values)
    if found is None:
        return None
    return replace(found, names_code=f"({found.code})" in invocation.said)


def _ended(error: BaseException, invocation: Invocation) -> Failure:
    """Return why a command failed, in the words that it wrote where its exception has none."""
    found = failure(error, invocation.values)
    if isinstance(error, SystemExit) and not isinstance(error.code, str) and invocation.said:
        message = invocation.said.strip().removeprefix(_PREFIX)
        return replace(found, message=message.partition(_CHOICES)[0])
    return found


def failure(error: BaseException, values: PlaceholderValues) -> Failure:
    """Return why a command failed, from the exception that ended it."""
    if isinstance(error, RoleNotAssumed):
        cause = failure(error.cause, values)
        found = _failure(error.response, error.code, str(error))
        return replace(found, passing=cause.passing, lasting=cause.lasting, absent=False)
    response = getattr(error, "response", None)
    answer = response if isinstance(response, dict) else {}
    is_usage = isinstance(error, USAGE_ERRORS)
    code = answer.get("Error", {}).get("Code") or (_USAGE if is_usage else type(error).__name__)
    found = _failure(answer, str(code), values.restore(sentence(error)))
    # botocore 1.44: the other is where nothing was connected to.
    unanswered = isinstance(error, HTTPClientError)
    passing = found.passing or unanswered or isinstance(error, BotocoreConnectionError)
    return replace(
        found,
        passing=passing,
        unanswered=unanswered,
        local=is_usage or not (answer or _has_code(error)),
        names_code=f"({code})" in found.message,
        absent=found.absent if answer else is_absence_of_file(found.message),
    )


def _has_code(error: BaseException) -> bool:
    """Return whether the name of an exception is a code that `@ignore` may speak of.

    Others are of this machine, such as a file that is not there.
    """
    return type(error).__module__.startswith(_REMOTE) or type(error).__name__ in _ANSWERED


def refused(answers: Sequence[Mapping[str, Any]]) -> Failure | None:
    """Return why a command failed without an exception, such as `s3 rb`, from its error answers.

    Return None if there are none, or if they have different codes.
    """
    errors = [answer.get("Error", {}) for answer in answers]
    if len({error.get("Code") for error in errors}) != 1:
        return None
    return _failure(answers[0], str(errors[0].get("Code")), str(errors[0].get("Message", "")))


def _failure(answer: Mapping[str, Any], code: str, message: str) -> Failure:
    metadata = answer.get("ResponseMetadata", {})
    status = metadata.get("HTTPStatusCode") or 0
    # As botocore's own retries have it.
    passing = code in _PASSING or status == _TOO_MANY_REQUESTS or status >= _SERVER_FAULT
    found = Failure(code, message, metadata.get("RequestId") or None, passing)
    # botocore 1.44: SQS and others give the code that they had before they spoke JSON.
    listed = answer.get("Error", {}).get("QueryErrorCode")
    # Of this machine, such as a profile that is missing, others tell.
    absent = bool(answer) and is_absence(code, message)
    return replace(found, lasting=lasting(code, message), listed=listed, absent=absent)
