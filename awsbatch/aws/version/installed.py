"""The AWS CLI that is installed, by one name for each thing that differs between versions.

Nothing else asks which version it is: a module for each version has what is
behind the names.
"""

from awsbatch.aws.version.v1 import (
    CREATE_CLIENT_ARGUMENTS,
    SESSION_VARIABLES,
    PrefixTrie,
    emitter_under,
    load_plugins,
    tell_program,
)

__all__ = [
    "CREATE_CLIENT_ARGUMENTS",
    "SESSION_VARIABLES",
    "PrefixTrie",
    "emitter_under",
    "load_plugins",
    "tell_program",
]
