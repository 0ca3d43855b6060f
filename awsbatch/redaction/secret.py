"""The book of what is secret in a run, which whoever writes something asks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from awsbatch.fault.error import ScriptWarning
from awsbatch.redaction.stars import MASK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from awsbatch.fault.error import AwsbatchError
    from awsbatch.fault.place import Place
    from awsbatch.redaction.finder import Finder

_FEWEST_SEEN = 8
"""How many characters a secret of a command has: emulators take `test`."""
_MOST_SEEN = 1000
"""How many secrets of commands are looked for in others: a loop may have any number of them."""


class Secrets:
    """The values that are known to be secret so far; they stay so until the run ends.

    One object serves a run, from any thread. A value is found as it is, as a
    shell, JSON, Python, XML or a URL has it, and in base64; one of several
    lines, by each of them. Few characters, or an ordinary word, are found as a
    whole word only.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self.warn: Callable[[AwsbatchError], None] | None = None
        """Tells a person of a secret that cannot be hidden everywhere."""
        self._known: Finder | None = None
        self._explicit: Finder | None = None
        """Those that a person has called secret."""
        self._seen: dict[str, None] = {}
        """Those that commands were shown without, in their order."""
        self._of_commands: Finder | None = None
        self._told: set[str] = set()

    def __bool__(self) -> bool:
        return self._known is not None or self._of_commands is not None

    def add(
        self, values: Iterable[str | None], name: str | None = None, place: Place | None = None
    ) -> None:
        """Keep values out of what is shown from now on; None, or an empty one, is none.

        Warn, once for each `name`, of one that is hidden as a whole word only.
        """
        found = [value for value in values if value]
        self._known = _with(self._known, found)
        if name is not None and name not in self._told:
            self._tell(found, name, place)

    def add_explicit(
        self, values: Iterable[str | None], name: str, place: Place | None = None
    ) -> None:
        """Do as `add` with values that a person has called secret: results are without them."""
        found = [value for value in values if value]
        self._explicit = _with(self._explicit, found)
        self.add(found, name, place)

    def _tell(self, values: Iterable[str], name: str, place: Place | None) -> None:
        # Not before there is one.
        from awsbatch.redaction.weakness import weakness

        why = next(filter(None, map(weakness, values)), None)
        if why is not None and self.warn is not None:
            self._told.add(name)
            self.warn(ScriptWarning(f"the value of `{name}` {why}", place=place))

    def see(self, values: Iterable[str]) -> None:
        """Keep the secrets of a command out of what is shown of others, unless these are many."""
        new = [value for value in values if value not in self._seen and len(value) >= _FEWEST_SEEN]
        self._seen.update(dict.fromkeys(new))
        if len(self._seen) >= 2 * _MOST_SEEN:
            new = [*self._seen][-_MOST_SEEN:]
            self._seen, self._of_commands = dict.fromkeys(new), None
        self._of_commands = _with(self._of_commands, new)

    def holds(self, text: str) -> bool:
        """Return whether there is a secret in a text."""
        return self.masked(text) != text

    def masked(self, text: str, *, explicit: bool = False) -> str:
        """Return a text with a mask in the place of each secret.

        With `explicit`, only those count that a person has called secret.
        """
        finders = self._finders(explicit=explicit)
        if not finders:
            return text
        from awsbatch.redaction.finder import as_bytes, spans

        whole = as_bytes(text)
        found = spans(whole, finders)
        if not found:
            return text
        ends = [0, *(end for _, end in found)]
        shown = [whole[end:start] for end, (start, _) in zip(ends, found, strict=False)]
        shown.append(whole[ends[-1] :])
        return MASK.join(shown).encode("latin-1").decode("utf-8", "surrogatepass")

    def masked_value(self, value: Any, *, explicit: bool = False) -> tuple[Any, bool]:
        """Return a value as JSON has it, with a mask for each secret, and whether it has none."""
        if not self._finders(explicit=explicit):
            return value, True
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
                text = json.dumps(value)
                return value if self.masked(text, explicit=explicit) == text else MASK

    def mask(self, error: AwsbatchError) -> None:
        """Mask the secrets in the message of an error, and in its hint."""
        error.message = self.masked(error.message)
        error.hint = error.hint and self.masked(error.hint)
        error.args = (error.message,)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where secrets stand in bytes as Latin-1 has them, in order and apart."""
        from awsbatch.redaction.finder import spans

        return spans(text, self._finders())

    def held(self, text: str) -> int:
        """Return from where on bytes may become a secret, or a part of one, if more come."""
        return min((each.held(text) for each in self._finders()), default=len(text))

    def _finders(self, *, explicit: bool = False) -> list[Finder]:
        found = (self._explicit,) if explicit else (self._known, self._of_commands)
        return [each for each in found if each is not None]


def _with(finder: Finder | None, values: Sequence[str]) -> Finder | None:
    """Return what finds further values as well."""
    if not values:
        return finder
    if finder is None:
        # Not before there is a secret.
        from awsbatch.redaction.finder import Finder

        finder = Finder()
    for value in values:
        finder.add(value)
    return finder
