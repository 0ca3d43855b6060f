"""Guards: whether a request of a command may be sent.

A guard is handed to whoever runs commands, and asked before each request. What
it is told is plain data, so that it can stand in another process.
"""

from typing import Protocol

from awsbatch.record import record


@record
class Errand:
    """A command of a script, the same for all its attempts."""

    number: int
    """Each command of a run has another one."""
    finishing: bool = False
    """Whether it is part of a `finally`."""
    at: tuple[str, int, int] | None = None
    """The file, line and column where it stands."""


@record
class Signature:
    """Whose credentials sign a request."""

    credentials: str
    """As a message names them: a profile, a role or the id of a key."""
    account: str | None = None
    """The id of their account; None where that is not known."""
    reason: str | None = None
    """Why it is not known."""
    endpoint: str | None = None
    """The URL of whoever was asked for it, where that is not AWS."""


@record
class Request:
    """A request about to be sent for a command."""

    changes: bool
    """Whether it begins what counts as another change in AWS.

    A command that is one operation is one change, whatever it is sent as; a
    hand-written command, such as `s3 rm`, has as many as it makes API calls
    that change something.
    """
    call: str | None = None
    """The API call, where each of its command is a change for itself.

    None where the command is one change, with all that any attempt at it sends.
    """
    signature: Signature | None = None
    """None where nothing signs it, or where nobody is to know."""
    operation: str | None = None
    """The name of the API call that it is sent for."""


@record
class Refusal:
    """Why a guard refused a request, or a whole command."""

    message: str
    """One line, as a fault's."""
    hint: str | None = None
    """What to type instead."""
    is_inside: bool = False
    """Whether requests of the command were sent before, and it was stopped in its middle."""
    operation: str | None = None
    """The name of the API call that was refused, where it was one."""


class Guard(Protocol):
    """Something that may refuse requests; it is asked from any thread."""

    def refusal(self, request: Request, errand: Errand) -> Refusal | None:
        """Return why a request is not to be sent; None where it may be, and is counted as sent.

        It must not wait: it is asked while the command's `Cancellation.holding` is held.
        """
