"""The user agent of a client's requests, put together once for each set of features.

botocore puts it together twice for every request, in a tenth of the time that
a request takes. The parts about the process and the client's configuration
never change; the features that a call uses may.
"""

from botocore.context import get_context
from botocore.useragent import UserAgentString

from awsbatch.aws.botocore_events import Client
from awsbatch.aws.shortcut import Shortcut


class UserAgent(UserAgentString):  # type: ignore[misc]
    """The user agent of a client whose configuration does not change any more."""

    def to_string(self) -> str:
        """Return the value of the header."""
        context = get_context()
        features = () if context is None else tuple(context.features)
        header = self._headers.get(features)
        if header is None:
            header = self._headers[features] = super().to_string()
        return header

    def adopt(self) -> None:
        """Initialize what this class adds to a `UserAgentString` that botocore has made."""
        self._headers: dict[tuple[str, ...], str] = {}


class UserAgents(Shortcut):
    """A client puts each of its user agents together once."""

    name = "user agents"
    needs = (
        # botocore 1.44.
        "botocore.useragent:UserAgentString.to_string",
        "botocore.client:BaseClient()._user_agent_creator",
    )

    def client(self, client: Client) -> None:
        """Have the client put each of its user agents together once."""
        # botocore 1.44 makes the object with the client, and offers no way to give it another.
        creator = client._user_agent_creator  # noqa: SLF001
        if type(creator) is UserAgentString:
            creator.__class__ = UserAgent
            creator.adopt()


SHORTCUTS = (UserAgents,)
