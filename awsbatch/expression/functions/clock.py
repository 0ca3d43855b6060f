"""Functions of times, which are seconds since 1970 in UTC."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from awsbatch.expression.functions.signature import EvaluationError, shown, takes
from awsbatch.expression.time_span import seconds as seconds_of

# Every form in which the two versions of the AWS CLI print a time. Python 3.10:
# fromisoformat accepts neither `Z` nor a fraction of any length.
_TIME = re.compile(
    r"""([0-9]{4})-([0-9]{2})-([0-9]{2})
        (?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.(?P<fraction>[0-9]+))?)?
           (?:[Zz]|(?P<sign>[+-])(?P<hours>[01][0-9]|2[0-3]):?(?P<minutes>[0-5][0-9])?)?)?""",
    re.VERBOSE,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def is_time(text: str) -> bool:
    """Return whether a text has the form of a time that `epoch()` accepts."""
    return _TIME.fullmatch(text) is not None


@dataclass(frozen=True)
class ClockFunctions:
    """The functions of times, for which `now` stays the same during a run."""

    now: float
    """The start of the run, in seconds since 1970."""

    @takes()
    def _func_now(self) -> int:
        """Return the start of the run in whole seconds since 1970."""
        return int(self.now)

    @takes([])
    def _func_ago(self, span: object) -> int:
        """Return the time a span such as `30d` before the run, in whole seconds since 1970."""
        return int(self.now) - _seconds(span, "ago")

    @takes([])
    def _func_ago_ms(self, span: object) -> int:
        """Return the time a span before the run, in whole milliseconds since 1970."""
        return int(self.now * 1000) - 1000 * _seconds(span, "ago_ms")

    @takes([])
    def _func_epoch(self, time: object) -> float:
        """Return an ISO 8601 time as seconds since 1970, and a number as it is.

        A date alone means its midnight, and a time without a zone is UTC. The
        result is an int if the seconds are whole. Raise `EvaluationError` for
        any other value.
        """
        match time:
            case bool():
                pass
            case int():
                return time
            case float():
                return int(time) if time.is_integer() else time
            case str() if (found := _TIME.fullmatch(time)) is not None:
                return _since_epoch(found)
        raise _no_time(time)

    @takes(["number"])
    def _func_iso(self, seconds: float) -> str:
        """Return seconds since 1970 as UTC, such as `2026-05-20T00:00:00Z`, without a fraction."""
        return f"{_moment(seconds, 'iso').replace(tzinfo=None).isoformat()}Z"

    @takes(["number"])
    def _func_date(self, seconds: float) -> str:
        """Return the date in UTC of seconds since 1970, such as `2026-05-20`."""
        return _moment(seconds, "date").date().isoformat()


def _seconds(span: object, function: str) -> int:
    seconds = seconds_of(span) if isinstance(span, str) else None
    if seconds is None:
        raise EvaluationError(
            f"`{function}()` takes a span of time, found {shown(span)}",
            "write a whole number and one of s, m, h, d or w, such as '30d'",
        )
    return seconds


def _since_epoch(time: re.Match[str]) -> float:
    year, month, day, hour, minute, second = (int(part or 0) for part in time.groups()[:6])
    try:
        local = datetime(year, month, day, hour, minute, second, tzinfo=timezone.utc)
    except ValueError as error:
        raise EvaluationError(
            f"`epoch()` takes a time, found `{time[0]}`, which does not exist"
        ) from error
    ahead = timedelta(hours=int(time["hours"] or 0), minutes=int(time["minutes"] or 0))
    whole = (local - _EPOCH + (ahead if time["sign"] == "-" else -ahead)) // timedelta(seconds=1)
    # As a decimal, since a float loses digits of seconds and fraction together.
    fraction = Decimal(f"0.{time['fraction'] or 0}")
    return float(whole + fraction) if fraction else whole


def _no_time(value: object) -> EvaluationError:
    hint = "write a time such as 2026-05-20T00:00:00Z, or seconds since 1970"
    if value is None:
        hint = "in a filter, `t && epoch(t) < …` leaves out what has no time"
    elif isinstance(value, str) and re.fullmatch(r"[0-9]+(\.[0-9]+)?", value):
        hint = "to_number(…) converts a string to a number"
    return EvaluationError(f"`epoch()` takes a time, found {shown(value)}", hint)


def _moment(seconds: float, function: str) -> datetime:
    try:
        # Rounded down, for times before 1970 as well.
        return datetime.fromtimestamp(seconds // 1, timezone.utc)
    except (ValueError, OverflowError, OSError) as error:
        raise EvaluationError(
            f"`{function}()` takes seconds since 1970, found {seconds}, which is out of range",
            "for milliseconds, write divide(…, `1000`)",
        ) from error
