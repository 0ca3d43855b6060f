"""A set of secrets, and what texts, results and errors are without them."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from awsbatch.redaction.stars import MASK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from awsbatch.fault.error import AwsbatchError
    from awsbatch.fault.place import Place
    from awsbatch.fault.style import Text
    from awsbatch.redaction.finder import Finder


class Book:
    """Secrets to which others may be added; from any thread."""

    def __init__(self) -> None:
        """Begin without any."""
        self.finders: list[Finder] = []

    def __bool__(self) -> bool:
        return bool(self.finders)

    def put(self, values: Iterable[str]) -> None:
        """Add secrets; one that says nothing is none."""
        found = [*values]
        if found and not self.finders:
            # Not before there is a secret.
            from awsbatch.redaction.finder import Finder

            self.finders = [Finder()]
        for value in found:
            self.finders[0].add(value)

    def has_weak(self) -> bool:
        """Return whether there are secrets that are found as whole words only."""
        return any(each.weak for each in self.finders)

    def is_weak(self, value: str) -> bool:
        """Return whether a value is a secret that is found as a whole word only."""
        return any(value in each.weak for each in self.finders)

    def holds(self, text: str) -> bool:
        """Return whether there is a secret in a text."""
        return self.masked(text) != text

    def is_told_by(self, text: str) -> bool:
        """Return whether a text has a secret in it that is no coincidence."""
        if not self.holds(text):
            return False
        from awsbatch.redaction.finder import as_bytes

        weak = {as_bytes(each) for finder in self.finders for each in finder.weak}
        whole = as_bytes(text)
        return any(whole[start:end] not in weak for start, end in self.spans(whole))

    def masked(self, text: str) -> str:
        """Return a text with a mask in the place of each secret."""
        if not self.finders:
            return text
        from awsbatch.redaction.finder import as_bytes

        whole = as_bytes(text)
        shown = self._masked(whole)
        # For the most part there is none.
        return text if shown is whole else shown.encode("latin-1").decode("utf-8", "surrogatepass")

    def masked_bytes(self, data: bytes) -> bytes:
        """Return bytes with a mask in the place of each secret."""
        if not self.finders:
            return data
        return self._masked(data.decode("latin-1")).encode("latin-1")

    def _masked(self, whole: str) -> str:
        found = self.spans(whole, cut=True)
        if not found:
            return whole
        ends = [0, *(end for _, end in found)]
        shown = [whole[end:start] for end, (start, _) in zip(ends, found, strict=False)]
        return MASK.join([*shown, whole[ends[-1] :]])

    def masked_text(self, text: Text) -> Text:
        """Return a message with a mask in the place of each secret; it then has no styles."""
        return self.masked(str(text)) if self.finders and self.holds(str(text)) else text

    def masked_value(self, value: Any) -> tuple[Any, bool]:
        """Return a value as JSON has it, with a mask for each secret, and whether it has none."""
        shown = _masked_value(value, self.masked) if self.finders else value
        return shown, shown == value

    def kept_value(self, value: Any) -> tuple[Any, bool]:
        """Return as `masked_value` does, with a mask for no word that is a secret by chance."""
        shown = _masked_value(value, self._kept) if self.finders else value
        return shown, shown == value

    def _kept(self, text: str) -> str:
        return self.masked(text) if self.is_weak(text) or self.is_told_by(text) else text

    def mask(self, error: AwsbatchError) -> None:
        """Mask the secrets in the message of an error, and in its hint."""
        error.message = self.masked(error.message)
        error.hint = error.hint and self.masked(error.hint)
        error.args = (error.message,)

    def masked_error(self, error: AwsbatchError, *, has_line: bool = True) -> AwsbatchError:
        """Return an error as it may be shown, with its line.

        Where the line is not shown, its place is that of the file.
        """
        if not self.finders:
            return error
        shown = copy(error)
        self.mask(shown)
        if has_line:
            shown.place = error.place and self._masked_place(error.place)
        return shown

    def _masked_place(self, place: Place) -> Place:
        text = self.masked(place.text)
        if text == place.text:
            return place
        end = place.column - 1 + place.width
        before = self.masked(place.text[: place.column - 1])
        fault = self.masked(place.text[place.column - 1 : end])
        if before + fault + self.masked(place.text[end:]) != text:
            # A secret is both in the fault and beside it.
            same = [*takewhile(lambda pair: pair[0] == pair[1], zip(before, text, strict=False))]
            before, fault = text[: len(same)], MASK
        return replace(place, text=text, column=len(before) + 1, width=max(len(fault), 1))

    def spans(self, text: str, *, cut: bool = False) -> list[tuple[int, int]]:
        """Return where secrets stand in bytes as Latin-1 has them, in order and apart.

        With `cut`, so do parts of them beside `…`.
        """
        from awsbatch.redaction.finder import spans

        return spans(text, self.finders, cut=cut)

    def held(self, text: str) -> int:
        """Return from where on bytes may become a secret, or a part of one, if more come."""
        return min((each.held(text) for each in self.finders), default=len(text))


def _masked_value(value: Any, mask: Callable[[str], str]) -> Any:
    match value:
        case str():
            return mask(value)
        case list() | tuple():
            return [_masked_value(each, mask) for each in value]
        case dict():
            return {mask(name): _masked_value(each, mask) for name, each in value.items()}
        case bool() | int() | float():
            text = str(value).lower() if isinstance(value, bool) else repr(value)
            return value if mask(text) == text else MASK
        case _:
            return value
