"""Where secrets are in a text, however they are written there."""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from threading import RLock

from awsbatch.redaction.base64_form import Base64Form, forms, padded
from awsbatch.redaction.beginning import Beginnings
from awsbatch.redaction.disguise import DISGUISES, views
from awsbatch.redaction.edge import begins_word, ends_word
from awsbatch.redaction.weakness import FEWEST, is_ordinary

CUT = "…".encode().decode("latin-1")
"""What messages have in the place of what they leave out."""
_FEWEST_OF_CUT = 4
_CONTINUED = re.compile("[\x80-\xbf]")
"""What is not the first byte of a character."""
_WORD = re.compile("[0-9A-Za-z_]+")
_FEW = 32
"""Up to how many texts are each looked for faster than all are at once."""
_FRAME = re.compile(r"-----(?:BEGIN|END) [A-Z0-9 ]+-----|[\W_]*")
"""A line of a secret that others have as well."""
_WINDOWS = [slice(start, start + FEWEST) for start in range(1 << 12)]
"""What takes each run of `FEWEST` characters out of a text."""


def as_bytes(text: str) -> str:
    """Return the bytes of a text as Latin-1 has them."""
    return text if text.isascii() else text.encode("utf-8", "surrogatepass").decode("latin-1")


class Finder:
    """The texts that secrets are found by; from any thread, while others add to them."""

    def __init__(self) -> None:
        # It guards what is added to; whoever looks something up needs no more than one step, but
        # where texts are in order. Reentrant, since a signal handler may have something to say.
        self._lock = RLock()
        self._values: set[str] = set()
        self._anywhere: dict[str, tuple[str, ...]] = {}
        """What is found within words as well, by its first characters."""
        self._encoded: dict[str, Base64Form] = {}
        """What among that base64 makes of secrets."""
        self._before: set[str] = set()
        """What stands before one in base64 and is a part of it."""
        self.weak: set[str] = set()
        """The values that are found as whole words only."""
        self._words: dict[str, tuple[tuple[str, str], ...]] = {}
        """What is found only as whole words, with what joins them to others, by its first word."""
        self._characters: set[str] = set()
        self._sorted: tuple[Beginnings, Beginnings] | None = None
        """As `_ways`, once that is of use."""

    def add(self, value: str) -> None:
        """Find a value from now on; one that says nothing is none."""
        with self._lock:
            self._add(value)

    def _add(self, value: str) -> None:
        # A mask is none.
        if value in self._values or not value.strip("* \t\r\n"):
            return
        self._values.add(value)
        is_weak = len(value) < FEWEST or is_ordinary(value)
        if is_weak:
            self.weak.add(value)
        for text in _in_bytes(value):
            if is_weak:
                self._add_words([text], "-" if is_ordinary(value) else "")
            else:
                self._add_anywhere([text])
            if len(value) < FEWEST:
                self._add_words(padded(text.encode("latin-1")), "")
            else:
                encoded = {each.text: each for each in forms(text.encode("latin-1"))}
                self._encoded.update(encoded)
                self._before.update(*(each.before for each in encoded.values()))
                self._add_anywhere(encoded)
        if "\n" in value or "\r" in value:
            self._add_lines(value)
        # A file may end with a line ending, and what reads it may leave that out.
        self._add(value.strip())

    def _add_lines(self, value: str) -> None:
        self._add(value.replace("\r\n", "\n").replace("\r", "\n"))
        for line in map(str.strip, re.split("[\r\n]+", value)):
            if len(line) >= FEWEST and not _FRAME.fullmatch(line):
                self._add(line)

    def _add_words(self, texts: Iterable[str], joining: str) -> None:
        for text in texts:
            key = _first_word(text)
            self._words[key] = (*self._words.get(key, ()), (text, joining))
            self._note(text)

    def _add_anywhere(self, texts: Iterable[str]) -> None:
        for text in texts:
            same = {*self._anywhere.get(text[:FEWEST], ()), text}
            # The longest first: it may begin with another.
            self._anywhere[text[:FEWEST]] = (*sorted(same, key=len, reverse=True),)
            self._note(text)

    def _note(self, text: str) -> None:
        if self._sorted is not None:
            for texts, each in zip(self._sorted, (text, text[::-1]), strict=True):
                texts.add(each)
        self._characters.update(text)

    def plain(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where secrets stand in a text as it is."""
        for start, found in self._begun(text):
            for each in found:
                if text.startswith(each, start):
                    form = self._encoded.get(each)
                    yield form.whole(text, start) if form else (start, start + len(each))
                    break
        if self._words:
            for key in {*_WORD.findall(text), ""} & self._words.keys():
                for each, joining in self._words[key]:
                    yield from _as_word(each, joining, text)

    def cut(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where the beginning or the end of a secret stands beside what was left out."""
        for place in _places(CUT, text):
            left, right = text[:place].rstrip(), text[place + len(CUT) :].lstrip()
            with self._lock:
                forwards, backwards = self._ways()
                first, last = forwards.size(left), backwards.size(right[::-1])
            if _is_some(left[len(left) - first :]):
                yield len(left) - first, len(left)
            if _is_some(right[:last]) and not _CONTINUED.match(right, last):
                yield len(text) - len(right), len(text) - len(right) + last

    def _begun(self, text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield where the first characters of secrets stand, and these secrets."""
        known = self._anywhere
        if len(known) <= _FEW:
            for key, found in [*known.items()]:
                for start in _places(key, text):
                    yield start, found
            return
        for first in range(0, len(text), len(_WINDOWS)):
            part = text[first : first + len(_WINDOWS) + FEWEST - 1]
            windows = [*map(part.__getitem__, _WINDOWS[: max(len(part) - FEWEST + 1, 0)])]
            # In one step, which the loop is not.
            if not known.keys().isdisjoint(windows):
                for start, window in enumerate(windows, first):
                    if window in known:
                        yield start, known[window]

    def held(self, text: str) -> int:
        """Return from where on a text may become a secret, or a part of one; its length if not."""
        with self._lock:
            return self._held(text)

    def _held(self, text: str) -> int:
        held = len(text)
        for view in views(text, self._begun_escape):
            escape = self._begun_escape(view.text)
            start = min(self._begins(view.text[:escape]), escape)
            if start < len(view.text):
                held = min(held, view.origin(start, len(view.text))[0])
        return held

    def _begun_escape(self, text: str) -> int:
        """Return where a text ends with what may become an escape."""
        begun = (
            way.begun.search(text)
            for way in DISGUISES
            if way.made is None or way.made in self._characters
        )
        return min((match.start() for match in begun if match), default=len(text))

    def _begins(self, text: str) -> int:
        """Return where a text ends with what a secret begins with."""
        start = len(text) - self._ways()[0].size(text)
        return start - self._is_shared(text, start)

    def _is_shared(self, text: str, start: int) -> bool:
        """Return whether the character before a place is base64 of what may begin there."""
        if not start or text[start - 1] not in self._before:
            return False
        end = text[start:]
        return not end or any(
            each.startswith(end) and text[start - 1] in form.before
            for each, form in self._encoded.items()
        )

    def _ways(self) -> tuple[Beginnings, Beginnings]:
        """Return all by what they begin with, and by what they end with, read backwards."""
        if self._sorted is None:
            anywhere = (each for found in self._anywhere.values() for each in found)
            words = (each for found in self._words.values() for each, _ in found)
            texts = {*words, *anywhere}
            self._sorted = Beginnings(texts), Beginnings(each[::-1] for each in texts)
        return self._sorted


def spans(text: str, finders: Sequence[Finder], *, cut: bool = False) -> list[tuple[int, int]]:
    """Return where secrets stand in the bytes of a text, in order and apart.

    With `cut`, so do parts of them beside the mark of what was left out.
    """
    found: list[tuple[int, int]] = []
    for view in views(text):
        for finder in finders:
            found += (view.origin(*span) for span in finder.plain(view.text))
            if cut and CUT in view.text:
                found += (view.origin(*span) for span in finder.cut(view.text))
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        # Those that overlap or touch are one.
        if apart and start <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((start, end))
    return apart


def _in_bytes(value: str) -> set[str]:
    """Return a value in bytes: as any text, as an argument that is none, as this machine has it."""
    found = {as_bytes(value)}
    if not value.isascii():
        for encoding in ("utf-8", getattr(sys.stderr, "encoding", None) or "utf-8"):
            # Characters that are no part of an argument, or that this encoding lacks.
            with suppress(UnicodeEncodeError):
                found.add(value.encode(encoding, "surrogateescape").decode("latin-1"))
    return found


def _first_word(text: str) -> str:
    """Return the first word in a text: where the text is a whole word, so is this."""
    found = _WORD.search(text)
    return found[0] if found else ""


def _as_word(word: str, joining: str, text: str) -> Iterator[tuple[int, int]]:
    for start in _places(word, text):
        end = start + len(word)
        if begins_word(text, start, joining) and ends_word(text, end, joining):
            yield start, end


def _is_some(part: str) -> bool:
    """Return whether a part of a secret has whole characters, and enough to tell something."""
    is_whole = not _CONTINUED.match(part)
    return is_whole and len(part) - len(_CONTINUED.findall(part)) >= _FEWEST_OF_CUT


def _places(part: str, text: str) -> Iterator[int]:
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + 1)
