"""A value that a plan does not know, since what would give it was not run."""


class UnknownError(Exception):
    """Raised where an expression needs such a value; no run but a plan has any."""
