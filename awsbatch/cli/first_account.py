"""Whether the credentials that files are sure to need are of the accounts that are expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from awsbatch.check.literal_signer import literal_signers
from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.guard import Refusal, Signature
from awsbatch.fault.error import RefusedError
from awsbatch.guard.expected_account import ExpectedAccounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from awsbatch.aws.in_process_runner import InProcessRunner
    from awsbatch.check.literal_signer import LiteralSigner
    from awsbatch.cli.option import Options
    from awsbatch.script_file import ScriptFile

_ACCOUNT = 4
"""The place of the account in the parts of an ARN."""


def refuse_others(files: Sequence[ScriptFile], runner: InProcessRunner, options: Options) -> None:
    """Raise `RefusedError` where what files say, or what is around them, is of another account.

    What is not known yet is asked for when it signs.
    """
    expected = ExpectedAccounts(options.expected_accounts)
    statements = (file.script.statements for file in files)
    seen = set[object]()
    for signer in literal_signers(statements, options.outer, runner.global_options):
        # The service of a command does not tell who signs it.
        key = signer.role, signer.options
        if key not in seen:
            seen.add(key)
            refusal = _refusal(signer, expected, runner)
            if refusal is not None:
                raise RefusedError(refusal.message, place=signer.place, hint=refusal.hint)


def _refusal(
    signer: LiteralSigner, expected: ExpectedAccounts, runner: InProcessRunner
) -> Refusal | None:
    if signer.role is not None:
        parts = signer.role.split(":")
        # What is no ARN is a fault that is told of elsewhere.
        account = parts[_ACCOUNT] if len(parts) > _ACCOUNT else None
        known = Signature(f"the role `{signer.role}`", account)
        return None if account is None else expected.of(known)
    words = [(word,) for word in (*signer.command, *signer.options)]
    target = runner.target(words, signer=None, cancellation=Cancellation())
    # Where nobody tells an account, the first command that it signs is refused, if any is reached.
    return None if target.account is None else expected.of_target(target)
