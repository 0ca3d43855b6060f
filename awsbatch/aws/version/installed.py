"""The AWS CLI that is installed, by one name for each thing that differs between versions.

Nothing else asks which version it is: a module for each version has what is
behind the names.
"""

from typing import TYPE_CHECKING

import awscli

_MAJOR = awscli.__version__.partition(".")[0]

if TYPE_CHECKING or _MAJOR == "1":
    from awsbatch.aws.version.v1 import (
        BINARY_FORMATS,
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
        prepare,
        readable,
        refuse,
        report,
    )
else:
    from awsbatch.aws.version.v2 import (
        BINARY_FORMATS,
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
        prepare,
        readable,
        refuse,
        report,
    )

__all__ = [
    "BINARY_FORMATS",
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
    "prepare",
    "readable",
    "refuse",
    "report",
]
