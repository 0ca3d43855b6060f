"""Whether the credentials that a program is given by name are of an account that is expected.

Only those that variables choose: a program may well have others than the default profile's
chosen by its own calls, of which each is looked at when it signs.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from awsbatch.cli import verbatim
from awsbatch.contract.cancellation import Cancellation
from awsbatch.fault.error import RefusedError
from awsbatch.fault.wording import listed
from awsbatch.guard.expected_account import ExpectedAccounts

if TYPE_CHECKING:
    from collections.abc import Sequence

_VARIABLES = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ACCESS_KEY_ID")
_ASKS = ("sts", "get-caller-identity")


def refuse_other_account(ids: Sequence[str]) -> None:
    """Raise `RefusedError` before the program runs, if its first call would be refused."""
    chosen = [name for name in _VARIABLES if os.environ.get(name)]
    if not chosen:
        return
    # The AWS CLI reads the environment, which may be the sandbox's, when it is imported.
    from awsbatch.aws.version.requirement import met

    with met():
        from awsbatch.aws.in_process_runner import InProcessRunner

    with InProcessRunner(verbatim=verbatim.is_verbatim(os.environ), tells_signers=True) as runner:
        words = [(word,) for word in _ASKS]
        target = runner.target(words, signer=None, cancellation=Cancellation())
    # Where nobody tells an account, the first call that is signed is refused.
    refusal = None if target.account is None else ExpectedAccounts(ids).of_target(target)
    if refusal is not None:
        hint = f"{refusal.hint}; a program that chooses by itself runs without {listed(chosen)}"
        raise RefusedError(refusal.message, hint=hint)
