"""Whose credentials a command used, and at which endpoints."""

from typing import Any

from awsbatch.aws.invocation import Invocation
from awsbatch.contract.outcome import Use
from awsbatch.contract.signer import Keys


def uses(invocation: Invocation) -> tuple[Use, ...]:
    """Return what a command used that has ended, the last one last; none if it did not begin."""
    if invocation.session is None:
        return ()
    who = _credentials(invocation)
    found = (Use(who, client.meta.endpoint_url) for _, client, _ in invocation.used)
    return tuple(found) or (Use(who, None),)


def is_unsigned(invocation: Invocation) -> bool:
    """Return whether a command failed in a call that nobody signs, such as one that takes a token.

    What is said of expired keys there is said of a value that the command was given.
    """
    name = getattr(invocation.error, "operation_name", None)
    if name is None or not invocation.used:
        return False
    _, client, _ = invocation.used[-1]
    model = client.meta.service_model
    return name in model.operation_names and model.operation_model(name).auth_type == "none"


def _credentials(invocation: Invocation) -> str:
    signer = invocation.signer
    if signer is not None:
        return f"the {'key' if isinstance(signer, Keys) else 'role'} `{signer.name}`"
    profile: Any = invocation.session.get_config_variable("profile")
    return "the default credentials" if profile is None else f"the profile `{profile}`"
