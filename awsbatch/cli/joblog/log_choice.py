"""What the options of a log can be given."""

from enum import Enum


class Resume(Enum):
    """What a run that goes on with a log does with a change where the log has another one."""

    STOPS = "stops"
    CHANGED = "changed"
    """It is sent."""


class InDoubt(Enum):
    """What becomes of commands that may have been carried out or not."""

    AGAIN = "again"
    """They are run again."""
    DONE = "done"
    """They are taken for done."""
