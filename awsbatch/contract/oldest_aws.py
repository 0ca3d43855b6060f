"""The oldest AWS CLI that is supported, for who chooses one and for who runs it."""

OLDEST = {1: 44, 2: 9}
"""The oldest minor version of each major one; there is no newest."""


def needed(major: int, minor: int) -> str | None:
    """Return the first version that would do, or None if this one does."""
    oldest = OLDEST.get(major, 0)
    return f"{major}.{oldest}" if minor < oldest else None
