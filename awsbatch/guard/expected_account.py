"""No credentials of other accounts than those that are meant: `--expect-account ID`."""

from collections.abc import Sequence

from awsbatch.contract.guard import Errand, Refusal, Request, Signature
from awsbatch.contract.plan import Target
from awsbatch.fault.wording import listed, quoted, uncapitalized

_OPTION = "--expect-account"


class ExpectedAccounts:
    """Lets those requests through that credentials of some accounts sign, or nobody."""

    def __init__(self, ids: Sequence[str]) -> None:
        self._ids = ids

    def refusal(self, request: Request, errand: Errand) -> Refusal | None:  # noqa: ARG002 (a guard)
        """See `awsbatch.contract.guard.Guard`."""
        return None if request.signature is None else self.of(request.signature)

    def of_target(self, target: Target) -> Refusal | None:
        """Return why a command is not to go there; None where nobody was asked for an account."""
        reason, who = target.unknown_account, target.credentials
        if who is None or (target.account is None and reason is None):
            return None
        return self.of(Signature(who, target.account, reason, target.endpoint))

    def of(self, signature: Signature) -> Refusal | None:
        """Return why somebody is not to sign; None where they may."""
        if signature.account in self._ids:
            return None
        if signature.account is None:
            return self._unknown(signature)
        message = (
            f"the account of {signature.credentials} is {quoted(signature.account)}, and"
            f" {quoted(_OPTION)} expects {listed(self._ids, 'or')}"
        )
        return Refusal(message, self.hint(signature.account))

    def hint(self, account: str) -> str:
        """Return what to type where an account is meant that nobody has expected."""
        return (
            f"choose credentials of {listed(self._ids, 'or')}; if {quoted(account)} is meant,"
            f" pass {quoted(f'{_OPTION} {account}')} as well"
        )

    def _unknown(self, signature: Signature) -> Refusal:
        reason = _part(signature.reason or "nobody tells it")
        if signature.endpoint is None:
            who, hint = "", f"without {quoted(_OPTION)}, it is not asked for"
        else:
            who = f" from STS at {quoted(signature.endpoint)}"
            hint = (
                f"{quoted('AWS_ENDPOINT_URL_STS')} says where STS is; without {quoted(_OPTION)},"
                " it is not asked"
            )
        message = f"the account of {signature.credentials} cannot be learned{who}: {reason}"
        return Refusal(message, hint)


def _part(reason: str) -> str:
    """Return a reason as a part of a message; the error code of AWS that begins it stays."""
    begins_with_code = " " not in reason.partition(":")[0]
    return reason.rstrip(".") if begins_with_code else uncapitalized(reason)
