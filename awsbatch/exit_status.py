"""What the numbers that awsbatch exits with mean."""

from enum import IntEnum


class ExitStatus(IntEnum):
    """The exit statuses of `awsbatch`; `aws`'s own are passed on as numbers."""

    OK = 0
    FAILED = 1
    FAULT = 2
    REFUSED = 3
    BUG = 70
    HUNG_UP = 129
    INTERRUPTED = 130
    BROKEN_PIPE = 141
    TERMINATED = 143
