"""A botocore session that shares with others what no command can change.

Private names of botocore are those of botocore 1.44.
"""

from collections.abc import Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import botocore.session
from botocore.exceptions import DataNotFoundError

from awsbatch.aws.botocore_events import Client, Emitter
from awsbatch.aws.manner import Manner
from awsbatch.aws.session.client_cache import is_shareable
from awsbatch.aws.session.client_factory import ClientFactory, by_name
from awsbatch.aws.session.model_loader import Loader
from awsbatch.aws.session.shared_parts import Shared, Used
from awsbatch.aws.shortcut import NO_SHORTCUTS, Shortcuts
from awsbatch.aws.version.installed import (
    AGENTS_NAME_COMMANDS,
    SESSION_VARIABLES,
    add_features,
    agent_extra,
    load_plugins,
    name_program,
    own_features,
    prepare,
)
from awsbatch.aws.wire import request, throttle_hook, told_command

if TYPE_CHECKING:
    from awsbatch.aws.session.credential_cache import Loan
    from awsbatch.contract.signer import Signer

# The components that botocore makes of models.
_OF_MODELS = {"endpoint_resolver", "default_config_resolver"}
# botocore 1.29 to 1.44: what is loaded to make any client.
_OF_CLIENTS = ("partitions", "_retry")
# Types whose values nobody can change in place.
_UNCHANGING = (str, int, float)


class Session(botocore.session.Session):  # type: ignore[misc]
    """A session for the commands that agree in the options which change one, for one at a time."""

    reads_environment = True
    """Whether keys in the environment go before those of a profile that no option names."""

    def __init__(self, shared: Shared, *, keeps_clients: bool) -> None:
        """Make a session; with `keeps_clients`, a client may serve more than one command."""
        self.shared = shared
        self.signer: Signer | None = None
        """Who signs what the command under way sends, instead of the profile."""
        self.binary_format: str | None = None
        """How an option of its commands says that blobs are texts."""
        self.emitter = Emitter()
        """The emitter under the aliases of the session's events."""
        self.factory = ClientFactory(self, shared)
        self._keeps_clients = keeps_clients
        self._verbatim_loggers = False
        self._lent: list[Used] = []
        """The clients of the command under way."""
        self._borrowed: dict[Hashable, Loan] = {}
        """The keys of the credentials that the command under way uses, as `borrow` returned."""
        self._variables: dict[str, object] = {}
        self._keeps_variables = False
        self._has_none = False
        """Whether credentials have been looked for, and there are none."""
        self._has_told = False
        """Whether a client has been made that tells in its user agent where they are from."""
        super().__init__(SESSION_VARIABLES, event_hooks=self.emitter)
        name_program(self)
        prepare(self, pages=shared.manner is Manner.PLAIN)
        plugins = self.full_config.get("plugins", {})
        if plugins:
            shared.keep_apart()
        self._share_loader()
        events = self.get_component("event_emitter")
        request.register(events, tells_signers=shared.tells_signers)
        throttle_hook.register(shared.throttles, self)
        # Our handlers are registered first: a plugin sees what a fresh `aws` would show it.
        self.has_plugins = bool(plugins)
        if not plugins:
            self.emitter.client_classes = shared.library.client_classes
        load_plugins(plugins, event_hooks=events)
        self._keeps_variables = not (self.has_plugins or shared.verbatim)

    def _register_builtin_handlers(self, events: Any) -> None:
        self.shared.shortcuts.events(events)
        super()._register_builtin_handlers(events)

    @property
    def hastens(self) -> bool:
        """Whether commands may take shortcuts, which a plugin or a log of everything would see."""
        # The user asks for `verbatim`, for a whole run; plugins are in the configuration, and so
        # there for a generation; verbatim loggers are for the one command of a session.
        return not (self.shared.verbatim or self.has_plugins or self._verbatim_loggers)

    @property
    def shortcuts(self) -> Shortcuts:
        """The shortcuts that may be taken by drivers, parsers and clients made on this session."""
        return self.shared.shortcuts if self.hastens else NO_SHORTCUTS

    @property
    def making(self) -> AbstractContextManager[Any]:
        """The lock to hold while a driver, a model, an argument table or a client is made."""
        return self.shared.making

    def log_verbatim(self) -> None:
        """Let commands set loggers as in a process of their own, from the first driver on."""
        self._verbatim_loggers = True

    def set_stream_logger(
        self, logger_name: str, log_level: int, *args: Any, **kwargs: Any
    ) -> None:
        """Do nothing, unless the command logs verbatim: there is one handler for all commands.

        awscli 1.46: every `main()` adds a handler to the `awscli` logger.
        """
        if self._verbatim_loggers:
            super().set_stream_logger(logger_name, log_level, *args, **kwargs)

    def get_config_variable(self, logical_name: str, methods: Any = None) -> Any:
        """Return a variable of the options, the environment or the files, looked for once.

        Only a plugin changes the environment, and the files are read once for
        a generation. Values that may be changed in place are not kept.
        """
        if methods is not None or not self._keeps_variables:
            return super().get_config_variable(logical_name, methods)
        if logical_name in self._variables:
            return self._variables[logical_name]
        value = super().get_config_variable(logical_name)
        if value is None or isinstance(value, _UNCHANGING):
            self._variables[logical_name] = value
        return value

    def set_config_variable(self, logical_name: str, value: Any) -> None:
        """Set a variable for this session, as a global option does."""
        if self._session_instance_vars.get(logical_name) != value:
            self._variables.clear()
        super().set_config_variable(logical_name, value)

    def get_credentials(self) -> Any:
        """Return the signer's credentials, or the profile's, resolved once, or None."""
        # A fresh `aws` keeps them with its session, so that where they are from is told of by the
        # first of several clients; a session that serves many commands has one for each.
        tells, self._has_told = self._keeps_clients or not self._has_told, True
        return self._found(tells=tells)

    def has_credentials(self) -> bool:
        """Return whether there are credentials, without a word to any user agent."""
        return self._found(tells=False) is not None

    def _found(self, *, tells: bool) -> Any:
        if self.signer is None:
            return self._credentials_of_profile(tells=tells)
        with own_features() as features:
            credentials = self.shared.signers.credentials(self.signer)
        if tells:
            add_features(frozenset(features))
        return credentials

    def _credentials_of_profile(self, *, tells: bool) -> Any:
        if self._has_none:
            return None
        # Only a profile named by an option goes before keys in the environment.
        named = self.instance_variables().get("profile")
        key = (named, self.get_config_variable("profile"))
        if key not in self._borrowed:
            self._borrowed[key] = self.shared.credentials.borrow(key)
        credentials, loan = self.shared.credentials, self._borrowed[key]
        return credentials.get(key, partial(self.shared.resolve, self), loan=loan, tells=tells)

    def get_service_model(self, service_name: str, api_version: str | None = None) -> Any:
        """Return the model of a service, made once for all sessions."""
        key = (service_name, api_version)
        # Version 2 of the AWS CLI knows no other.
        version = {} if api_version is None else {"api_version": api_version}
        # Looked for twice: without the lock, which is held for long, and again once it is held.
        models = self.shared.library.models
        if key not in models:
            with self.shared.making:
                if key not in models:
                    models[key] = super().get_service_model(service_name, **version)
        return models[key]

    def load_common(self) -> None:
        """Load what clients of all services are made of, besides their own models."""
        for component in _OF_MODELS:
            # Version 2 of the AWS CLI has no modes of defaults.
            with suppress(ValueError):
                self._get_internal_component(component)
        loader = self.get_component("data_loader")
        for name in _OF_CLIENTS:
            with suppress(DataNotFoundError):
                loader.load_data(name)

    def create_client(self, service_name: str, *args: Any, **kwargs: Any) -> Client:
        """Return a client for the command under way: a kept one with the same key, or a new one."""
        arguments = by_name(args, kwargs)
        key = self.factory.key(service_name, arguments)
        added = self.emitter.added_to_clients
        keeps = self._keeps_clients and added is not None
        if added:
            # Such as for all commands of DynamoDB.
            key = (key, added)
        client = self.shared.clients.get(self, key) if keeps else None
        if client is None:
            client = self.factory.make(service_name, arguments, key if keeps else None)
        if keeps and AGENTS_NAME_COMMANDS:
            told_command.note(client, agent_extra(self))
        self._lent.append((key, client, self.shared.connections.lend(self.shared, client)))
        return client

    def settle(self, *, retried: bool) -> list[Used]:
        """End the command under way: give back what it used, and forget what must not be kept.

        `retried` says that the command sent a request again. Return what it
        used.
        """
        used, self._lent = self._lent, []
        self.shared.take_back(self, used, keeps=self._keeps_clients, retried=retried)
        for key in self._borrowed:
            self.shared.credentials.give_back(key)
        self._borrowed.clear()
        return used

    def adopt(self, lent: Used) -> None:
        """Take for one's own a client that was lent to the command under way before."""
        self._lent.append(lent)

    def only_lent(self, operation: str) -> tuple[Used, object] | None:
        """Return the one client of the command under way, if any may call an operation of it.

        With it comes the owner that it is kept for: this session, or None for all of them.
        """
        if len(self._lent) != 1 or not self._keeps_clients:
            return None
        key, client, _ = self._lent[0]
        is_kept = self.shared.clients.get(self, key) is client
        if not is_kept or not is_shareable(client, operation):
            return None
        return self._lent[0], None if is_shareable(client) else self

    @contextmanager
    def without_credentials(self, *, without: bool) -> Iterator[None]:
        """Have `get_credentials` return None in this block, if `without`, without another look."""
        self._has_none = without
        try:
            yield
        finally:
            self._has_none = False

    def is_regional(self, client: Client) -> bool:
        """Return whether a client calls a service of a region, and not one of a whole partition."""
        # A client whose endpoint was chosen does not tell by itself.
        resolver = self._get_internal_component("endpoint_resolver")
        prefix = client.meta.service_model.endpoint_prefix
        found = resolver.construct_endpoint(prefix, client.meta.region_name)
        return not (found or {}).get("endpointName", "").endswith("-global")

    def _get_internal_component(self, name: str) -> Any:
        if name not in _OF_MODELS:
            return super()._get_internal_component(name)
        components = self.shared.library.components
        if name not in components:
            components[name] = super()._get_internal_component(name)
        return components[name]

    def _share_loader(self) -> None:
        data_path = self.get_config_variable("data_path")
        loaders = self.shared.library.loaders
        if data_path in loaders:
            self.register_component("data_loader", loaders[data_path])
        else:
            loaders[data_path] = self.get_component("data_loader")
            # botocore has made it, from all settings that say where models may be.
            loaders[data_path].__class__ = Loader
            self.shared.shortcuts.loader(loaders[data_path])
