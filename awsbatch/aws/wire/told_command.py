"""The command that a client of many commands tells of in the user agent of its requests."""

from awsbatch.aws.botocore_events import Client
from awsbatch.aws.invocation import current
from awsbatch.aws.version.installed import tell_by_request


def tell_of_each(client: Client, made_with: str) -> None:
    """Have a client tell of the command under way, whichever it was `made_with`."""
    tell_by_request(client, made_with, _noted)


def note(client: Client, extra: str) -> None:
    """Have a client add this to its user agent, in requests for the command under way."""
    if (invocation := current()) is not None:
        invocation.agents[client] = extra


def _noted(client: Client) -> str | None:
    invocation = current()
    return None if invocation is None else invocation.agents.get(client)
