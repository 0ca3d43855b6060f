"""The user agent of a client's requests, put together once for each command and set of features.

botocore puts it together twice for every request, in a tenth of the time that
a request takes. The parts about the process and the client's configuration
never change; the features that a call uses may.
"""

from botocore.context import get_context
from botocore.useragent import UserAgentString

from awsbatch.aws.botocore_events import Client
from awsbatch.aws.shortcut import Shortcut

_MOST = 1_000
_KEEPING: dict[type, type] = {}
"""Classes like others, whose objects keep the user agents that they put together."""


class UserAgent(UserAgentString):  # type: ignore[misc]
    """The user agent of a client whose configuration does not change any more."""

    def to_string(self) -> str:
        """Return the value of the header."""
        context = get_context()
        features = () if context is None else tuple(context.features)
        told = self._session_user_agent_extra, features
        header = self._headers.get(told)
        if header is None:
            if len(self._headers) >= _MOST:
                self._headers.clear()
            header = self._headers[told] = super().to_string()
        return header

    def adopt(self) -> None:
        """Initialize what this class adds to a `UserAgentString` that botocore has made."""
        self._headers: dict[tuple[str | None, tuple[str, ...]], str] = {}


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
        kind = type(creator)
        if isinstance(creator, UserAgentString) and not isinstance(creator, UserAgent):
            if kind not in _KEEPING:
                _KEEPING[kind] = type("KeepingUserAgent", (UserAgent, kind), {})
            creator.__class__ = _KEEPING[kind]
            creator.adopt()


SHORTCUTS = (UserAgents,)
