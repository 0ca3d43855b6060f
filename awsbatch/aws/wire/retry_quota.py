"""The retry quotas of botocore's clients, for one command only.

In retry mode `standard`, a client pays for each further attempt from a quota,
and gets some back with each success. A fresh `aws` begins with a full one.
"""

from collections.abc import Iterator
from typing import Any

from botocore.retries.quota import RetryQuota
from botocore.retries.standard import RetryQuotaChecker

from awsbatch.aws.botocore_events import Client, emitter_of, service_of
from awsbatch.aws.invocation import current
from awsbatch.aws.version.hook import look_for, replacing

look_for(RetryQuotaChecker, "_quota")


@replacing("acquire", "release")
class _Quota(RetryQuota):  # type: ignore[misc]
    """The quota of a client that many commands use, which is another one for each of them."""

    def acquire(self, capacity_amount: int) -> bool:
        """Take something from the quota of the command under way; return whether there was any."""
        invocation = current()
        if invocation is None:
            taken: bool = super().acquire(capacity_amount)
        else:
            quota = invocation.quotas.setdefault(self, RetryQuota())
            taken = quota.acquire(capacity_amount)
        return taken

    def release(self, capacity_amount: int) -> None:
        """Give something back to the quota of the command under way, if it has taken any."""
        invocation = current()
        if invocation is None:
            super().release(capacity_amount)
        elif (quota := invocation.quotas.get(self)) is not None:
            quota.release(capacity_amount)


def renew_between_commands(client: Client) -> None:
    """Have a client, if it has a retry quota, begin each command with a full one."""
    for checker in _checkers(client):
        # botocore 1.44: only the code that makes the checker could give it another quota.
        checker._quota = _Quota()  # noqa: SLF001


def is_renewed(client: Client) -> bool:
    """Return whether a client that has a retry quota begins each command with a full one."""
    quotas = [getattr(checker, "_quota", None) for checker in _checkers(client)]
    return bool(quotas) and all(isinstance(quota, _Quota) for quota in quotas)


def _checkers(client: Client) -> Iterator[Any]:
    """Return what takes from a client's quotas, and gives back after each call."""
    for handler in emitter_of(client).client_handlers(service_of(client)):
        checker = getattr(handler, "__self__", None)
        if isinstance(checker, RetryQuotaChecker):
            yield checker
