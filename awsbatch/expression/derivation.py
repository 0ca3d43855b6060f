"""What functions make of secrets, which is secret as well.

What an expression only takes out of a value is the same text as before. So it
is enough to look at its functions: where something in the arguments is secret,
or has a secret in it, all that is new in the result is made of it.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from awsbatch.expression.functions.signature import EvaluationError, shown
from awsbatch.fault.discretion import sounds_secret
from awsbatch.redaction.leaf import leaves
from awsbatch.redaction.secret import Secrets
from awsbatch.redaction.stars import MASK
from awsbatch.redaction.weakness import weakness

_TELLING_NOTHING = frozenset(["length", "range", "type"])
"""The functions of whose result nothing tells of the arguments."""


class Derivation:
    """What the functions of one evaluation make of secrets."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._made: set[str] = set()
        self._pieces: set[str] = set()
        """What was made that is too short to be kept: something longer may be made of it."""

    def note(self, function: str, arguments: Sequence[Any], result: Any) -> None:
        """Note what a function has made of its arguments."""
        # Those that are given an `&expression` make nothing themselves: they put in another order.
        if function in _TELLING_NOTHING or not all(map(_is_data, arguments)):
            return
        given = {*_texts(arguments)}
        pieces = {*_texts(result, has_names=False)} - given
        if pieces and self._has_secret(given):
            self._made |= {*_parts(result)} - given
            self._pieces |= pieces

    def masked(self, error: EvaluationError, arguments: Sequence[Any]) -> EvaluationError:
        """Return an error of a function without the secrets among its arguments.

        It may show the beginning of one.
        """
        message = error.message
        for text in filter(self._is_secret, _texts(arguments)):
            message = message.replace(shown(text), f"`{MASK}`")
        return EvaluationError(message, error.hint)

    def keep(self, result: Any) -> None:
        """Add what is in the result of the whole expression to the secrets."""
        if self._made:
            self._secrets.add(text for text in _kept(result) if text in self._made)

    def keep_all(self) -> None:
        """Add all that was made to the secrets: an error may tell of any."""
        self._secrets.add(self._made)

    def _has_secret(self, texts: AbstractSet[str]) -> bool:
        # All at once: to look for one takes as long.
        return not self._pieces.isdisjoint(texts) or self._secrets.holds("\n".join(texts))

    def _is_secret(self, text: str) -> bool:
        return self._has_secret({text})


def _parts(value: Any) -> Iterator[str]:
    """Yield the parts of a value that are long enough to be one, if only the whole value is."""
    return leaves([value])


def _kept(value: Any, *, is_secret: bool | None = None) -> Iterator[str]:
    """Yield the parts of a value, but what in an object is a word like any other.

    `is_secret` says whether a name around it says so, None where there is none.
    """
    match value:
        case dict():
            for name, each in value.items():
                yield from _kept(each, is_secret=bool(is_secret) or sounds_secret(name))
        case list():
            for each in value:
                yield from _kept(each, is_secret=is_secret)
        case _:
            # A region, a port and the name of a database are no secrets.
            found = _parts(value)
            yield from (
                found
                if is_secret is not False
                else (text for text in found if weakness(text) is None)
            )


def _is_data(value: Any) -> bool:
    return value is None or isinstance(value, (str, bool, int, float, list, dict))


def _texts(value: Any, *, has_names: bool = True) -> Iterator[str]:
    """Yield the strings and numbers in a value, and its names if asked for."""
    match value:
        case dict():
            if has_names:
                yield from value
            for each in value.values():
                yield from _texts(each, has_names=has_names)
        case list():
            for each in value:
                yield from _texts(each, has_names=has_names)
        case _:
            yield from leaves(value)
