"""A stretch of time as people say it."""

# In seconds; what rounds up to the next form is shown in that.
_SMALL = 0.995
_LARGE = 59.95
_MINUTE = 60
_HOUR = 3600


def shown(seconds: float) -> str:
    """Return `0.25 s`, `12.3 s`, `5 min 12 s` or `1 h 5 min`."""
    if seconds < _SMALL:
        return f"{seconds:.2f} s"
    if seconds < _LARGE:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"
