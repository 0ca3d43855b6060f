"""What is said of a failed command besides the AWS CLI's own message."""

from collections.abc import Iterator, Sequence

from awsbatch.contract.excerpt import parts
from awsbatch.contract.outcome import Failure

_WAITER = "WaiterError"
# botocore 1.44: it ends so where a waiter has asked as often as its model says.
_LONG_ENOUGH = "Max attempts exceeded"


def notes(failure: Failure, argv: Sequence[str]) -> Iterator[str]:
    """Yield lines about a failure: its code for `@ignore`, its request id, what may help."""
    said = []
    if _is_hidden(failure):
        said.append(f"its code for `@ignore` is `{failure.code}`")
    if failure.request_id:
        said.append(f"request id {failure.request_id}")
    if said:
        yield "; ".join(said)
    if failure.code == _WAITER and _LONG_ENOUGH in failure.message:
        what = " ".join(parts(argv).operation)
        yield f"`@retry=3:{_WAITER}` before `{what}` waits up to four times as long"
    if failure.remedy is not None:
        yield failure.remedy.hint


def _is_hidden(failure: Failure) -> bool:
    """Return whether the command did not write what `@ignore` calls its failure.

    A number in parentheses, as of `s3api head-bucket`, does not look like that.
    """
    return not failure.local and (failure.code.isdigit() or not failure.names_code)
