"""The variable by which `import awscli` tells botocore, and programs, where models are."""

import os
from collections.abc import MutableMapping

from awsbatch.aws.version.release import FOLDER

_VARIABLE = "AWS_DATA_PATH"
_OWN = str(FOLDER.absolute() / "data")


def complete(environment: MutableMapping[str, str]) -> None:
    """Have an environment name the folder of the CLI's models, as `import awscli` does.

    One that names it last stays as it is: so it is for what another command
    has started.
    """
    # awscli 1.44 to 2.36, all the same.
    paths = environment[_VARIABLE].split(os.pathsep) if _VARIABLE in environment else []
    if paths[-1:] != [_OWN]:
        expanded = [os.path.expanduser(os.path.expandvars(path)) for path in paths]  # noqa: PTH111
        environment[_VARIABLE] = os.pathsep.join([*expanded, _OWN])
