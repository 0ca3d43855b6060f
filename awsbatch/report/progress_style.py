"""How progress may be shown; apart from it, so that options need not import it."""

from enum import Enum


class Form(Enum):
    """How progress is shown."""

    AUTO = "auto"
    """A bar on a terminal, plain elsewhere."""
    BAR = "bar"
    PLAIN = "plain"
    NONE = "none"
