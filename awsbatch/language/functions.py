"""The functions of `<<…>>` beyond JMESPath's own.

Each is a method `_func_NAME` with a `signature`, which is how jmespath.py
finds custom functions; `expression` adds them to JMESPath's.
"""

import json
import math
import re
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, TypeVar

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_SPAN = re.compile(r"([0-9]{1,12})([smhdw])")
_Method = TypeVar("_Method", bound=Callable[..., Any])


class EvaluationError(Exception):
    """A value that an expression cannot be computed on."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def _takes(*types: Sequence[str], variadic: bool = False) -> Callable[[_Method], _Method]:
    signature: list[dict[str, object]] = [{"types": list(allowed)} for allowed in types]
    if variadic:
        signature[-1]["variadic"] = True

    def mark(method: _Method) -> _Method:
        vars(method)["signature"] = tuple(signature)
        return method

    return mark


@dataclass(frozen=True)
class Functions:
    """The functions of one run, which share one clock."""

    now: float
    """Seconds since 1970."""

    @_takes()
    def _func_now(self) -> int:
        """Give the whole seconds from 1970 to the start of the run."""
        return int(self.now)

    @_takes(["string"])
    def _func_ago(self, span: str) -> int:
        """Give the whole seconds from 1970 to a span such as `30d` before the run."""
        return int(self.now) - _seconds(span, "ago")

    @_takes(["string"])
    def _func_ago_ms(self, span: str) -> int:
        """Give the same as `ago`, in whole milliseconds."""
        return int(self.now * 1000) - 1000 * _seconds(span, "ago_ms")

    @_takes(["number"])
    def _func_iso(self, seconds: float) -> str:
        """Give seconds since 1970 as UTC, such as `2026-05-20T00:00:00Z`, parts of one dropped."""
        return _moment(seconds, "iso").strftime("%Y-%m-%dT%H:%M:%SZ")

    @_takes(["number"])
    def _func_date(self, seconds: float) -> str:
        """Give the day in UTC of seconds since 1970, such as `2026-05-20`."""
        return _moment(seconds, "date").strftime("%Y-%m-%d")

    @_takes(["number"], ["number"])
    def _func_divide(self, dividend: float, divisor: float) -> float:
        """Divide; whole numbers that divide evenly give a whole number. Not by zero."""
        if divisor == 0:
            raise EvaluationError("`divide()` cannot divide by zero")
        if isinstance(dividend, int) and isinstance(divisor, int) and dividend % divisor == 0:
            return dividend // divisor
        quotient = dividend / divisor
        if not math.isfinite(quotient):
            raise EvaluationError("`divide()` gives a number that is too large")
        return quotient

    @_takes(["string"], [], variadic=True)
    def _func_format(self, template: str, *values: object) -> str:
        """Fill a template as Python's `str.format` does, with positional fields only.

        `{}` and `{0}` may carry a format (`{:>8}`, `{0:03d}`). A number is as
        short as it is exact, and an object or a list is compact JSON. Null is
        an error, as it is in a word.
        """
        _check_template(template)
        try:
            return template.format(*(_field(value) for value in values))
        except IndexError as error:
            raise EvaluationError("`format()` has more fields than values") from error
        except (ValueError, OverflowError) as error:
            raise EvaluationError(
                f"`format()` cannot fill its template: {_lower(error)}"
            ) from error


def _seconds(span: str, function: str) -> int:
    match = _SPAN.fullmatch(span)
    if match is None:
        raise EvaluationError(
            f"`{function}()` takes a span of time, not `{span}`",
            "write a whole number and one of s, m, h, d or w, such as '30d'",
        )
    return int(match[1]) * _SECONDS[match[2]]


def _moment(seconds: float, function: str) -> datetime:
    try:
        return datetime.fromtimestamp(seconds // 1, timezone.utc)
    except (ValueError, OverflowError, OSError) as error:
        raise EvaluationError(
            f"`{function}()` takes seconds since 1970, and {seconds} is out of range",
            "for milliseconds, write divide(…, `1000`)",
        ) from error


def _check_template(template: str) -> None:
    try:
        fields = list(string.Formatter().parse(template))
    except ValueError as error:
        raise EvaluationError(f"`format()` cannot read its template: {_lower(error)}") from error
    for _, name, layout, conversion in fields:
        if (name and not re.fullmatch("[0-9]{1,4}", name)) or conversion or "{" in (layout or ""):
            raise EvaluationError(
                "`format()` takes positional fields only",
                "write {} or {0}, with a format after a colon if need be",
            )


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


def _lower(error: Exception) -> str:
    text = str(error).rstrip(".")
    return text[:1].lower() + text[1:]
