"""User agents that tell the command of each request, where many commands use one client.

Version 2 names the command in what a session adds to the user agent of its
clients, which they put together when they are made.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from botocore.client import BaseClient
from botocore.config import Config

from awsbatch.aws.version.hook import look_for

try:
    import botocore.useragent as _useragent
except ImportError:
    # Before AWS CLI 2.15.51: a client's configuration has the text.
    _Whole: Any = object
else:
    _Whole = _useragent.UserAgentString

_Ask: TypeAlias = Callable[[Any], str | None]
"""Returns what is added to the user agent for the command under way, if that is known."""

_EXTRA = "_session_user_agent_extra"
if _Whole is not object:
    look_for(_Whole, _EXTRA)
    look_for(BaseClient, "_user_agent_creator")


def tell_by_request(client: Any, made_with: str, ask: _Ask) -> None:
    """Have a client that many commands use tell the one of each request.

    Its user agent then has what `ask` says of it, instead of what it was `made_with`.
    """
    creator = getattr(client, "_user_agent_creator", None)
    if creator is None:
        _tell_by_configuration(client, made_with, ask)
        return
    vars(creator)["_ask"] = lambda: ask(client)
    # Those of the command that made the client, which may add others yet.
    features = getattr(creator, "_client_features", None)
    if features is not None:
        creator.set_client_features(frozenset(features))
    creator.__class__ = _Creator


def _tell_by_configuration(client: Any, made_with: str, ask: _Ask) -> None:
    config = client.meta.config
    before, _, after = config.user_agent.partition(made_with)

    def told() -> str:
        extra = ask(client)
        return f"{before}{made_with if extra is None else extra}{after}"

    vars(config)["_told"] = told
    config.__class__ = _Configuration


class _Creator(_Whole):  # type: ignore[misc]
    """What puts the user agent together, for the command under way."""

    @property
    def _session_user_agent_extra(self) -> Any:
        extra = self._ask()
        return vars(self)[_EXTRA] if extra is None else extra


class _Configuration(Config):  # type: ignore[misc]
    """The configuration of a client, with the user agent of the command under way."""

    @property
    def user_agent(self) -> str:
        """The text of the header."""
        text: str = self._told()
        return text
