"""Secrets that the environment gives to inputs, which no process but this one is to see."""

from collections.abc import MutableMapping

from awsbatch.door.passage import passage

PREFIX = "AWSBATCH_SECRET_"


def secret_variables(environment: MutableMapping[str, str]) -> dict[str, str]:
    """Return such variables, which are taken out of the environment.

    Inside of an `aws` that this process has become, they have come another way.
    """
    names = [name for name in environment if name.startswith(PREFIX)]
    taken = {name: environment.pop(name) for name in names}
    inside = passage()
    return taken if inside is None else {**inside.secrets, **taken}
