"""Where a command would go, and for whom, told without running it.

The AWS CLI's own driver prepares the session as for the command, and a client
is made as the command would make it. What they tell is kept for all commands
that agree in what matters.
"""

import secrets
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from awscli.alias import ServiceAliasCommand
from botocore import UNSIGNED
from botocore.credentials import EnvProvider

from awsbatch.aws.config_generation import Generation
from awsbatch.aws.driver.driver import Driver
from awsbatch.aws.driver.pool import session_options
from awsbatch.aws.driver.service import Operation, Service
from awsbatch.aws.invocation import Invocation
from awsbatch.aws.session.account_book import reason_of
from awsbatch.aws.session.caller_identity import CallerIdentities
from awsbatch.aws.session.use import named_by, signs
from awsbatch.contract.plan import Target
from awsbatch.contract.word import Unknown, Word
from awsbatch.record import record

# No script has it.
_UNKNOWN = f"Zu{secrets.token_hex(8)}"
_WHERE = ("profile", "region", "endpoint_url")
# Version 1 has the second, for what version 2 does otherwise.
_LOGGING = {"debug", "v2_debug"}
# awscli 1.46: the commands that are no service's, and the services that they call.
_SERVICES = {"s3": "s3", "ddb": "dynamodb"}
# An alias may stand for another one, and so without end for itself.
_MOST_ALIASES = 8


def without_unknowns(words: Sequence[Word]) -> Sequence[Word]:
    """Return the words of a command as `CommandTargets.target` knows what is unknown in them."""
    return [
        tuple(_UNKNOWN if isinstance(piece, Unknown) else piece for piece in word) for word in words
    ]


@record
class _Aim:
    """What commands have in common that go to the same place with the same credentials."""

    target: Target
    credentials: Any = None
    """Those whose account is asked for; None where there is nothing to ask."""
    region: str | None = None
    url: str = ""


class CommandTargets:
    """Tells the targets of commands in one run."""

    def __init__(self, identities: CallerIdentities) -> None:
        self._identities = identities
        self._generation: Generation | None = None
        self._aims: dict[Hashable, _Aim] = {}

    def forget(self) -> None:
        """Have credentials found anew."""
        self._aims = {}

    def target(
        self,
        generation: Generation,
        invocation: Invocation,
        knows: Callable[[str], bool] | None = None,
    ) -> Target:
        """Return where a command would go, whose unknown words were replaced.

        The account is not asked for if `knows` says so of the id of its key.
        """
        if generation is not self._generation:
            self._generation, self._aims = generation, {}
        parsed, remaining = _meant(generation, *generation.parse(invocation.args))
        # The handlers of a log are the process's, and would stay for all that follows.
        vars(parsed).update(dict.fromkeys(_LOGGING & vars(parsed).keys(), False))
        unknown = []
        for name in _WHERE:
            if isinstance(value := getattr(parsed, name), str):
                is_unknown = _UNKNOWN in value
                unknown += [name] * is_unknown
                setattr(parsed, name, None if is_unknown else invocation.values.restore(value))
        if "profile" in unknown:
            return Target(None, parsed.region, parsed.endpoint_url)
        target = self._known(generation, invocation, parsed, remaining, knows)
        if "region" in unknown:
            target = replace(target, region=None)
        if "endpoint_url" in unknown:
            target = replace(target, account=None, endpoint=None)
        return target

    def _known(
        self,
        generation: Generation,
        invocation: Invocation,
        parsed: Any,
        remaining: Sequence[str],
        knows: Callable[[str], bool] | None,
    ) -> Target:
        invocation.options = parsed
        invocation.sessions = generation.lone_session
        key = (
            invocation.signer,
            session_options(parsed),
            *(parsed.endpoint_url, parsed.verify_ssl, parsed.ca_bundle),
            *(parsed.command, *remaining[:1]),
        )
        aims = self._aims
        aim = aims.get(key)
        if aim is None:
            sight = _Sight(generation, invocation, self._identities)
            aim = aims[key] = sight.aim(parsed, remaining)
        if aim.credentials is None:
            return aim.target
        try:
            frozen = aim.credentials.get_frozen_credentials()
        except Exception as error:  # noqa: BLE001 (those of a role, say, that cannot be assumed)
            return replace(aim.target, unknown_account=reason_of(error))
        target = replace(aim.target, access_key=frozen.access_key)
        if knows is not None and knows(frozen.access_key):
            return target
        account = self._identities.account(invocation, frozen, aim.region, aim.url)
        return replace(target, account=account.id, unknown_account=account.reason)


class _Sight:
    """Looks where a command goes."""

    def __init__(
        self, generation: Generation, invocation: Invocation, identities: CallerIdentities
    ) -> None:
        self._generation = generation
        self._invocation = invocation
        self._identities = identities

    def aim(self, parsed: Any, remaining: Sequence[str]) -> _Aim:
        """Return what the command has in common with others, as far as it can be told."""
        generation, invocation = self._generation, self._invocation
        found: list[_Aim] = []
        driver = generation.borrow(parsed, remaining, invocation.signer, alone=False)

        def look(remaining: Sequence[str], parsed: Any) -> int:
            found.append(self._seen(driver, parsed, remaining))
            return 0

        try:
            driver.run(invocation.args, parsed, remaining, instead=look)
        finally:
            driver.session.settle(retried=False)
            generation.give_back(driver)
        invocation.check()
        return found[0] if found else self._unseen(driver, parsed)

    def _seen(self, driver: Driver, parsed: Any, remaining: Sequence[str]) -> _Aim:
        session = driver.session
        command = self._generation.commands[parsed.command]
        profile = session.get_config_variable("profile")
        service = _service(command, parsed.command)
        if service is None:
            return _Aim(Target(profile=profile))
        client = session.create_client(
            service,
            region_name=parsed.region,
            endpoint_url=parsed.endpoint_url,
            verify=parsed.verify_ssl,
        )
        credentials = session.get_credentials()
        by_another = self._invocation.signer is not None or (
            credentials is not None and credentials.method == EnvProvider.METHOD
        )
        target = Target(
            region=client.meta.region_name if session.is_regional(client) else None,
            endpoint=self._chosen(parsed.endpoint_url or client.meta.endpoint_url),
            profile=None if by_another else profile,
        )
        if not _is_signed(client, command, remaining):
            return _Aim(target)
        if credentials is None:
            return _Aim(replace(target, unknown_account="there are no credentials"))
        region = session.get_config_variable("region") or client.meta.region_name
        # While they are borrowed: those of a role are dropped unless they were fetched.
        with suppress(Exception):
            key = credentials.get_frozen_credentials().access_key
            name = named_by(self._invocation, credentials, key)
            target = replace(target, credentials=name)
        return _Aim(target, credentials, region, client.meta.endpoint_url)

    def _unseen(self, driver: Driver, parsed: Any) -> _Aim:
        """Return what is known of a command that could not be sent."""
        invocation = self._invocation
        error = invocation.error
        reason = reason_of(error) if isinstance(error, Exception) else invocation.said.strip()
        region = parsed.region
        with suppress(Exception):
            region = region or driver.session.get_config_variable("region")
        endpoint = self._chosen(parsed.endpoint_url)
        return _Aim(Target(None, region, endpoint, parsed.profile, unknown_account=reason))

    def _chosen(self, url: str | None) -> str | None:
        """Return the endpoint, if it was chosen and is not that of all commands of a sandbox."""
        if url is None or url == self._generation.sandbox or self._identities.partitions.has(url):
            return None
        return url


def _meant(
    generation: Generation, parsed: Any, remaining: Sequence[str]
) -> tuple[Any, Sequence[str]]:
    """Return the global options and the words of a command that an alias of the user's names."""
    for _ in range(_MOST_ALIASES):
        alias = generation.commands.get(parsed.command)
        if not isinstance(alias, ServiceAliasCommand):
            break
        # awscli 1.46: the alias itself calls it when it runs.
        words = alias._get_alias_args()  # noqa: SLF001
        inner, first = generation.parse(words)
        for name in ("region", "endpoint_url", "ca_bundle"):
            if (value := getattr(inner, name)) is not None:
                setattr(parsed, name, value)
        parsed.sign_request = parsed.sign_request and inner.sign_request
        remaining = [*first, *remaining]
        if inner.command == parsed.command:
            # It has the name of the command that it stands for.
            break
        parsed.command = inner.command
    return parsed, remaining


def _service(command: Any, name: str) -> str | None:
    """Return the service that a command calls, if it calls one."""
    hidden = getattr(command, "_shadow_proxy_command", None)
    command = command if hidden is None else hidden
    if isinstance(command, Service):
        service: str = command.service_model.service_name
        return service
    return _SERVICES.get(name)


def _is_signed(client: Any, command: Any, remaining: Sequence[str]) -> bool:
    """Return whether the requests of a command are signed."""
    if client.meta.config.signature_version is UNSIGNED:
        return False
    operation = command.operation(remaining[0]) if isinstance(command, Service) else None
    if not isinstance(operation, Operation):
        return True
    return signs(client, operation.wire_name)
