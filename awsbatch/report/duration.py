"""A span of time as people write it."""

# In seconds: from here on, the number would be rounded up to one that is shown differently.
_SMALL = 0.995
_LARGE = 59.95
_MINUTE = 60
_HOUR = 3600


def shown(seconds: float) -> str:
    """Return a number of seconds as `0.25 s`, `12.3 s`, `5 min 12 s` or `1 h 5 min`."""
    if seconds < _SMALL:
        return f"{seconds:.2f} s"
    if seconds < _LARGE:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"
