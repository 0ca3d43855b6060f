"""The book of what is secret in a run, which whoever writes something asks."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from awsbatch.fault.error import AwsbatchError, ScriptWarning
from awsbatch.fault.place import Place
from awsbatch.redaction.stars import MASK

_FEWEST = 8
"""How many characters a secret has: emulators take `test`, which other words have in them."""

_MOST_SEEN = 1000
"""How many secrets of commands are looked for in others: a loop may have any number of them."""


class Secrets:
    """The values that are known to be secret so far; they stay so until the run ends.

    One object serves a run, from any thread.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self.warn: Callable[[AwsbatchError], None] | None = None
        """Tells a person of a secret that cannot be hidden everywhere."""
        self._values: set[str] = set()
        self._explicit: set[str] = set()
        """Those that a person has called secret."""
        self._seen: dict[str, None] = {}
        """Those that commands were shown without, in their order."""
        self._told: set[str] = set()

    def add(self, values: Iterable[str | None]) -> None:
        """Keep values out of what is shown from now on; None, or a short stand-in, is none."""
        self._values.update(value for value in values if value and len(value) >= _FEWEST)

    def add_explicit(
        self, values: Iterable[str | None], name: str, place: Place | None = None
    ) -> None:
        """Keep values that a person has called secret out of results as well.

        Warn, once for each `name`, of one that is too short to be hidden everywhere.
        """
        found = [value for value in values if value]
        self._explicit.update(found)
        self.add(found)
        if any(len(value) < _FEWEST for value in found) and name not in self._told:
            self._told.add(name)
            if self.warn is not None:
                message = f"`{name}` has fewer than {_FEWEST} characters"
                self.warn(ScriptWarning(message, place=place))

    def see(self, values: Iterable[str]) -> None:
        """Keep the secrets of a command out of what is shown of others, unless these are many."""
        self._seen.update((value, None) for value in values if len(value) >= _FEWEST)
        for value in [*self._seen][:-_MOST_SEEN]:
            self._seen.pop(value, None)

    def holds(self, text: str) -> bool:
        """Return whether there is a secret in a text."""
        return self.masked(text) != text

    def masked(self, text: str, *, explicit: bool = False) -> str:
        """Return a text with a mask in the place of each secret.

        With `explicit`, only those count that a person has called secret.
        """
        # Copies: threads that show a command add to them.
        known = (*self._explicit,) if explicit else (*self._values, *self._seen)
        found = [value for value in known if value in text]
        # The longest first: a secret may be a part of another.
        for value in sorted(found, key=len, reverse=True):
            text = _without(value, text)
        return text

    def masked_value(self, value: Any, *, explicit: bool = False) -> tuple[Any, bool]:
        """Return a value as JSON has it, with a mask for each secret, and whether it has none."""
        shown = self._masked_value(value, explicit=explicit)
        return shown, shown == value

    def _masked_value(self, value: Any, *, explicit: bool) -> Any:
        match value:
            case str():
                return self.masked(value, explicit=explicit)
            case list():
                return [self._masked_value(each, explicit=explicit) for each in value]
            case dict():
                return {
                    self.masked(name, explicit=explicit): self._masked_value(
                        each, explicit=explicit
                    )
                    for name, each in value.items()
                }
            case _:
                return value

    def mask(self, error: AwsbatchError) -> None:
        """Mask the secrets in the message of an error, and in its hint."""
        error.message = self.masked(error.message)
        error.hint = error.hint and self.masked(error.hint)
        error.args = (error.message,)


def _without(value: str, text: str) -> str:
    """Return a text with a mask in the place of a value."""
    if not value.isalpha():
        return text.replace(value, MASK)
    # A password may be `password`, of which options have their names.
    return re.sub(rf"(?<![\w-]){value}(?![\w-])", MASK, text)
