"""The canonical names of events, which version 1 of the AWS CLI looks for."""

from typing import Any

from awsbatch.aws.shortcut import Shortcut

_NAMES: dict[str, str] = {}
"""The canonical names that were found, by the name of the event."""


class EventNames(Shortcut):
    """Keeps the canonical name of each event, which depends on nothing but its name.

    To find one takes 50 us, and a session registers some 300 handlers.
    """

    name = "names of events"
    # botocore 1.44.
    needs = ("botocore.hooks:EventAliaser()._alias_name_cache",)

    def events(self, events: Any) -> None:
        """Share one table of canonical event names among all sessions and clients."""
        # botocore 1.44: each aliaser begins with an empty table, which nothing else can set.
        events._alias_name_cache = _NAMES  # noqa: SLF001


SHORTCUTS = (EventNames,)
