"""A botocore session that shares what no command can change."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from threading import RLock
from typing import Any
from urllib.parse import urlsplit

import botocore.session
from awscli import EnvironmentVariables
from awscli.clidriver import _set_user_agent_for_session
from awscli.plugin import load_plugins
from botocore import UNSIGNED
from botocore.config import Config

from awsbatch.aws import invocation as attempt
from awsbatch.aws.botocore_events import Emitter
from awsbatch.aws.fast_path import send as transport
from awsbatch.aws.fast_path import user_agent
from awsbatch.aws.session.client_cache import (
    Client,
    Clients,
    frozen,
    is_shareable,
    remembers,
)
from awsbatch.aws.session.credential_cache import Credentials
from awsbatch.aws.session.model_loader import Loader
from awsbatch.aws.wire import bucket_region as redirect
from awsbatch.aws.wire.connection import Connections
from awsbatch.aws.wire.request import fill_in
from awsbatch.aws.wire.throttle import Throttles

_CREATE_CLIENT_ARGUMENTS = (
    "region_name",
    "api_version",
    "use_ssl",
    "verify",
    "endpoint_url",
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "config",
)

_MOST_CLIENT_KEYS = 100
_UNCHANGING = (str, int, float)
# `aws s3` sends from ten threads of its own.
_MOST_CONNECTIONS_A_COMMAND = 10


class Shared:
    """What the sessions of one process have in common while the configuration stands."""

    def __init__(
        self, connections: Connections, throttles: Throttles, jobs: int, *, verbatim: bool
    ) -> None:
        self.verbatim = verbatim
        """Whether nothing is done sooner than the CLI does it."""
        connections.begin(self)
        self.connections = connections
        self.throttles = throttles
        self.clients = Clients(jobs)
        self.credentials = Credentials()
        self.client_config = Config(max_pool_connections=jobs * _MOST_CONNECTIONS_A_COMMAND)
        self.making = RLock()
        """Held while something is made for the first time, lest others make it as well."""
        self.loaders: dict[Any, Any] = {}
        self.client_classes: dict[Hashable, Any] = {}
        self.models: dict[Hashable, Any] = {}
        self.components: dict[str, Callable[[], Any]] = {}
        """Each as the first session makes it, once it is needed."""
        self.event_names: dict[str, str] = {}


class Session(botocore.session.Session):  # type: ignore[misc]
    """One set of options that change a session, for one command at a time.

    Only a session that `keeps_clients` uses a client for more than one command.
    """

    def __init__(self, shared: Shared, *, keeps_clients: bool) -> None:
        self._shared = shared
        self._keeps_clients = keeps_clients
        self._verbatim_loggers = False
        self._lent: list[tuple[Hashable, Client, Any]] = []
        self._borrowed: set[Hashable] = set()
        self._client_keys: dict[Hashable, Hashable] = {}
        self._variables: dict[str, object] = {}
        self._keeps_variables = False
        self._has_none = False
        """Whether credentials have been looked for, and there are none."""
        super().__init__(EnvironmentVariables, event_hooks=Emitter())
        _set_user_agent_for_session(self)
        self._share_components()
        events = self.get_component("event_emitter")
        attempt.register(events)
        shared.throttles.register(self)
        events.register_first("before-parameter-build", fill_in)
        plugins = self.full_config.get("plugins", {})
        self.has_plugins = bool(plugins)
        if not plugins:
            self.emitter.client_classes = shared.client_classes
        load_plugins(plugins, event_hooks=events)
        self._keeps_variables = not (self.has_plugins or shared.verbatim)

    @property
    def emitter(self) -> Emitter:
        """The emitter under the aliases of the session's events."""
        emitter: Emitter = self._original_handler
        return emitter

    def _register_builtin_handlers(self, events: Any) -> None:
        # botocore 1.44: finding an event's canonical name costs 50 us, and a
        # session registers some 300; the name depends on nothing else.
        events._alias_name_cache = self._shared.event_names  # noqa: SLF001
        super()._register_builtin_handlers(events)

    @property
    def hastens(self) -> bool:
        """Whether to do sooner what comes out the same, which a plugin and a log would see."""
        return not (self._shared.verbatim or self.has_plugins or self._verbatim_loggers)

    @property
    def making(self) -> AbstractContextManager[Any]:
        """Held while something is made that takes models or handlers."""
        return self._shared.making

    def log_verbatim(self) -> None:
        """Let the command set loggers as it would in a process of its own."""
        self._verbatim_loggers = True

    def set_stream_logger(
        self, logger_name: str, log_level: int, *args: Any, **kwargs: Any
    ) -> None:
        """Do nothing: the pool keeps one handler for all commands.

        awscli 1.46: every `main()` adds a handler to the `awscli` logger.
        """
        if self._verbatim_loggers:
            super().set_stream_logger(logger_name, log_level, *args, **kwargs)

    def get_config_variable(self, logical_name: str, methods: Any = None) -> Any:
        """Return a variable, looked for once: it is in options, the environment or the files.

        Only a plugin changes the environment, and the files are read once for
        a generation. What may be changed in place is not kept.
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
        """Set a variable for this session."""
        if self._session_instance_vars.get(logical_name) != value:
            self._variables.clear()
        super().set_config_variable(logical_name, value)

    def get_credentials(self) -> Any:
        """Return the profile's credentials, resolved once a process."""
        if self._has_none:
            return None
        # Only a profile named by an option goes before keys in the environment.
        named = self.instance_variables().get("profile")
        key = (named, self.get_config_variable("profile"))
        if key not in self._borrowed:
            self._shared.credentials.borrow(key)
            self._borrowed.add(key)
        return self._shared.credentials.get(key, self._resolved)

    def get_service_model(self, service_name: str, api_version: str | None = None) -> Any:
        """Return the service's model, made once a process."""
        key = (service_name, api_version)
        if key not in self._shared.models:
            with self._shared.making:
                if key not in self._shared.models:
                    model = super().get_service_model(service_name, api_version)
                    self._shared.models[key] = model
        return self._shared.models[key]

    def create_client(self, service_name: str, *args: Any, **kwargs: Any) -> Client:
        """Return a kept client made with just these arguments, or make one."""
        arguments = _by_name(args, kwargs)
        key = self._client_key(service_name, arguments)
        keeps = self._keeps_clients and not self.emitter.changes_clients
        client = self._shared.clients.get(self, key) if keeps else None
        if client is None:
            client = self._make_client(service_name, arguments, key if keeps else None)
        self._lent.append((key, client, self._shared.connections.lend(self._shared, client)))
        return client

    def settle(self, *, retried: bool) -> None:
        """Leave no trace of the command that just ended."""
        for key, client, lent in self._lent:
            if self._keeps_clients and remembers(client, retried=retried):
                self._shared.clients.forget(self, key)
            self._shared.connections.give_back(lent)
        self._lent.clear()
        for key in self._borrowed:
            self._shared.credentials.give_back(key)
        self._borrowed.clear()

    def _make_client(
        self, service_name: str, arguments: dict[str, Any], key: Hashable = None
    ) -> Client:
        """Make a client, and keep it under the key if there is one; or give what another has."""
        # First, since to resolve them may take its time, and others make clients as well.
        without = self._is_signed(arguments) and self.get_credentials() is None
        config = self._shared.client_config
        if (own := arguments.get("config")) is not None:
            config = config.merge(own)
        clients = self._shared.clients
        with self._shared.making, self._without_credentials(without=without):
            if key is not None and (kept := clients.get(self, key)) is not None:
                return kept
            client = super().create_client(service_name, **{**arguments, "config": config})
            client.meta.events._alias_name_cache = self._shared.event_names  # noqa: SLF001
            if self.hastens:
                transport.shorten(client)
                user_agent.remember(client)
            if key is not None:
                redirect.forget_between_commands(client)
                clients.keep(None if is_shareable(client) else self, key, client)
        return client

    def _is_signed(self, arguments: dict[str, Any]) -> bool:
        """Return whether botocore will have a client sign with the profile's credentials."""
        if arguments.get("aws_access_key_id") is not None:
            return False
        configs = arguments.get("config"), self.get_default_client_config()
        versions = [c.signature_version for c in configs if c is not None and c.signature_version]
        return versions[:1] != [UNSIGNED]

    @contextmanager
    def _without_credentials(self, *, without: bool) -> Iterator[None]:
        """Look for no credentials in this block, if there are none."""
        self._has_none = without
        try:
            yield
        finally:
            self._has_none = False

    def _resolved(self) -> Any:
        """Resolve the credentials, on a session that serves nothing else.

        It is what they are refreshed with, whichever command is under way. A
        plugin may have changed how, on the session of its command.
        """
        if self.has_plugins:
            return super().get_credentials()
        resolving = _CredentialSession(self._shared, keeps_clients=False)
        for name, value in self.instance_variables().items():
            resolving.set_config_variable(name, value)
        resolving.set_default_client_config(self.get_default_client_config())
        chain, own = (each.get_component("credential_provider") for each in (resolving, self))
        for theirs, ours in zip(chain.providers, own.providers, strict=False):
            # The CLI gives some a cache on disk.
            if type(theirs) is type(ours) and hasattr(ours, "cache"):
                theirs.cache = ours.cache
        return chain.load_credentials()

    def _client_key(self, service_name: str, arguments: dict[str, Any]) -> Hashable:
        """Return what tells a client from others; costly, so asked once for the same arguments."""
        config = self.get_default_client_config()
        variables = self._session_instance_vars
        agent = self.user_agent_name, self.user_agent_version, self.user_agent_extra
        asked = (service_name, *arguments.items(), config, *variables.items(), *agent)
        key = self._client_keys.get(asked)
        if key is None:
            key = (
                self._shared,
                service_name,
                frozen(arguments),
                frozen(variables),
                frozen(config),
                agent,
            )
            if len(self._client_keys) >= _MOST_CLIENT_KEYS:
                self._client_keys.clear()
            self._client_keys[asked] = key
        return key

    def _share_components(self) -> None:
        data_path = self.get_config_variable("data_path")
        loaders = self._shared.loaders
        if data_path in loaders:
            self.register_component("data_loader", loaders[data_path])
        else:
            loaders[data_path] = self.get_component("data_loader")
            # botocore makes it, of all that says where models may be.
            loaders[data_path].__class__ = Loader
        components = self._shared.components
        for name in ("endpoint_resolver", "default_config_resolver"):
            if name in components:
                self._internal_components.lazy_register_component(name, components[name])
            else:
                components[name] = partial(self._get_internal_component, name)


class _CredentialSession(Session):
    """A session that credentials are refreshed with, in the middle of any command."""

    def get_credentials(self) -> Any:
        """Return what this very session resolves."""
        return botocore.session.Session.get_credentials(self)

    def create_client(self, service_name: str, *args: Any, **kwargs: Any) -> Client:
        """Make a client, on the kept connections."""
        arguments = _by_name(args, kwargs)
        client = self._make_client(service_name, arguments)
        connections = self._shared.connections
        # It is not known when it is done with: it takes no harm when they are closed.
        connections.give_back(connections.lend(self._shared, client))
        return client


class SandboxSession(Session):
    """A session with which every profile exists and nothing of the user's is read."""

    def __init__(self, shared: Shared, endpoint_url: str, *, keeps_clients: bool) -> None:
        super().__init__(shared, keeps_clients=keeps_clients)
        self._host = urlsplit(endpoint_url).netloc
        self.set_credentials("testing", "testing")
        self.set_default_client_config(Config(inject_host_prefix=False))
        self.register("before-call", self._drop_host_prefix)

    def get_credentials(self) -> Any:
        """Return the sandbox's own."""
        return self._credentials

    def _drop_host_prefix(self, params: dict[str, Any], **_: Any) -> None:
        """Undo what endpoint rules, such as those of s3control, put before the host's name."""
        url = urlsplit(params["url"])
        if url.netloc.endswith(f".{self._host}"):
            params["url"] = url._replace(netloc=self._host).geturl()

    @property
    def full_config(self) -> dict[str, Any]:
        """The configuration that commands of this run wrote, with any profile in it."""
        config: dict[str, Any] = super().full_config
        if not isinstance(config["profiles"], _AnyProfile):
            config["profiles"] = _AnyProfile(config["profiles"])
        return config


def _by_name(args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of `create_client` by name."""
    return {**dict(zip(_CREATE_CLIENT_ARGUMENTS, args, strict=False)), **kwargs}


class _AnyProfile(dict[str, dict[str, Any]]):
    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> dict[str, Any]:
        return {}
