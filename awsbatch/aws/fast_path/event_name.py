"""The canonical names of events, which version 1 of the AWS CLI looks for."""

from typing import Any

from botocore.hooks import EventAliaser

from awsbatch.aws.shortcut import Shortcut

_NAMES: dict[str, str] = {}
"""The canonical names that were found, by the name of the event."""


class QuickAliaser(EventAliaser):  # type: ignore[misc]
    """An aliaser that looks for the parts of a name only where one of them may have an alias."""

    def _alias_event_name(self, event_name: str) -> str:
        try:
            return _NAMES[event_name]
        except KeyError:
            pass
        if not any(part in event_name for part in self._event_aliases):
            return _NAMES.setdefault(event_name, event_name)
        name: str = super()._alias_event_name(event_name)
        return name


class EventNames(Shortcut):
    """Keeps the canonical name of each event, which depends on nothing but its name.

    To find one takes 50 us, and a session registers some 300 handlers.
    """

    name = "names of events"
    needs = (
        # botocore 1.44.
        "botocore.hooks:EventAliaser()._alias_name_cache",
        "botocore.hooks:EventAliaser()._event_aliases",
        "botocore.hooks:EventAliaser._alias_event_name(self, event_name)",
    )

    def events(self, events: Any) -> None:
        """Share one table of canonical event names among all sessions and clients."""
        if type(events) in (EventAliaser, QuickAliaser):
            events.__class__ = QuickAliaser
            # botocore 1.44: each begins with an empty table, which nothing else can set.
            events._alias_name_cache = _NAMES  # noqa: SLF001


SHORTCUTS = (EventNames,)
