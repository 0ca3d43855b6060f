"""What all sessions share that were made from one state of the configuration files."""

from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any

from botocore.config import Config

from awsbatch.aws.session.client_cache import Clients
from awsbatch.aws.session.credential_cache import Credentials
from awsbatch.aws.session.signer_cache import Signers
from awsbatch.aws.shortcut import Shortcuts
from awsbatch.aws.wire.connection import Connections
from awsbatch.aws.wire.throttle import Throttles

# `aws s3` sends from ten threads of its own.
_MOST_CONNECTIONS_A_COMMAND = 10


class Shared:
    """The connections, clients, credentials and models that sessions do not make again."""

    def __init__(
        self,
        connections: Connections,
        throttles: Throttles,
        jobs: int,
        *,
        resolve: Callable[[Any], Any],
        signers: Signers,
        shortcuts: Shortcuts,
        verbatim: bool,
        tells_signers: bool,
    ) -> None:
        """Begin with nothing but the connections; `resolve` finds the credentials of a session."""
        self.shortcuts = shortcuts
        self.verbatim = verbatim
        """Whether everything is done as the CLI does it, without shortcuts."""
        self.tells_signers = tells_signers
        """Whether a guard is to know who signs requests."""
        self.connections = connections
        self.throttles = throttles
        self.resolve = resolve
        self.signers = signers
        self.clients = Clients(jobs)
        self.credentials = Credentials()
        # urllib3 2.x: a pool keeps 10 connections by default, and closes the others after use.
        self.client_config = Config(max_pool_connections=jobs * _MOST_CONNECTIONS_A_COMMAND)
        # It guards the making of drivers, models, argument tables and clients: whatever is made
        # for the first time is made by one thread, and the others find it. Whoever makes one of
        # these makes some of the others on the way.
        self.making = RLock()
        self.loaders: dict[Any, Any] = {}
        """botocore's loaders, by the folders that they look in."""
        self.client_classes: dict[Hashable, Any] = {}
        self.models: dict[Hashable, Any] = {}
        """Models of services, by name and API version."""
        self.components: dict[str, Callable[[], Any]] = {}
        """Components by name, each made by the first session that asks for it."""

    def forget_credentials(self) -> None:
        """Have commands that begin later find credentials anew, and make clients that have them."""
        self.credentials.forget()
        # In this order, and not while a client is made: it may still have the old ones.
        with self.making:
            self.clients.clear()
