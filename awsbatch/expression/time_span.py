"""Spans of time as scripts write them, such as `90s`, `15m`, `6h`, `30d` and `2w`."""

import re

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_SPAN = re.compile(r"([0-9]{1,12})([smhdw])")


def seconds(text: str) -> int | None:
    """Return the seconds of a span of time, or None if the text is not one."""
    match = _SPAN.fullmatch(text)
    return int(match[1]) * _SECONDS[match[2]] if match else None
