"""The ways of showing progress.

Apart from `progress`, so that the parser of options does not import that.
"""

from enum import Enum


class ProgressStyle(Enum):
    """How progress is shown."""

    AUTO = "auto"
    """A bar on a terminal, plain elsewhere."""
    BAR = "bar"
    PLAIN = "plain"
    NONE = "none"
