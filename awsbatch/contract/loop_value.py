"""What loops set their names to, as messages show it."""

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import field
from itertools import islice

from awsbatch.fault.wording import counted
from awsbatch.record import record
from awsbatch.redaction.stars import MASK

WHOLE = ""
"""Stands among the members that are secret for the whole value."""

_MOST_MEMBERS = 2
# Not known to be secret, but nobody misses it in a message.
_SECRET = re.compile("credential|passw|private|secret|token", re.IGNORECASE)


@record
class LoopValue:
    """What a loop sets its name to in one of its rounds."""

    name: str
    value: object
    secret: Callable[[], Collection[str]] = field(default=frozenset, compare=False, repr=False)
    """Returns the members that commands take as secrets, `WHOLE` for the value itself."""
    hide: Callable[[str], str] | None = field(default=None, compare=False, repr=False)
    """Masks what is secret in a text."""

    def without(self, hide: Callable[[str], str]) -> "LoopValue":
        """Return the value as it may be shown beside a command whose secrets `hide` masks."""
        return LoopValue(self.name, self.value, self.secret, hide)

    @property
    def text(self) -> str:
        """The value for a message, in one line, without what is or may be secret.

        Of an object, that is what tells it from others; of a list, how long it is.
        """
        secret = self.secret()
        if _SECRET.search(self.name) or WHOLE in secret:
            return MASK
        match self.value:
            case dict() as members:
                shown = _telling(members, secret)
                more = ["…"] if len(shown) < len(members) else []
                text = f"{{{', '.join([*(f'{name}: {each}' for name, each in shown), *more])}}}"
            case list() as elements:
                text = f"[{counted(len(elements), 'element')}]"
            case value:
                text = _plain(value)
        return text if self.hide is None else self.hide(text)

    @property
    def texts(self) -> list[str]:
        """What words made of the value may hold: the value, or the members that tell."""
        if isinstance(self.value, dict):
            return [text for _, text in _telling(self.value, self.secret())]
        return [] if isinstance(self.value, list) else [_plain(self.value)]


def _telling(members: Mapping[str, object], secret: Collection[str]) -> list[tuple[str, str]]:
    """Return the first plain members of an object, but for those that are or may be secret."""
    plain = (
        (name, _plain(value))
        for name, value in members.items()
        if not (isinstance(value, dict | list) or name in secret or _SECRET.search(name))
    )
    return [*islice(plain, _MOST_MEMBERS)]


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
