"""A line about each call of a program when it ends."""

from collections.abc import Callable
from datetime import datetime

from awsbatch.contract import quoting
from awsbatch.report import duration
from awsbatch.report.call.call_end import GUARDED, Answer, CallEnd


def _now() -> datetime:
    return datetime.now().astimezone()


def line(end: CallEnd, now: Callable[[], datetime] = _now) -> str:
    """Return what is told of a call that is over just now."""
    words = f": {quoting.on_one_line(end.argv)}" if end.argv else ""
    return f"{now():%H:%M:%S} {_what(end)}{words}"


def _what(end: CallEnd) -> str:
    match end.answer:
        case Answer.FRESH:
            return f"ran as `{quoting.on_one_line(end.instead)}`, since {end.why}"
        case Answer.CUT:
            after = duration.shown(end.seconds)
            return f"ended in its middle after {after}, since {end.why}; it may have been made"
        case Answer.LEFT:
            return f"not made here: {end.why}"
        case Answer.MADE:
            code = f" ({end.failure.code})" if end.failure is not None and end.failure.code else ""
            request_id = end.failure.request_id if end.failure is not None else end.request_id
            request = f", request id {request_id}" if request_id is not None else ""
            fresh = f", by {GUARDED}, since {end.why}" if end.why else ""
            return f"{end.how}{code} in {duration.shown(end.seconds)}{request}{fresh}"
