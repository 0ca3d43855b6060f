"""The accounts of credentials, asked for once for each access key."""

import time
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from botocore.exceptions import ClientError

from awsbatch.aws.invocation import AbandonedError
from awsbatch.record import record

# Whoever comes within that time is told why it failed; nobody else asks.
_FAILURE_SECONDS = 30.0


@record
class Account:
    """The account of credentials, or why it is not known."""

    id: str | None
    reason: str | None = None


class AccountBook:
    """The accounts of one run, by what tells credentials apart."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._entries: dict[Hashable, _Entry] = {}
        # It guards the entries, and is never held for long.
        self._lock = Lock()

    def account(self, frozen: Any, where: str, ask: Callable[[], str]) -> Account:
        """Return the account of botocore's frozen credentials, which `ask` asks AWS for.

        `where` names who answers: a partition or an endpoint. The first caller
        asks, and those in other threads wait for the answer.
        """
        # The secret as well: what failed with a wrong one says nothing of the right one.
        key = (frozen.access_key, frozen.secret_key, frozen.token, where)
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                entry = self._entries[key] = _Entry()
        return entry.get(ask, self._clock)


class _Entry:
    """What is known of the account of one access key."""

    def __init__(self) -> None:
        self._account: Account | None = None
        self._asked = 0.0
        # It guards both, and is held while STS is asked: whoever comes second waits.
        self._lock = Lock()

    def get(self, ask: Callable[[], str], clock: Callable[[], float]) -> Account:
        account = self._account
        if account is not None and account.id is not None:
            return account
        with self._lock:
            account = self._account
            if account is None or (account.id is None and clock() - self._asked > _FAILURE_SECONDS):
                account = self._account = _asked(ask)
                self._asked = clock()
            return account


def _asked(ask: Callable[[], str]) -> Account:
    try:
        return Account(ask())
    except AbandonedError:
        raise
    except Exception as error:  # noqa: BLE001 (whatever the AWS CLI's configuration makes of it)
        return Account(None, reason_of(error))


def reason_of(error: Exception) -> str:
    """Return why an account is not known, in one line."""
    text = str(error)
    if isinstance(error, ClientError):
        # Its text tells of attempts as well, but not in all versions of the AWS CLI.
        told = error.response.get("Error", {})
        text = f"{told.get('Code')}: {told.get('Message')}"
    return " ".join(text.split())
