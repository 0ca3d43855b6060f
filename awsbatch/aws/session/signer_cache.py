"""The credentials of those who sign instead of a profile, one for each in a run.

They outlive a change of the configuration files, unlike those of profiles:
the script chose them, and a role is assumed only once.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Lock, RLock
from typing import Any

from botocore.credentials import (
    AssumeRoleCredentialFetcher,
    EnvProvider,
    RefreshableCredentials,
)
from botocore.exceptions import NoCredentialsError

from awsbatch.aws.failure import RoleNotAssumed
from awsbatch.aws.invocation import AbandonedError, current, hindering
from awsbatch.aws.version.installed import own_features
from awsbatch.aws.wire import request
from awsbatch.contract.signer import Keys, Profile, Role, Signer

_VARIABLES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")


class Signers:
    """The credentials of signers; roles are assumed once, by whoever asks first."""

    def __init__(self) -> None:
        self._assumed: dict[Role, _Assumed] = {}
        # It guards the roles, and is never held for long.
        self._lock = Lock()

    def credentials(self, signer: Signer) -> Any:
        """Return botocore's credentials of a signer; those of a role renew themselves.

        Roles are assumed and renewed by sessions of the command that needs
        them. Raise `RoleNotAssumed` where that cannot be done.
        """
        if isinstance(signer, Keys):
            return _of_keys(signer)
        with self._lock:
            assumed = self._assumed.setdefault(signer, _Assumed(signer))
        return assumed.credentials()

    def forget(self) -> None:
        """Have roles assumed anew by the commands that begin later."""
        with self._lock:
            self._assumed.clear()


class _Assumed:
    """A role, from the first time that it is assumed."""

    def __init__(self, role: Role) -> None:
        self._role = role
        self._credentials: Any = None
        # It guards the credentials: whoever comes second waits for them.
        self._lock = RLock()

    def credentials(self) -> Any:
        """Return the role's credentials, and assume it if nobody has."""
        # Without the lock, once they are there: who asks may hold the lock for making clients,
        # which who assumes the role needs.
        if self._credentials is None:
            with self._lock:
                if self._credentials is None:
                    self._credentials = RefreshableCredentials.create_from_metadata(
                        self._fetched(), refresh_using=self._fetched, method="assume-role"
                    )
        return self._credentials

    def _fetched(self) -> Any:
        """Assume the role, and return its credentials as botocore's metadata."""
        invocation = current()
        try:
            return _fetch(self._role, invocation.sessions if invocation is not None else None)
        except (AbandonedError, RoleNotAssumed):
            raise
        except Exception as cause:
            error = RoleNotAssumed(self._role.arn, cause)
            # Hand-written commands print an error and raise nothing.
            if invocation is not None:
                invocation.refusals.append(error.response)
            raise error from cause


def _fetch(role: Role, sessions: Any) -> Any:
    source = None if isinstance(role.source, Profile) else role.source
    session = sessions(role.profile, source)
    events = session.get_component("event_emitter")
    request.register_for_role(events, tells_signers=session.shared.tells_signers)
    try:
        # What this does is not what the command tells of itself in its user agent.
        with own_features():
            with hindering():
                credentials = session.get_credentials()
                if credentials is None:
                    raise NoCredentialsError
            names = {"RoleSessionName": role.session_name, "ExternalId": role.external_id}
            return AssumeRoleCredentialFetcher(
                partial(session.create_client, region_name=role.region),
                credentials,
                role.arn,
                {name: value for name, value in names.items() if value is not None},
            ).fetch_credentials()
    finally:
        session.settle(retried=False)


def _of_keys(keys: Keys) -> Any:
    """Return the credentials as botocore takes them from the environment."""
    values = (keys.access_key_id, keys.secret_access_key, keys.session_token)
    named = zip(_VARIABLES, values, strict=True)
    return EnvProvider({name: value for name, value in named if value is not None}).load()


@contextmanager
def environment_of(credentials: Any) -> Iterator[None]:
    """Have the programs that are started in this block find these credentials first."""
    frozen = credentials.get_frozen_credentials()
    before = {name: os.environ.get(name) for name in _VARIABLES}
    values = (frozen.access_key, frozen.secret_key, frozen.token)
    try:
        _set(dict(zip(_VARIABLES, values, strict=True)))
        yield
    finally:
        _set(before)


def _set(variables: dict[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
