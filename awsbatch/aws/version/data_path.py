"""The variable by which `import awscli` tells botocore, and programs, where models are."""

import os
from collections.abc import Mapping, MutableMapping, Sequence

from awsbatch.aws.version.release import FOLDER

_VARIABLE = "AWS_DATA_PATH"
_OWN = str(FOLDER.absolute() / "data")


def complete(environment: MutableMapping[str, str]) -> None:
    """Have an environment name the folder of the CLI's models, as `import awscli` does.

    One that names it last stays as it is: so it is for what another command
    has started.
    """
    # awscli 1.44 to 2.36, all the same.
    paths = _paths(environment)
    if paths[-1:] != [_OWN]:
        expanded = [os.path.expanduser(os.path.expandvars(path)) for path in paths]  # noqa: PTH111
        environment[_VARIABLE] = os.pathsep.join([*expanded, _OWN])


def added() -> Sequence[str]:
    """Return the folders that the environment of the process names besides that of the CLI."""
    return [path for path in _paths(os.environ) if path and path != _OWN]


def _paths(environment: Mapping[str, str]) -> Sequence[str]:
    return environment[_VARIABLE].split(os.pathsep) if _VARIABLE in environment else []
