"""A line about each call of a program when it ends."""

from collections.abc import Callable
from datetime import datetime

from awsbatch.contract import quoting
from awsbatch.report import duration
from awsbatch.report.call.call_end import Answer, CallEnd


def _now() -> datetime:
    return datetime.now().astimezone()


def line(end: CallEnd, now: Callable[[], datetime] = _now) -> str:
    """Return what is told of a call that is over just now."""
    words = f": {quoting.joined(end.argv)}" if end.argv else ""
    return f"{now():%H:%M:%S} {_what(end)}{words}"


def _what(end: CallEnd) -> str:
    match end.answer:
        case Answer.FRESH | Answer.GUARDED:
            return f"ran as `{end.instead}`, since {end.why}"
        case Answer.LEFT:
            return f"not made here: {end.why}"
        case Answer.MADE:
            code = f" ({end.failure.code})" if end.failure is not None else ""
            request_id = end.failure.request_id if end.failure is not None else end.request_id
            request = f", request id {request_id}" if request_id is not None else ""
            return f"{end.how}{code} in {duration.shown(end.seconds)}{request}"
