"""What loops set their names to, as messages show it."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import field
from itertools import islice

from awsbatch.contract.mask import MASK
from awsbatch.fault.wording import counted
from awsbatch.record import record

_MOST_MEMBERS = 2
# Not known to be secret, but nobody misses it in a message.
_SECRET = re.compile("credential|passw|private|secret|token", re.IGNORECASE)


@record
class LoopValue:
    """What a loop sets its name to in one of its rounds."""

    name: str
    value: object
    hide: Callable[[str], str] | None = field(default=None, compare=False, repr=False)
    """Masks what is secret in a text."""

    @property
    def text(self) -> str:
        """The value for a message, in one line, without what is or may be secret.

        Of an object, that is what tells it from others; of a list, how long it is.
        """
        if _SECRET.search(self.name):
            return MASK
        match self.value:
            case dict() as members:
                shown = _telling(members)
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
            return [text for _, text in _telling(self.value)]
        return [] if isinstance(self.value, list) else [_plain(self.value)]


def _telling(members: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return the first plain members of an object, but for those that may be secret."""
    plain = (
        (name, _plain(value))
        for name, value in members.items()
        if not (isinstance(value, dict | list) or _SECRET.search(name))
    )
    return [*islice(plain, _MOST_MEMBERS)]


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
