"""The accounts of access keys, as the state of a log has them: the same in all its runs.

Whoever was asked for one may not have answered. A later run, where somebody
does, must not take for another account's what is done.
"""

from collections.abc import Callable, MutableMapping
from threading import Lock

from awsbatch.contract.plan import Target
from awsbatch.fault.error import AwsbatchError, ScriptWarning
from awsbatch.fault.wording import quoted
from awsbatch.joblog.keyed_digest import HALF, KeyedDigest


class AccountNotes:
    """What stands for the account of each access key; from any thread."""

    def __init__(
        self,
        noted: MutableMapping[str, str | None],
        digest: KeyedDigest,
        note: Callable[[str, str | None], object],
        warn: Callable[[AwsbatchError], object],
    ) -> None:
        """Begin with those `noted` by earlier runs: by digests of keys, None for a key itself.

        `note` is told of others, and `warn` shows why an account is not known.
        """
        self._noted = noted
        self._digest = digest
        self._note = note
        self._warn = warn
        self._lock = Lock()

    def knows(self, access_key: str) -> bool:
        """Return whether it is known what stands for the account of a key."""
        return self._name(access_key) in self._noted

    def of(self, target: Target) -> str | None:
        """Return what stands for the account of whoever signs a command; None where nobody does."""
        key = target.access_key
        if key is None:
            return target.account
        name = self._name(key)
        with self._lock:
            is_new = name not in self._noted
            if is_new:
                self._noted[name] = target.account
                self._note(name, target.account)
        if is_new and target.account is None:
            who = target.credentials or f"the key {quoted(key)}"
            message = f"the account of {who} cannot be learned: {target.unknown_account}"
            hint = "the log has the id of the key in its place, and resumes with that key only"
            self._warn(ScriptWarning(message, hint=hint))
        return self._noted[name] or key

    def _name(self, access_key: str) -> str:
        return self._digest.of(ascii(("access key", access_key)))[: 2 * HALF]
