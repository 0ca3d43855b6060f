"""A command that a guard refused, told of as one that AWS denied."""

import sys
from typing import Any

from botocore.exceptions import ClientError

from awsbatch.aws.version.installed import DENIED_STATUS, UNGUARDED_STATUS, report
from awsbatch.contract.guard import Refusal

_CODE = "AccessDenied"


def report_refusal(refusal: Refusal, session: Any, options: Any) -> int:
    """Tell of a refusal on standard error as the AWS CLI would; return the exit status.

    Where no API call was refused, but the whole command, it ends as one whose words are wrong.
    """
    if refusal.operation is not None:
        error = {"Code": _CODE, "Message": refusal.message}
        report(ClientError({"Error": error}, refusal.operation), session, options)
        return DENIED_STATUS
    sys.stderr.write(f"awsbatch: {refusal.message}\n")
    return UNGUARDED_STATUS
