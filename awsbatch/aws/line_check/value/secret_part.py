"""Which parts of a value are secret, by the model of what it fills."""

from collections.abc import Iterable, Iterator
from typing import Any

from awsbatch.aws.catalog.sensitive import Secrecy, Verdict, judge
from awsbatch.aws.line_check.value.located import (
    Located,
    Pairs,
    Parsed,
    UnreadableError,
    json_texts,
)
from awsbatch.record import record

# The name of a file, which is no secret, where the author of a line wrote it.
FILES = ("file://", "fileb://")
_TEXTS = frozenset({"blob", "string"})
_STRUCTURED = frozenset({"list", "map", "structure"})


class _MisplacedError(Exception):
    """Raised for what is no text where a secret is, such as a number: nobody knows its place."""

    def __init__(self, value: Parsed, secrecy: Secrecy) -> None:
        super().__init__(str(value))
        self.secrecy = secrecy


@record
class Part:
    """A part of a value that is secret."""

    text: str
    """The secret itself, as it is sent."""
    start: int
    end: int
    secrecy: Secrecy


@record
class Place:
    """A member of an operation's input, or an element of one."""

    service: str
    member: str
    """The name of the innermost member around it."""
    shape: Any
    marked: bool
    """Whether the model marks it, or what it is a part of, as sensitive."""

    @classmethod
    def of(cls, service: str, member: str, shape: Any, *, marked: bool = False) -> "Place":
        """Return the place of a shape, with the mark of its own."""
        return cls(service, member, shape, marked or bool(shape.metadata.get("sensitive")))

    @property
    def verdict(self) -> Verdict:
        """Whether a text there is secret."""
        is_text = self.shape.type_name in _TEXTS
        return judge(self.service, self.member, marked=self.marked, is_text=is_text)

    @property
    def is_text(self) -> bool:
        """Whether there is a value of no parts."""
        return self.shape.type_name not in _STRUCTURED

    def inside(self, shape: Any, member: str | None = None) -> "Place":
        """Return the place of a member, or of an element."""
        return Place.of(self.service, member or self.member, shape, marked=self.marked)

    def has_secret(self) -> bool:
        """Return whether anything there may be secret."""
        return any(place.verdict.secrecy is not Secrecy.NONE for place in texts(self, set()))


def secret_parts(value: str, place: Place) -> list[Part]:
    """Return the secret parts of the value of an option, or of one of its values."""
    if place.is_text:
        secrecy = place.verdict.secrecy
        return [] if secrecy is Secrecy.NONE else [Part(value, 0, len(value), secrecy)]
    try:
        return [*_parts(*_parsed(value, place))]
    except _MisplacedError as error:
        # The AWS CLI refuses it, and tells what it found.
        return [Part(str(error), 0, len(value), error.secrecy)]
    except UnreadableError:
        # It is not sent, so that nobody knows which part of it is what.
        return [Part(value, 0, len(value), Secrecy.HERE)] if place.has_secret() else []


def _parsed(value: str, place: Place) -> tuple[Parsed, Place]:
    """Return a value as data, and the place that it fills; raise `UnreadableError`.

    A list has several values, unless it is written as JSON.
    """
    text = value.lstrip()
    is_element = place.shape.type_name == "list" and text[:1] != "["
    place = place.inside(place.shape.member) if is_element else place
    if place.is_text:
        return Located(value, 0, len(value)), place
    if text[:1] in ("{", "["):
        return json_texts(value), place
    # Imported here: it is slow, and of use for such values only.
    from awsbatch.aws.line_check.value.located_shorthand import shorthand_texts

    return shorthand_texts(value), place


def _parts(value: Parsed, place: Place) -> Iterator[Part]:
    match place.shape.type_name:
        case "structure":
            for name, inner in _members(value):
                shape = place.shape.members.get(name)
                if shape is not None:
                    yield from _parts(inner, place.inside(shape, name))
        case "map":
            for _, inner in _members(value):
                yield from _parts(inner, place.inside(place.shape.value))
        case "list":
            for inner in value if type(value) is list else [value]:
                yield from _parts(inner, place.inside(place.shape.member))
        case _:
            yield from _part(value, place.verdict.secrecy)


def _part(value: Parsed, secrecy: Secrecy) -> Iterator[Part]:
    if secrecy is Secrecy.NONE or value in (None, "") or str(value).startswith(FILES):
        return
    if not isinstance(value, Located):
        raise _MisplacedError(value, secrecy)
    yield Part(str(value), value.start, value.end, secrecy)


def _members(value: Parsed) -> Iterable[tuple[str, Parsed]]:
    match value:
        case Pairs():
            return value
        case dict():
            return value.items()
        case None:
            return ()
        case _:
            raise UnreadableError


def texts(place: Place, seen: set[tuple[str, bool, str]]) -> Iterator[Place]:
    """Yield the places of all texts in one, but for what has been seen, which is noted."""
    if place.is_text:
        yield place
        return
    key = (place.shape.name, place.marked, place.member)
    if key in seen:
        return
    seen.add(key)
    match place.shape.type_name:
        case "structure":
            for name, shape in place.shape.members.items():
                yield from texts(place.inside(shape, name), seen)
        case "map":
            yield from texts(place.inside(place.shape.value), seen)
        case _:
            yield from texts(place.inside(place.shape.member), seen)
