"""The credentials of profiles, resolved once for all commands.

Eight commands at once must not ask for eight MFA codes. Credentials that
could not be had are dropped with the last command that uses them: a role's
ask STS with the region and the options of the command that first wanted
them, and the next command asks with its own.
"""

from collections.abc import Callable, Hashable
from threading import Lock, RLock
from typing import Any

from botocore.context import ClientContext, get_context, start_as_current_context


class _Entry:
    def __init__(self) -> None:
        self.credentials: Any = None
        self.features: frozenset[str] = frozenset()
        """What botocore tells in the user agent of where they are from."""
        self.users = 0
        self.lock = RLock()

    @property
    def is_resolved(self) -> bool:
        """Whether there are keys; those of a role come with the first request."""
        return getattr(self.credentials, "_frozen_credentials", self.credentials) is not None


class Credentials:
    """The credentials of one process, by what decides which they are."""

    def __init__(self) -> None:
        self._entries: dict[Hashable, _Entry] = {}
        self._lock = Lock()

    def borrow(self, key: Hashable) -> None:
        """Use what is under `key`, until it is given back."""
        with self._lock:
            self._entries.setdefault(key, _Entry()).users += 1

    def get(self, key: Hashable, resolve: Callable[[], Any]) -> Any:
        """Return what was borrowed, resolved by the first that wants it; None if there is none."""
        entry = self._entries[key]
        with entry.lock:
            if entry.credentials is None:
                with start_as_current_context(ClientContext()):
                    entry.credentials = resolve()
                    entry.features = frozenset(get_context().features)
        if (context := get_context()) is not None:
            context.features.update(entry.features)
        return entry.credentials

    def give_back(self, key: Hashable) -> None:
        """Use it no longer."""
        with self._lock:
            entry = self._entries[key]
            entry.users -= 1
            if not entry.users and not entry.is_resolved:
                del self._entries[key]
