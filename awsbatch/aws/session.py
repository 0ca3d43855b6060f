"""A botocore session that shares what no command can change."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import botocore.session
from awscli import EnvironmentVariables
from awscli.clidriver import _set_user_agent_for_session
from awscli.plugin import load_plugins
from botocore.config import Config

from awsbatch.aws.client import Client, Clients, frozen
from awsbatch.aws.emitter import Emitter
from awsbatch.aws.idempotency import fill_in

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


_REDIRECTION = 300


@dataclass(slots=True)
class Shared:
    """What the sessions of one process have in common while the configuration stands."""

    clients: Clients = field(default_factory=Clients)
    requests: int = 0
    calls: int = 0
    refusals: list[Any] = field(default_factory=list)
    """The answers to the command under way that were errors."""
    credentials: dict[Hashable, Any] = field(default_factory=dict)
    loaders: dict[Any, Any] = field(default_factory=dict)
    models: dict[Hashable, Any] = field(default_factory=dict)
    components: dict[str, Any] = field(default_factory=dict)
    event_names: dict[str, str] = field(default_factory=dict)

    def forget_configuration(self) -> None:
        """Drop all that was made from the configuration and credentials files."""
        self.clients.clear()
        self.credentials.clear()
        self.models.clear()
        self.loaders.clear()
        self.components.clear()

    def forget_unresolved_credentials(self) -> None:
        """Drop the credentials that could not be had.

        A role's ask STS with the region and the options of the command that
        first wanted them; the next command asks with its own.
        """
        for key, credentials in list(self.credentials.items()):
            if getattr(credentials, "_frozen_credentials", credentials) is None:
                del self.credentials[key]

    def count_request(self, **_: Any) -> None:
        """Count a request about to be sent, retries included."""
        self.requests += 1

    def note_answer(self, http_response: Any, parsed: Any, **_: Any) -> None:
        """Keep an answer that is an error: hand-written commands tell of it, and raise nothing."""
        if http_response.status_code >= _REDIRECTION:
            self.refusals.append(parsed)

    def count_call(self, **_: Any) -> None:
        """Count an API call, whatever the number of its requests."""
        self.calls += 1


class Session(botocore.session.Session):  # type: ignore[misc]
    """One set of options that change a session, for one command at a time.

    Only a session that `keeps_clients` uses a client for more than one command.
    """

    def __init__(self, shared: Shared, *, keeps_clients: bool) -> None:
        self._shared = shared
        self._keeps_clients = keeps_clients
        self._verbatim_loggers = False
        super().__init__(EnvironmentVariables, event_hooks=Emitter())
        _set_user_agent_for_session(self)
        self._share_components()
        self.register("before-send", shared.count_request)
        self.register("before-call", shared.count_call)
        self.register("after-call", shared.note_answer)
        self.get_component("event_emitter").register_first("before-parameter-build", fill_in)
        load_plugins(
            self.full_config.get("plugins", {}),
            event_hooks=self.get_component("event_emitter"),
        )

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

    def get_credentials(self) -> Any:
        """Give the profile's credentials, resolved once a process."""
        # Only a profile named by an option goes before keys in the environment.
        named = self.instance_variables().get("profile")
        key = (named, self.get_config_variable("profile"))
        if key not in self._shared.credentials:
            credentials = super().get_credentials()
            if credentials is None:
                return None
            self._shared.credentials[key] = credentials
        return self._shared.credentials[key]

    def get_service_model(self, service_name: str, api_version: str | None = None) -> Any:
        """Give the service's model, made once a process."""
        key = (service_name, api_version)
        if key not in self._shared.models:
            self._shared.models[key] = super().get_service_model(service_name, api_version)
        return self._shared.models[key]

    def create_client(self, service_name: str, *args: Any, **kwargs: Any) -> Client:
        """Give a kept client made with just these arguments, or make one."""
        arguments = {**dict(zip(_CREATE_CLIENT_ARGUMENTS, args, strict=False)), **kwargs}
        create = super().create_client
        keeps = self._keeps_clients and not self.emitter.changes_clients
        return self._shared.clients.get(
            self._client_key(service_name, arguments),
            lambda: create(service_name, **arguments),
            owner=self if keeps else None,
        )

    def _client_key(self, service_name: str, arguments: dict[str, Any]) -> Hashable:
        return (
            service_name,
            frozen(arguments),
            frozen(self.instance_variables()),
            frozen(self.get_default_client_config()),
            (self.user_agent_name, self.user_agent_version, self.user_agent_extra),
        )

    def _share_components(self) -> None:
        data_path = self.get_config_variable("data_path")
        loaders = self._shared.loaders
        if data_path in loaders:
            self.register_component("data_loader", loaders[data_path])
        else:
            loaders[data_path] = self.get_component("data_loader")
        components = self._shared.components
        for name in ("endpoint_resolver", "default_config_resolver"):
            if name in components:
                self._register_internal_component(name, components[name])
            else:
                components[name] = self._get_internal_component(name)


class SandboxSession(Session):
    """A session with which every profile exists and nothing of the user's is read."""

    def __init__(self, shared: Shared, endpoint_url: str, *, keeps_clients: bool) -> None:
        super().__init__(shared, keeps_clients=keeps_clients)
        self._host = urlsplit(endpoint_url).netloc
        self.set_credentials("testing", "testing")
        self.set_default_client_config(Config(inject_host_prefix=False))
        self.register("before-call", self._drop_host_prefix)

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


class _AnyProfile(dict[str, dict[str, Any]]):
    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> dict[str, Any]:
        return {}
