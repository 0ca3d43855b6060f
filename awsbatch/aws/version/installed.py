"""The AWS CLI that is installed, by one name for each thing that differs between versions.

Nothing else asks which version it is: a module for each version has what is
behind the names.
"""

from awsbatch.aws.version.v1 import (
    CREATE_CLIENT_ARGUMENTS,
    ERROR_STATUS,
    FILE_PREFIXES,
    OUTPUT_FORMATS,
    PROFILE_VARIABLES,
    SESSION_OPTIONS,
    SESSION_VARIABLES,
    USAGE_ERRORS,
    USAGE_STATUS,
    WHOLE_INPUTS,
    BaseDriver,
    BaseOperation,
    BaseService,
    JSONFormatter,
    Parsed,
    PrefixTrie,
    add_features,
    emitter_under,
    format_json_by,
    global_parser,
    load_plugins,
    name_program,
    operation_parser,
    own_features,
)

__all__ = [
    "CREATE_CLIENT_ARGUMENTS",
    "ERROR_STATUS",
    "FILE_PREFIXES",
    "OUTPUT_FORMATS",
    "PROFILE_VARIABLES",
    "SESSION_OPTIONS",
    "SESSION_VARIABLES",
    "USAGE_ERRORS",
    "USAGE_STATUS",
    "WHOLE_INPUTS",
    "BaseDriver",
    "BaseOperation",
    "BaseService",
    "JSONFormatter",
    "Parsed",
    "PrefixTrie",
    "add_features",
    "emitter_under",
    "format_json_by",
    "global_parser",
    "load_plugins",
    "name_program",
    "operation_parser",
    "own_features",
]
