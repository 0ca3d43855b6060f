"""Functions of times, which are seconds since 1970 in UTC."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from decimal import Decimal

from awsbatch.expression.functions.signature import TO_NUMBER, EvaluationError, shown, takes
from awsbatch.expression.time_span import seconds as seconds_of
from awsbatch.fault.suggestion import meant

# Every form in which the two versions of the AWS CLI print a time. Python 3.10:
# fromisoformat accepts neither `Z` nor a fraction of any length.
_TIME = re.compile(
    r"""([0-9]{4})-([0-9]{2})-([0-9]{2})
        (?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.(?P<fraction>[0-9]+))?)?
           (?:[Zz]|(?P<sign>[+-])(?P<hours>[01][0-9]|2[0-3]):?(?P<minutes>[0-5][0-9])?)?)?""",
    re.VERBOSE,
)
# Those of Python that mean the same on every machine, and `-` for no padding.
_DIRECTIVE = re.compile("%(?:-?[demHIjMSUVWy]|[aAbBcDFfgGhnpRrTtuwxXYzZ%])")
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def is_time(text: str) -> bool:
    """Return whether a text has the form of a time that `epoch()` accepts."""
    return _TIME.fullmatch(text) is not None


def is_seconds(text: str) -> bool:
    """Return whether a text is a number of seconds since 1970, and no year or date."""
    return re.fullmatch(r"[0-9]{9,}(\.[0-9]+)?", text) is not None


def time_of(text: str) -> float | None:
    """Return an ISO 8601 time as seconds since 1970, or None for any other text."""
    found = _TIME.fullmatch(text)
    try:
        return None if found is None else _since_epoch(found)
    except EvaluationError:
        return None


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

    @takes(["number"], ["string"], ["string"], optional=1)
    def _func_strftime(self, seconds: float, layout: str, zone: str = "UTC") -> str:
        """Return seconds since 1970 in any form, in UTC or a zone such as `Europe/Berlin`.

        Raise `EvaluationError` for a directive that not every machine knows,
        and for a zone that there is not.
        """
        _check_layout(layout)
        moment = _moment(seconds, "strftime").replace(microsecond=int(seconds % 1 * 1_000_000))
        try:
            return moment.astimezone(_zone(zone)).strftime(layout)
        except (ValueError, OverflowError) as error:
            raise _out_of_range("strftime", seconds) from error


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
    elif isinstance(value, str) and is_seconds(value):
        hint = TO_NUMBER
    return EvaluationError(f"`epoch()` takes a time, found {shown(value)}", hint)


def _moment(seconds: float, function: str) -> datetime:
    try:
        # Rounded down, for times before 1970 as well.
        return datetime.fromtimestamp(seconds // 1, timezone.utc)
    except (ValueError, OverflowError, OSError) as error:
        raise _out_of_range(function, seconds) from error


def _out_of_range(function: str, seconds: float) -> EvaluationError:
    return EvaluationError(
        f"`{function}()` takes seconds since 1970, found {seconds}, which is out of range",
        "for milliseconds, write divide(…, 1000)",
    )


def _check_layout(layout: str) -> None:
    for directive in re.findall(r"%-?.?", layout, re.DOTALL):
        if not _DIRECTIVE.fullmatch(directive):
            raise EvaluationError(
                f"`strftime()` has no directive `{directive}`",
                "write %Y, %m, %d, %H, %M, %S, %z or another of Python's; a % itself is %%",
            )


def _zone(name: str) -> tzinfo:
    if name == "UTC":
        return timezone.utc
    # It asks for much of Python's own configuration, which few runs need.
    import zoneinfo

    try:
        return zoneinfo.ZoneInfo(name)
    # It reads a file of that name, which may be a directory, such as `Europe`.
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        known = zoneinfo.available_timezones()
        hint = meant(name, sorted(known)) or "write a name such as 'Europe/Berlin'"
        if not known:
            hint = "this machine has none: `pip install tzdata` brings them"
        raise EvaluationError(f"there is no time zone {shown(name)}", hint) from error
