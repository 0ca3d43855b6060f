"""What is secret in a run, which whoever writes something asks."""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING

from awsbatch.fault.error import ScriptWarning
from awsbatch.redaction.book import Book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from awsbatch.fault.error import AwsbatchError
    from awsbatch.fault.place import Place

_FEWEST_SEEN = 8
"""How many characters a secret of a command has: emulators take `test`."""
_MOST_SEEN = 1000
"""How many secrets of commands are looked for in others: a loop may have any number of them."""


class Secrets(Book):
    """The values that are known to be secret so far; they stay so until the run ends.

    One object serves a run, from any thread. A value is found as it is, as a
    shell, JSON, Python, XML or a URL has it, and in base64; one of several
    lines, by each of them. Few characters, or an ordinary word, are found as a
    whole word only.
    """

    def __init__(self) -> None:
        """Begin without any."""
        super().__init__()
        # It guards all that follows, to which threads add that show commands. Reentrant, since a
        # signal handler may show one.
        self._lock = RLock()
        self.warn: Callable[[AwsbatchError], None] | None = None
        """Tells a person of a secret that cannot be hidden everywhere."""
        self.known = Book()
        """Those that were added, without those of commands."""
        self.explicit = Book()
        """Those that a person has called secret."""
        self.generation = 0
        """How often others have come."""
        self._of_commands = Book()
        self._seen: dict[str, None] = {}
        """Those that commands were shown without, in their order."""
        self._told: set[str] = set()

    def add(
        self, values: Iterable[str | None], what: str | None = None, place: Place | None = None
    ) -> None:
        """Keep values out of what is shown from now on; None, or an empty one, is none.

        Warn, once for each `what` they are, of one that is hidden as a whole word only.
        """
        found = [value for value in values if value]
        with self._lock:
            self.known.put(found)
            self._gather()
        if what is not None and what not in self._told:
            self._tell(found, what, place)

    def add_explicit(
        self, values: Iterable[str | None], name: str, place: Place | None = None
    ) -> None:
        """Do as `add` with values that a person has called secret: results are without them."""
        found = [value for value in values if value]
        with self._lock:
            self.explicit.put(found)
        self.add(found, f"the value of `{name}`", place)

    def see(self, values: Iterable[str]) -> None:
        """Keep the secrets of a command out of what is shown of others, unless these are many."""
        new = [value for value in values if value not in self._seen and len(value) >= _FEWEST_SEEN]
        if not new:
            return
        with self._lock:
            self._seen.update(dict.fromkeys(new))
            if len(self._seen) >= 2 * _MOST_SEEN:
                new = [*self._seen][-_MOST_SEEN:]
                self._seen, self._of_commands = dict.fromkeys(new), Book()
            self._of_commands.put(new)
            self._gather()

    def _gather(self) -> None:
        self.finders = [*self.known.finders, *self._of_commands.finders]
        self.generation += 1

    def _tell(self, values: Iterable[str], what: str, place: Place | None) -> None:
        # Not before there is one.
        from awsbatch.redaction.weakness import weakness

        why = next(filter(None, map(weakness, values)), None)
        if why is not None and self.warn is not None:
            self._told.add(what)
            self.warn(ScriptWarning(f"{what} {why}", place=place))
