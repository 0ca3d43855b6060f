"""What has to be as usual for a call to be made by a plan.

A plan is equal under these conditions alone: nobody asks to see the steps of a
call, holds back its request or waits for a turn, and who signs it is known.
"""

import logging
import os
from typing import Any

from botocore.history import get_global_history_recorder

from awsbatch.aws.invocation import current
from awsbatch.contract.turn import Turns

_LOGGER = logging.getLogger("botocore.endpoint")
_HISTORY = get_global_history_recorder()


def is_usual(turns: Turns) -> bool:
    """Return whether nothing about the command under way, or the run, wants botocore's steps."""
    invocation = current()
    return not (
        invocation is None
        or invocation.clearance is not None
        # The first request of a run is told whether it is signed.
        or not invocation.traffic.signing.is_over
        or turns
        or _HISTORY._enabled  # noqa: SLF001 (botocore 1.29 to 1.44)
        or _LOGGER.isEnabledFor(logging.DEBUG)
        # A Lambda function tells in each request what it was called for.
        or "AWS_LAMBDA_FUNCTION_NAME" in os.environ
    )


def are_settled(credentials: Any) -> bool:
    """Return whether credentials, if there are any, can sign without being fetched anew."""
    is_needed = getattr(credentials, "refresh_needed", None)
    return is_needed is None or not is_needed()
