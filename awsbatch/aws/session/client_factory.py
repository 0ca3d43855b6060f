"""Makes the clients of a session, and the keys that tell one client from another."""

from collections.abc import Hashable
from typing import Any

import botocore.session
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import NoCredentialsError

from awsbatch.aws.botocore_events import Client, emitter_of
from awsbatch.aws.invocation import hinder, hindering
from awsbatch.aws.session import signing_key
from awsbatch.aws.session.client_cache import is_shareable
from awsbatch.aws.session.shared_parts import Shared
from awsbatch.aws.version.installed import AGENTS_NAME_COMMANDS, CREATE_CLIENT_ARGUMENTS
from awsbatch.aws.wire import bucket_region as redirect
from awsbatch.aws.wire import retry_quota, told_command

_MOST_KEYS = 100


class ClientFactory:
    """Makes the clients of one session, with the shared configuration of connections."""

    def __init__(self, session: Any, shared: Shared) -> None:
        self._session = session
        self._shared = shared
        self._keys: dict[Hashable, Hashable] = {}

    def key(self, service_name: str, arguments: dict[str, Any]) -> Hashable:
        """Return a key that two clients share if and only if they would do the same.

        To put it together is costly, and is done once for the same arguments.
        """
        session = self._session
        config = session.get_default_client_config()
        # botocore 1.44: `instance_variables()` makes a copy, for every command.
        variables = session._session_instance_vars  # noqa: SLF001
        # Where it names the command, a client tells that by request.
        extra = None if AGENTS_NAME_COMMANDS else session.user_agent_extra
        agent = session.user_agent_name, session.user_agent_version, extra
        who = session.signer, session.binary_format
        asked = (service_name, *arguments.items(), config, *variables.items(), *agent, who)
        key = self._keys.get(asked)
        if key is None:
            key = (
                self._shared,
                service_name,
                frozen(arguments),
                frozen(variables),
                frozen(config),
                agent,
                who,
            )
            if len(self._keys) >= _MOST_KEYS:
                self._keys.clear()
            self._keys[asked] = key
        return key

    def make(
        self, service_name: str, arguments: dict[str, Any], key: Hashable | None = None
    ) -> Client:
        """Make a client, and keep it under `key` if one is given.

        Return the kept one instead if another thread was quicker.
        """
        session, shared, clients = self._session, self._shared, self._shared.clients
        # Before the lock is taken: to resolve credentials may take as long as a person takes to
        # type an MFA code, and others make clients as well.
        with hindering():
            without = self._is_signed(arguments) and not session.has_credentials()
        if without:
            hinder(NoCredentialsError())
        config = shared.client_config
        if (own := arguments.get("config")) is not None:
            config = config.merge(own)
        with shared.making, session.without_credentials(without=without):
            if key is not None and (kept := clients.get(session, key)) is not None:
                return kept
            with hindering():
                version = arguments.get("api_version")
                session.emitter.load_for_client(session.get_service_model(service_name, version))
                client = botocore.session.Session.create_client(
                    session, service_name, **{**arguments, "config": config}
                )
            # It may be used by many threads.
            emitter_of(client).load_no_more()
            if shared.tells_signers:
                signing_key.make_known(client)
            shared.shortcuts.events(client.meta.events)
            if key is not None:
                redirect.forget_between_commands(client)
                retry_quota.renew_between_commands(client)
                told_command.tell_of_each(client, session.user_agent_extra)
            session.shortcuts.client(client)
            if key is not None:
                clients.keep(None if is_shareable(client) else session, key, client)
        return client

    def _is_signed(self, arguments: dict[str, Any]) -> bool:
        """Return whether botocore will have a client sign with the profile's credentials."""
        if arguments.get("aws_access_key_id") is not None:
            return False
        configs = arguments.get("config"), self._session.get_default_client_config()
        versions = [c.signature_version for c in configs if c is not None and c.signature_version]
        return versions[:1] != [UNSIGNED]


def by_name(args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of `create_client` by name."""
    return {**dict(zip(CREATE_CLIENT_ARGUMENTS, args, strict=False)), **kwargs}


def frozen(value: Any) -> Hashable:
    """Return a hashable value that is equal for equal arguments of `create_client`."""
    match value:
        case Config():
            # botocore 1.44: configurations have no equality.
            return frozen(value._user_provided_options)  # noqa: SLF001
        case dict():
            return tuple(sorted((name, frozen(v)) for name, v in value.items()))
        case list() | tuple():
            return tuple(frozen(v) for v in value)
        case bool() | int() | float() | str() | None:
            return repr(value)
        case _:
            return f"{type(value).__name__} {id(value)}"
