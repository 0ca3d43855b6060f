"""The exit statuses of awsbatch, and which of them outweighs the others."""

from enum import IntEnum


class ExitStatus(IntEnum):
    """The exit statuses of `awsbatch`, first those that outweigh the others.

    The README has this table. An AWS command's own exit status is a plain number.
    """

    BUG = 70
    INTERRUPTED = 130
    TERMINATED = 143
    HUNG_UP = 129
    BROKEN_PIPE = 141
    """Nobody reads standard output any more."""
    REFUSED = 3
    """A guard refused, an `assert` among them, the run gave up, or it could not be resumed."""
    FAULT = 2
    """Wrong options, a fault in a file, a log of no use, or nothing to sign with."""
    FAILED = 1
    """A command failed, in whole or in part, or was skipped because of that."""
    OK = 0


def first_that_applies(*applying: ExitStatus | None) -> ExitStatus:
    """Return the status that outweighs the others, or `OK` if there is none; None is ignored."""
    return next((status for status in ExitStatus if status in applying), ExitStatus.OK)
