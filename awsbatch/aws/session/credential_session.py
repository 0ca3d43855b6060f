"""Sessions that credentials are resolved and refreshed with, in the middle of any command."""

from collections.abc import Callable
from typing import Any

import botocore.session
from botocore.credentials import EnvProvider, RefreshableCredentials

from awsbatch.aws.botocore_events import Client
from awsbatch.aws.invocation import hindering
from awsbatch.aws.session.client_factory import by_name
from awsbatch.aws.session.session import Session
from awsbatch.aws.session.shared_parts import Shared
from awsbatch.aws.wire import request


class CredentialSession(Session):
    """A session that resolves credentials itself, and keeps no client."""

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared, keeps_clients=False)
        events = self.get_component("event_emitter")
        request.register_for_credentials(events, tells_signers=shared.tells_signers)

    def get_credentials(self) -> Any:
        """Return the credentials that botocore resolves on this very session."""
        return botocore.session.Session.get_credentials(self)

    def create_client(self, service_name: str, *args: Any, **kwargs: Any) -> Client:
        """Make a client, on the kept connections."""
        client = self.factory.make(service_name, by_name(args, kwargs))
        connections = self.shared.connections
        # It is not known when the client is done with: it takes no harm when they are closed.
        connections.give_back(connections.lend(self.shared, client))
        return client


def resolve(session: Session) -> Any:
    """Return the credentials of a session's profile, resolved on a session of their own.

    Credentials are refreshed with the session that resolved them, whichever
    command is under way by then. A plugin may have changed how they are
    resolved, but only on the session of its own command.
    """
    if session.has_plugins:
        return botocore.session.Session.get_credentials(session)
    resolving = CredentialSession(session.shared)
    # Version 2 of the AWS CLI: it names the command, in this request as well.
    resolving.user_agent_extra = session.user_agent_extra
    for name, value in session.instance_variables().items():
        resolving.set_config_variable(name, value)
    resolving.set_default_client_config(session.get_default_client_config())
    chain, own = (each.get_component("credential_provider") for each in (resolving, session))
    for theirs, ours in zip(chain.providers, own.providers, strict=False):
        # The CLI gives some a cache on disk.
        if type(theirs) is type(ours) and hasattr(ours, "cache"):
            theirs.cache = ours.cache
    if not session.reads_environment:
        chain.remove(EnvProvider.METHOD)
    credentials = chain.load_credentials()
    # botocore 1.44: those of a role or of an SSO session are fetched when a request is signed.
    if isinstance(credentials, RefreshableCredentials):
        credentials._refresh_using = _hindering(credentials._refresh_using)  # noqa: SLF001
    return credentials


def _hindering(fetch: Callable[[], Any]) -> Callable[[], Any]:
    """Return the function, noting with the command under way why it failed."""

    def fetched() -> Any:
        with hindering():
            return fetch()

    return fetched
