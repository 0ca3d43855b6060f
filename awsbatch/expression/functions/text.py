"""Functions of strings."""

import json
import re
import string
import sys
from collections.abc import Sequence
from typing import Any

from awsbatch.expression.functions.number import whole
from awsbatch.expression.functions.signature import TO_NUMBER, EvaluationError, kind, shown, takes
from awsbatch.fault.wording import uncapitalized

# Python's: what a field may end in that takes numbers, and those that take whole ones.
_WHOLE_TYPES = tuple("bcdoxX")
_NUMBER_TYPES = (*_WHOLE_TYPES, *"eEfFgG%n")
_POSIX_CLASS = re.compile(r"\[:\^?[a-z]+:\]")

# One that is a typing error would take all of the machine's memory, and at the check already.
_MOST_WIDTH = 1_000_000


class TextFunctions:
    """The functions that take strings apart or build them."""

    @takes(["string"], ["string"], ["number"], optional=1)
    def _func_split(self, subject: str, search: str, count: float | None = None) -> list[str]:
        """Return the parts of a string between occurrences of another one.

        Split at most `count` times, and into characters if `search` is empty.
        """
        limit = _limit(count, "split")
        # Python refuses to split at an empty text.
        if search:
            return subject.split(search, limit)
        if 0 <= limit < len(subject):
            return [*subject[:limit], subject[limit:]]
        return list(subject)

    @takes(["array", "string"], [])
    def _func_contains(self, subject: Any, search: object) -> bool:
        """Return whether a list has an element, or a string has another one in it.

        Raise `EvaluationError` for anything but a string to be found in a string.
        """
        if isinstance(subject, str) and not isinstance(search, str):
            hint = "to_string(…) converts it to a string"
            raise EvaluationError(
                f"`contains()` takes a string to find in a string, found {kind(search)}",
                "give a default: x || ''" if search is None else hint,
            )
        return search in subject

    @takes(["string"])
    def _func_lines(self, text: str) -> list[str]:
        r"""Return the lines of a text without their ends, `\n` or `\r\n`; the last may lack one."""
        lines = re.split(r"\r?\n", text)
        return lines if lines[-1] else lines[:-1]

    @takes(["string"], ["string"], ["string"], ["number"], optional=1)
    def _func_replace(self, subject: str, old: str, new: str, count: float | None = None) -> str:
        """Return a string with `old` replaced by `new`, at most at its first `count` places."""
        return subject.replace(old, new, _limit(count, "replace"))

    @takes(["string"])
    def _func_lower(self, text: str) -> str:
        """Return a text in lower case."""
        return text.lower()

    @takes(["string"])
    def _func_upper(self, text: str) -> str:
        """Return a text in upper case."""
        return text.upper()

    @takes(["string"], ["string"], optional=1)
    def _func_trim(self, subject: str, characters: str = "") -> str:
        """Return a string without these characters at its ends, or else without white space."""
        return subject.strip(characters or None)

    @takes(["string"], ["number"], ["string"], optional=1)
    def _func_pad_left(self, subject: str, width: float, pad: str = " ") -> str:
        """Return a string filled on the left to at least `width` characters."""
        return subject.rjust(_width(width, "pad_left"), _pad(pad, "pad_left"))

    @takes(["string"], ["number"], ["string"], optional=1)
    def _func_pad_right(self, subject: str, width: float, pad: str = " ") -> str:
        """Return a string filled on the right to at least `width` characters."""
        return subject.ljust(_width(width, "pad_right"), _pad(pad, "pad_right"))

    @takes(["string"], ["string"])
    def _func_matches(self, text: str, pattern: str) -> bool:
        """Return whether a Python regular expression matches anywhere in a string.

        `^` and `$` match at the ends of the whole string. Raise
        `EvaluationError` for an invalid expression, and for a class such as
        `[:alpha:]`, which Python would read as the letters in it.
        """
        if found := _POSIX_CLASS.search(pattern):
            raise EvaluationError(
                f"`matches()` takes a Python regular expression, which has no class `{found[0]}`",
                r"write [A-Za-z], \d, \s or \w",
            )
        try:
            return re.search(pattern, text) is not None
        except (re.error, OverflowError) as error:
            raise EvaluationError(f"`matches()` cannot read {shown(pattern)}: {error}") from error

    @takes(["string"], [], variadic=True)
    def _func_format(self, template: str, *values: object) -> str:
        """Return a template filled as by Python's `str.format`, with positional fields only.

        `{}` and `{0}` may have a format (`{:>8}`, `{0:03d}`). Whole numbers
        have no `.0`, and objects and lists become compact JSON. Raise
        `EvaluationError` for null, which is an error in a word, too.
        """
        _check_template(template)
        try:
            return template.format(*(_field(value) for value in values))
        except IndexError as error:
            raise EvaluationError("`format()` has more fields than values") from error
        except (ValueError, OverflowError) as error:
            raise _no_fit(template, values) from error


def _limit(count: float | None, function: str) -> int:
    """Return a limit on occurrences as Python's methods take it: -1 for no limit."""
    # Python refuses a limit beyond the machine's numbers.
    return -1 if count is None else min(whole(count, function, least=0), sys.maxsize)


def _width(width: float, function: str) -> int:
    if width > _MOST_WIDTH:
        raise EvaluationError(
            f"`{function}()` takes a width of at most {_MOST_WIDTH:,}, found {width}"
        )
    return whole(width, function, least=0)


def _pad(pad: str, function: str) -> str:
    if len(pad) != 1:
        raise EvaluationError(
            f"`{function}()` takes one character to fill with, found {shown(pad)}"
        )
    return pad


def _check_template(template: str) -> None:
    try:
        fields = list(string.Formatter().parse(template))
    except ValueError as error:
        raise EvaluationError(
            f"`format()` cannot read its template: {uncapitalized(str(error))}"
        ) from error
    if any(re.search("[0-9]{7}", layout or "") for _, _, layout, _ in fields):
        raise EvaluationError(f"`format()` takes widths of less than {_MOST_WIDTH:,}")
    # Names, attributes and conversions would reach into Python's objects.
    for _, name, layout, conversion in fields:
        if (name and not re.fullmatch("[0-9]{1,4}", name)) or conversion or "{" in (layout or ""):
            raise EvaluationError(
                "`format()` takes positional fields only",
                "write {} or {0}, with a format after a colon if need be",
            )


def _no_fit(template: str, values: Sequence[object]) -> EvaluationError:
    """Return the error of a template whose fields are there, but do not fit the values."""
    fields = (field for field in string.Formatter().parse(template) if field[1] is not None)
    for index, (_, name, layout, _) in enumerate(fields):
        value = values[int(name) if name else index]
        try:
            format(_field(value), layout or "")
        except (ValueError, OverflowError):
            return EvaluationError(
                f"`format()` cannot write {kind(value)} as `{{:{layout}}}`", _fit(value, layout)
            )
    # `{}` and `{0}` in one template.
    return EvaluationError("`format()` takes either `{}` or numbered fields such as `{0}`")


def _fit(value: object, layout: str | None) -> str:
    if (layout or "")[-1:] in _NUMBER_TYPES and isinstance(value, str):
        return TO_NUMBER
    if (layout or "")[-1:] in _WHOLE_TYPES and isinstance(value, float):
        return "floor(…) and ceil(…) make it a whole number"
    return "write {:>8}, {:.2f}, {:03d} or another format of Python's"


def _field(value: object) -> object:
    match value:
        case None:
            raise EvaluationError("`format()` was given null", "give a default: x || 'none'")
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return int(value)
        case dict() | list():
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        case _:
            return value
