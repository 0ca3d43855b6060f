"""Modifiers: those of a command, such as `@ignore`, and `@rounds` and `@every` of a `while`."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from awsbatch.contract.outcome import PARTIAL
from awsbatch.expression import time_span
from awsbatch.fault.error import ScriptError
from awsbatch.fault.suggestion import meant
from awsbatch.fault.wording import listed
from awsbatch.language.model import (
    NO_MODIFIERS,
    Code,
    Modifiers,
    Retry,
    Word,
)
from awsbatch.record import record

# A loop that waits for something that never comes should end by itself.
ROUNDS = 1000
"""The limit on the rounds of a `while` without `@rounds`."""

_MOST_RETRIES = 100
_CODE = re.compile(r"\*?[A-Za-z0-9_.:-]+\*?|\*")
_USAGE = {
    "every": "`@every=15s`",
    "ignore": "`@ignore=CODE` or `@ignore=CODE,CODE`",
    "retry": "`@retry=3` or `@retry=3:CODE,CODE`",
    "rounds": "`@rounds=20`",
    "secret": "`@secret`",
    "timeout": "`@timeout=30s`",
}
_LOOP_MODIFIERS = ("every", "rounds")
_HIDING = "secret"
_KEEPS = "a captured command or an `input`"
"""What `@secret` goes before."""

_Reader: TypeAlias = Callable[["_Modifier"], Any]


@record
class Bound:
    """The limit on the rounds of a `while`, and the pause between them."""

    rounds: int = ROUNDS
    pause: int = 0
    """In seconds."""


def is_modifier(word: Word) -> bool:
    """Return whether a word begins with `@`, whether or not it is a valid modifier."""
    return word.starts_with("@")


def count(words: Iterable[Word]) -> int:
    """Return the number of modifiers before the first other word."""
    number = 0
    for word in words:
        if not is_modifier(word):
            break
        number += 1
    return number


def parse_modifiers(words: Sequence[Word]) -> Modifiers:
    """Parse the modifiers of a command; raise `ScriptError` for a fault in them."""
    if not words:
        return NO_MODIFIERS
    return Modifiers(**_parsed(words, _COMMAND_READERS))


def parse_bound(words: Iterable[Word]) -> Bound:
    """Parse the modifiers of a `while`; raise `ScriptError` for a fault in them."""
    given = _parsed(words, {"rounds": _rounds, "every": _seconds})
    return Bound(given.get("rounds", ROUNDS), given.get("every", 0))


def spaced(word: Word, values: Iterable[Word]) -> ScriptError:
    """Return the fault of `@ignore = CODE`, which would be an assignment."""
    name = word.literal or "@"
    value = next((each.literal for each in values), None)
    hint = f"write `{name}={value or '…'}`"
    if _name(word) == _HIDING:
        hint = "write `NAME = @secret COMMAND`"
    return ScriptError(
        f"there can be no white space around the `=` of `{name}`",
        place=word.place,
        hint=hint,
    )


def keeps_secret(words: Sequence[Word], where: str) -> bool:
    """Return whether modifiers, if there are any, are one `@secret`; raise `ScriptError` if not.

    `where` is the statement that they stand before, which takes no other.
    """
    others = [word for word in words if _name(word) != _HIDING]
    if others and _name(others[0]) in _USAGE:
        raise misplaced(others, where)
    return bool(_parsed(words, {_HIDING: _flag}))


def refuse_secret(words: Iterable[Word], where: str) -> None:
    """Raise `ScriptError` for a `@secret` among modifiers before a statement that takes others."""
    secret = [word for word in words if _name(word) == _HIDING]
    if secret:
        raise misplaced(secret, where)


def prints_secret(word: Word) -> ScriptError:
    """Return the fault of `@secret` before a command whose output is not captured."""
    return ScriptError(
        "`@secret` keeps a captured result out of what is shown, and this one is not captured",
        place=word.place,
        hint="write `NAME = @secret COMMAND`, or delete it",
    )


def misplaced(words: Iterable[Word], where: str) -> ScriptError:
    """Return the fault of modifiers before a statement that takes none, such as `for`."""
    first = next(iter(words))
    name = f"@{_name(first)}"
    before = _goes_before(_name(first))
    hint = f"delete it, or move it before {before}"
    if name == "@secret" and where == "`while`":
        hint = "write `while NAME = @secret COMMAND`"
    message = f"`{name}` goes before {before}, not before {where}"
    return ScriptError(message, place=first.place, hint=hint)


@record
class _Modifier:
    name: str
    value: str
    word: Word

    def fault(self, message: str, hint: str | None = None) -> ScriptError:
        usage = hint or f"write {_USAGE[self.name]}"
        return ScriptError(message, place=self.word.place, hint=usage)


def _name(word: Word) -> str:
    return (word.literal or "").removeprefix("@").split("=")[0]


def _goes_before(name: str) -> str:
    if name == _HIDING:
        return _KEEPS
    return "`while`" if name in _LOOP_MODIFIERS else "a command"


def _parsed(words: Iterable[Word], readers: Mapping[str, _Reader]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for word in words:
        modifier = _modifier(word, readers)
        if modifier.name in given:
            raise modifier.fault(f"`@{modifier.name}` is given twice", "write one of them")
        given[modifier.name] = readers[modifier.name](modifier)
    return given


def _modifier(word: Word, readers: Mapping[str, _Reader]) -> _Modifier:
    text = word.literal
    if text is None:
        raise ScriptError(
            "a modifier cannot contain a placeholder",
            place=word.place,
            hint="write the value itself",
        )
    name, equals, value = text.removeprefix("@").partition("=")
    if name not in readers:
        raise _unknown(name, word, readers)
    modifier = _Modifier(name, value, word)
    if name == _HIDING:
        if equals:
            raise modifier.fault("`@secret` takes no value")
    elif not equals or not value:
        raise modifier.fault(f"`@{name}` needs a value, with no space before it")
    return modifier


def _unknown(name: str, word: Word, readers: Mapping[str, _Reader]) -> ScriptError:
    if name in _USAGE:
        return misplaced([word], "a command" if "ignore" in readers else "`while`")
    hint = meant(name, readers, form="@{}") or f"write {listed(map('@{}'.format, readers), 'or')}"
    return ScriptError(f"there is no modifier `@{name}`", place=word.place, hint=hint)


def _flag(_: _Modifier) -> bool:
    return True


def _codes(modifier: _Modifier) -> tuple[Code, ...]:
    return _listed(modifier, modifier.value)


def _listed(modifier: _Modifier, text: str) -> tuple[Code, ...]:
    # The columns of the codes are known only if nothing in the word is quoted.
    start = modifier.word.place.text.find(text, modifier.word.place.column - 1)
    codes: list[Code] = []
    for pattern in text.split(","):
        place = modifier.word.place
        if start >= 0:
            # The caret of a missing code goes under the comma beside it.
            last = place.column + place.width - 2
            at = start if pattern else max(start - 1, place.column) if text else last
            place = replace(place, column=at + 1, width=max(len(pattern), 1))
        if not _CODE.fullmatch(pattern):
            raise ScriptError(
                f"`{pattern}` is not an error code"
                if pattern
                else f"an error code is missing in `@{modifier.name}`",
                place=place,
                hint=f"write {_USAGE[modifier.name]}, with no space after the comma",
            )
        codes.append(Code(pattern, place))
        start += len(pattern) + 1 if start >= 0 else 0
    return tuple(codes)


def _retry(modifier: _Modifier) -> Retry:
    times, colon, codes = modifier.value.partition(":")
    number = _number(modifier, times, _MOST_RETRIES)
    retried = _listed(modifier, codes) if colon else ()
    for code in retried:
        if code.pattern == PARTIAL:
            raise ScriptError(
                f"`{PARTIAL}` cannot be retried: a second attempt repeats what was done as well",
                place=code.place,
                hint=f"`@ignore={PARTIAL}` before a capture keeps the answer: send again what it "
                "names",
            )
    return Retry(number, retried)


def _rounds(modifier: _Modifier) -> int:
    return _number(modifier, modifier.value, None)


def _number(modifier: _Modifier, text: str, most: int | None) -> int:
    number = int(text) if re.fullmatch("[0-9]{1,9}", text) else 0
    if not number or (most is not None and number > most):
        limits = "that is at least 1" if most is None else f"from 1 to {most}"
        raise modifier.fault(f"`@{modifier.name}` takes a whole number {limits}, found `{text}`")
    return number


def _seconds(modifier: _Modifier) -> int:
    seconds = time_span.seconds(modifier.value)
    if seconds is None:
        raise modifier.fault(f"`@{modifier.name}` takes a span of time, found `{modifier.value}`")
    return seconds


def _timeout(modifier: _Modifier) -> int:
    seconds = _seconds(modifier)
    if not seconds:
        raise modifier.fault(f"`@timeout` needs some time, found `{modifier.value}`")
    return seconds


_COMMAND_READERS: Mapping[str, _Reader] = {
    "ignore": _codes,
    "retry": _retry,
    "secret": _flag,
    "timeout": _timeout,
}
