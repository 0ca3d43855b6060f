"""The user agent that a client tells, put together once for each set of features.

botocore puts it together twice for every request, for a tenth of the time
that a request takes. What it says of the process and of the client's
configuration stays as it is; what features a call uses does not.
"""

from botocore.context import get_context
from botocore.useragent import UserAgentString

from awsbatch.aws.botocore_events import Client


class UserAgent(UserAgentString):  # type: ignore[misc]
    """botocore's, of a client whose configuration nothing changes any more."""

    def to_string(self) -> str:
        """Return the value of the header."""
        context = get_context()
        features = () if context is None else tuple(context.features)
        told = self._told.get(features)
        if told is None:
            told = self._told[features] = super().to_string()
        return told

    def adopt(self) -> None:
        """Start remembering; botocore made this as a plain `UserAgentString`."""
        self._told: dict[tuple[str, ...], str] = {}


def remember(client: Client) -> None:
    """Have a client put its user agent together but once."""
    creator = client._user_agent_creator  # noqa: SLF001 (botocore makes it, with the client)
    if type(creator) is UserAgentString:
        creator.__class__ = UserAgent
        creator.adopt()
