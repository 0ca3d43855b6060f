"""What all sessions share that were made from one state of the configuration files."""

from collections.abc import Callable, Hashable, Iterable
from threading import RLock
from typing import Any, TypeAlias

from botocore.config import Config

from awsbatch.aws.botocore_events import Client
from awsbatch.aws.first_comer import FirstComers
from awsbatch.aws.manner import Manner
from awsbatch.aws.session.client_cache import Clients, remembers
from awsbatch.aws.session.credential_cache import Credentials
from awsbatch.aws.session.library import Libraries, Library
from awsbatch.aws.session.signer_cache import Signers
from awsbatch.aws.shortcut import Shortcuts
from awsbatch.aws.wire.connection import Connections
from awsbatch.contract.turn import Turns
from awsbatch.record import record

# `aws s3` sends from ten threads of its own.
_MOST_CONNECTIONS_A_COMMAND = 10


Used: TypeAlias = tuple[Hashable, Client, Any]
"""A client that a command uses: its key, itself, and what is to be given back."""


@record
class Lasting:
    """What outlives one state of the configuration files."""

    connections: Connections
    throttles: Turns
    signers: Signers
    libraries: Libraries
    shortcuts: Shortcuts
    jobs: int
    verbatim: bool
    """Whether everything is done as the CLI does it, without shortcuts."""
    manner: Manner
    tells_signers: bool
    """Whether a guard is to know who signs requests."""


class Shared:
    """The connections, clients, credentials and models that sessions do not make again."""

    def __init__(self, lasting: Lasting, *, resolve: Callable[[Any], Any]) -> None:
        """Begin with nothing but what lasts; `resolve` finds the credentials of a session."""
        self.shortcuts = lasting.shortcuts
        self.verbatim = lasting.verbatim
        self.manner = lasting.manner
        self.tells_signers = lasting.tells_signers
        self.connections = lasting.connections
        self.throttles = lasting.throttles
        self.resolve = resolve
        self.signers = lasting.signers
        self.clients = Clients(lasting.jobs)
        self.credentials = Credentials()
        # urllib3 2.x: a pool keeps 10 connections by default, and closes the others after use.
        self.client_config = Config(max_pool_connections=lasting.jobs * _MOST_CONNECTIONS_A_COMMAND)
        # It guards the making of drivers, models, argument tables and clients: whatever is made
        # for the first time is made by one thread, and the others find it. Whoever makes one of
        # these makes some of the others on the way.
        self.making = RLock()
        self.library = lasting.libraries.get()
        self._is_apart = False
        self.lines: Any = None
        """The book of short ways for lines whose values are plain, where these may be taken."""
        self.first_comers = FirstComers()
        """The lines that others wait for, since they may show a short way."""

    def keep_apart(self) -> None:
        """Have models of its own, which a plugin may change when they are loaded."""
        if not self._is_apart:
            self._is_apart, self.library = True, Library()

    def take_back(self, owner: object, used: Iterable[Used], *, keeps: bool, retried: bool) -> None:
        """Take back what a command used that has ended, and forget what must not be kept.

        `keeps` says whether `owner` keeps clients, and `retried` that the command sent a request
        again.
        """
        for key, client, lent in used:
            if keeps and remembers(client, retried=retried):
                self.clients.forget(owner, key)
            self.connections.give_back(lent)

    def forget_credentials(self) -> None:
        """Have commands that begin later find credentials anew, and make clients that have them."""
        self.credentials.forget()
        # In this order, and not while a client is made: it may still have the old ones.
        with self.making:
            self.clients.clear()
