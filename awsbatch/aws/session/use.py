"""Whose credentials a command used, and at which endpoints."""

import os
from dataclasses import replace
from typing import Any

from botocore import UNSIGNED
from botocore.credentials import EnvProvider

from awsbatch.aws.invocation import Invocation
from awsbatch.aws.version.installed import PROFILE_VARIABLES
from awsbatch.contract.outcome import Outcome, Use
from awsbatch.contract.signer import Keys, Profile, Role, Signer


class Uses:
    """Tells with outcomes what was used, from the first failure on that lasts.

    Before, nobody asks who succeeded with what; and to find out costs a little.
    """

    def __init__(self) -> None:
        self.are_told = False

    def told(self, outcome: Outcome, invocation: Invocation) -> Outcome:
        """Return the outcome of a command that has ended, with what it used, the last one last."""
        failure = outcome.failure
        if failure is not None and failure.lasting is not None:
            if _is_unsigned(invocation):
                return replace(outcome, failure=replace(failure, lasting=None))
            self.are_told = True
        # A success without a request, as of `s3 presign`, tells nothing of them.
        if not self.are_told or not (invocation.requests or failure):
            return outcome
        return replace(outcome, uses=_uses(invocation))

    def told_of_source(self, outcome: Outcome, invocation: Invocation, role: Role) -> Outcome:
        """Return the outcome of assuming a role, with the credentials that this was done with."""
        failure = outcome.failure
        self.are_told |= failure is not None and failure.lasting is not None
        if not self.are_told or invocation.sessions is None:
            return outcome
        source = role.source
        if isinstance(source, Profile):
            session = invocation.sessions(source.name, None)
            source = Profile(session.get_config_variable("profile"))
        return replace(outcome, uses=(Use(named(source), None),))


def _uses(invocation: Invocation) -> tuple[Use, ...]:
    if invocation.session is None:
        return ()
    profile = invocation.session.get_config_variable("profile")
    who = named(invocation.signer or Profile(profile))
    found = (Use(who, client.meta.endpoint_url) for _, client, _ in invocation.used)
    return tuple(found) or (Use(who, None),)


def _is_unsigned(invocation: Invocation) -> bool:
    """Return whether a command failed in a call that nobody signs, such as one that takes a token.

    What is said of expired keys there is said of a value that the command was given.
    """
    name = getattr(invocation.error, "operation_name", None)
    if name is None or not invocation.used:
        return False
    _, client, _ = invocation.used[-1]
    return name in client.meta.service_model.operation_names and not signs(client, name)


def signs(client: Any, name: str) -> bool:
    """Return whether a client signs the requests of an operation."""
    model = client.meta.service_model
    # botocore 1.44 has it in the model alone, Debian's 2.9.19 in a handler: the signer knows both.
    chosen = client._request_signer._choose_signer(  # noqa: SLF001
        name, "standard", {"auth_type": model.operation_model(name).auth_type}
    )
    return chosen is not UNSIGNED


def named_by(invocation: Invocation, credentials: Any, key: str) -> str:
    """Return what messages call the credentials of a command; `key` is the id of their key."""
    if invocation.signer is None and credentials.method == EnvProvider.METHOD:
        return f"the key `{key}` of the environment"
    profile = getattr(invocation.options, "profile", None)
    around = next((os.environ[each] for each in PROFILE_VARIABLES if each in os.environ), None)
    return named(invocation.signer or Profile(profile or around))


def named(signer: Signer | Profile) -> str:
    """Return what messages call the credentials of whoever signs."""
    match signer:
        case Keys():
            return f"the key `{signer.name}`"
        case Role():
            return f"the role `{signer.name}`"
        case Profile(None):
            return "the default credentials"
        case Profile(name):
            return f"the profile `{name}`"
