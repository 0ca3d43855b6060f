"""The values of a run that nothing of awsbatch's own may show."""

from collections.abc import Iterable

from awsbatch.fault.error import AwsbatchError

MASK = "***"
_FEWEST = 8
"""How many characters a secret has: emulators take `test`, which other words have in them."""


class Secrets:
    """The values that are known to be secret so far; they stay so until the run ends."""

    def __init__(self) -> None:
        self._values: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._values)

    def add(self, values: Iterable[str | None]) -> None:
        """Keep values out of what is shown from now on; None, or a short stand-in, is none."""
        self._values.update(value for value in values if value and len(value) >= _FEWEST)

    def masked(self, text: str) -> str:
        """Return a text with a mask in the place of each secret."""
        # The longest first: a secret may be a part of another.
        for value in sorted(self._values, key=len, reverse=True):
            text = text.replace(value, MASK)
        return text

    def mask(self, error: AwsbatchError) -> None:
        """Mask the secrets in the message of an error."""
        if self._values:
            error.message = self.masked(error.message)
            error.args = (error.message,)
