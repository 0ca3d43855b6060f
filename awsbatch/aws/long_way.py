"""What the AWS CLI's commands make of a line, up to the call of a client."""

from argparse import Namespace
from collections.abc import Hashable, Mapping
from typing import Any

from awsbatch.record import record


@record
class LongWay:
    """A line that has gone the long way, and whose client is about to be called."""

    session: Any
    operation: Any
    """The command of the operation, as the AWS CLI made it."""
    client: Any
    key: Hashable
    """Of the client."""
    owner: object
    """What the client is kept for."""
    parameters: Mapping[str, Any]
    options: Namespace
    """The global options, as the handlers of the CLI have left them."""
    agent: str | None
    """What the client adds to its user agent for it, if that differs between commands."""
