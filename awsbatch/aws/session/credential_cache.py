"""The credentials of profiles, resolved once for all commands.

Eight commands at once must not ask for eight MFA codes. Credentials without
keys are dropped with the last command that uses them: those of a role ask STS
with the region and the options of the command that first wanted them, and the
next command has to ask with its own.
"""

from collections.abc import Callable, Collection, Hashable
from threading import Lock, RLock
from typing import Any, TypeAlias

from awsbatch.aws.version.installed import add_features, own_features


class _Entry:
    """The credentials of one key, if they were resolved yet."""

    def __init__(self, users: int = 0) -> None:
        self.credentials: Any = None
        self.error: Exception | None = None
        """Why the last look for them failed."""
        self.looks = 0
        """How often they were looked for, with whatever result."""
        self.features: frozenset[str] = frozenset()
        """What botocore's user agent says about where the credentials are from."""
        self.users = users
        # It guards the credentials: whoever comes second waits for them, perhaps for an MFA code
        # to be typed. To resolve a role's may ask for those of its source profile, which may be
        # the same.
        self.lock = RLock()

    @property
    def is_resolved(self) -> bool:
        """Whether there are keys; the keys of a role are there after the first request."""
        # botocore 1.44: `_frozen_credentials` is None until they were fetched.
        return getattr(self.credentials, "_frozen_credentials", self.credentials) is not None


Loan: TypeAlias = tuple[_Entry, int]
"""What a key was borrowed of, and how often it had been looked for by then."""


class Credentials:
    """The credentials of one generation, by a key that decides which they are.

    A session borrows a key for a command, before it gets the credentials.
    """

    def __init__(self) -> None:
        self._entries: dict[Hashable, _Entry] = {}
        # It guards the entries and their numbers of users, and is never held for long.
        self._lock = Lock()

    def borrow(self, key: Hashable) -> Loan:
        """Keep the credentials of `key`, with or without keys in them, until it is given back.

        Return what `get` is to be told of that.
        """
        with self._lock:
            entry = self._entries.setdefault(key, _Entry())
            entry.users += 1
            return entry, entry.looks

    def get(
        self,
        key: Hashable,
        resolve: Callable[[], Any],
        *,
        loan: Loan | None = None,
        tells: bool = True,
    ) -> Any:
        """Return the credentials of a borrowed key, or None if there are none.

        The first caller resolves them; callers in other threads wait for it.
        Where there are none, only who borrowed the key after that look asks
        again: `loan` is what `borrow` returned. With `tells`, the user agent
        is told where they are from.
        """
        entry = self._entries[key]
        with entry.lock:
            if entry.credentials is None:
                if loan is None or loan[0] is not entry or loan[1] == entry.looks:
                    _look(entry, resolve)
                elif entry.error is not None:
                    raise entry.error
        if tells:
            add_features(entry.features)
        return entry.credentials

    def give_back(self, key: Hashable) -> None:
        """Drop what was resolved for a borrowed key, unless it has keys or other users."""
        with self._lock:
            entry = self._entries[key]
            entry.users -= 1
            if not entry.users and not entry.is_resolved:
                del self._entries[key]

    @property
    def found(self) -> Collection[Any]:
        """All that were found, and are kept."""
        with self._lock:
            entries = [*self._entries.values()]
        return [each.credentials for each in entries if each.credentials is not None]

    def forget(self) -> None:
        """Have the next to get them resolve all credentials anew."""
        with self._lock:
            for key, entry in self._entries.items():
                # Not the entry emptied: somebody may hold its lock while a code is typed.
                self._entries[key] = _Entry(entry.users)


def _look(entry: _Entry, resolve: Callable[[], Any]) -> None:
    entry.error = None
    try:
        # Apart, since they are added for every command that uses the credentials.
        with own_features() as features:
            entry.credentials = resolve()
            entry.features = frozenset(features)
    except Exception as error:
        entry.error = error
        raise
    finally:
        entry.looks += 1
