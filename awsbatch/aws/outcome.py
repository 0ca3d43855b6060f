"""What came of a command, from how the CLI ended it."""

from contextlib import suppress

from awsbatch.aws.command import Failure, Outcome, Sink
from awsbatch.aws.data import Tokens
from awsbatch.aws.result import Result
from awsbatch.aws.stream import Spool

# Python's own exit status where it cannot write the last output.
_UNWRITTEN = 120
# argparse ends the process on a usage error.
_NAMES = {"SystemExit": "Usage"}


def with_value(outcome: Outcome, wanted: Result | None, spool: Spool) -> Outcome:
    """Add the result that was wanted: the data, else the text that was printed."""
    if wanted is None:
        return outcome
    value = wanted.value if wanted.formatted or not wanted.captured else spool.text()
    return Outcome(outcome.exit_status, value, outcome.failure, outcome.interrupted)


def unwritten(error: OSError, stderr: Sink) -> Outcome:
    """Give the outcome of a command whose output could not be written, such as to a full disk."""
    message = f"cannot write the output: {error.strerror}"
    with suppress(OSError):
        stderr.write(f"\naws: error: {message}\n".encode())
    return Outcome(_UNWRITTEN, failure=Failure("OSError", message))


def failure(error: BaseException | None, tokens: Tokens) -> Failure | None:
    """Give why a command failed, from the exception that ended it."""
    if error is None:
        return None
    response = getattr(error, "response", None) or {}
    code = response.get("Error", {}).get("Code") if isinstance(response, dict) else None
    metadata = response.get("ResponseMetadata", {}) if isinstance(response, dict) else {}
    return Failure(
        code=str(code or _NAMES.get(type(error).__name__, type(error).__name__)),
        message=tokens.restore(str(error)),
        request_id=metadata.get("RequestId"),
    )
