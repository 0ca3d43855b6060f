"""Version 2 of the AWS CLI, 2.9 to 2.36, with its botocore: see `installed`.

Private names here are those of awscli 2.9.19 to 2.36.7. What these have not in
common is looked for by its name, never by a version number.
"""

import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from inspect import signature
from types import SimpleNamespace
from typing import Any, NoReturn

# In some other orders, its modules import each other in a circle.
import awscli.clidriver
import awscli.customizations.cliinput
import awscli.customizations.exceptions
import awscli.formatter
import awscli.paramfile
import awscli.plugin
import botocore.exceptions
import botocore.hooks
import botocore.session
from botocore.configprovider import ConstantProvider

from awsbatch.aws.version import path_finder, session_id
from awsbatch.aws.version.error_report import report
from awsbatch.aws.version.feature import add_features, command_context, own_features
from awsbatch.aws.version.passed_parser import Parsed
from awsbatch.aws.version.v2_agent import tell_by_request
from awsbatch.aws.version.v2_command import (
    BaseDriver,
    BaseEmitter,
    BaseOperation,
    BaseService,
    global_parser,
    operation_parser,
)

__all__ = [
    "BaseDriver",
    "BaseEmitter",
    "BaseOperation",
    "BaseService",
    "Parsed",
    "add_features",
    "command_context",
    "global_parser",
    "operation_parser",
    "own_features",
    "report",
    "tell_by_request",
]

path_finder.mend()

AGENTS_NAME_COMMANDS = True
JSONFormatter = awscli.formatter.JSONFormatter
# It has a public name since 2.35.5.
PrefixTrie = getattr(botocore.hooks, "PrefixTrie", None) or botocore.hooks._PrefixTrie  # noqa: SLF001

# botocore's own: the driver says where the settings of the CLI are from.
SESSION_VARIABLES = None
SESSION_OPTIONS = (
    "profile",
    "region",
    "sign_request",
    "read_timeout",
    "connect_timeout",
    # Handlers of `session-initialized` read them.
    "cli_binary_format",
    "no_cli_pager",
)
# The environment variables that name a profile, the first that is there counts.
PROFILE_VARIABLES = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE")
# Without `self` and the name of the service.
CREATE_CLIENT_ARGUMENTS = tuple(signature(botocore.session.Session.create_client).parameters)[2:]
OUTPUT_FORMATS = tuple(awscli.formatter.CLI_OUTPUT_FORMATS)
# How blobs that are texts are taken: as the first says, unless an option or a setting says another.
BINARY_FORMATS = ("base64", "raw-in-base64-out")
WHOLE_INPUTS = {
    "cli-input-json": awscli.customizations.cliinput.CliInputJSONArgument,
    "cli-input-yaml": awscli.customizations.cliinput.CliInputYAMLArgument,
}
# Values that start so are addresses, whose content the CLI takes for the value.
FILE_PREFIXES = tuple(awscli.paramfile.LOCAL_PREFIX_MAP)

# How messages name what signs in.
BY_VERSION_2 = ""
# `aws login` came with 2.32.
LOGIN_ERRORS = tuple(filter(None, [getattr(botocore.exceptions, "LoginError", None)]))
# Its own dependencies are always there.
CRT_ERRORS = ()

# They ask a person, hand the terminal to another program, or draw on it.
TALKING = frozenset(
    {
        ("configure", "mfa-login"),
        ("ec2-instance-connect", "open-tunnel"),
        ("ec2-instance-connect", "ssh"),
        ("ecs", "execute-command"),
        ("ecs", "monitor-express-gateway-service"),
        ("logs", "start-live-tail"),
        ("ssm", "start-session"),
        ("sso", "login"),
        *((command, "wizard") for command in ("configure", "dynamodb", "events", "iam", "lambda")),
    }
)

USAGE_ERRORS = (
    awscli.argparser.ArgParseException,
    awscli.customizations.exceptions.ParamValidationError,
)
USAGE_STATUS = awscli.clidriver.PARAM_VALIDATION_ERROR_RC
ERROR_STATUS = awscli.errorhandler.GENERAL_ERROR_RC
# What commands end with that AWS has denied, or that nobody can guard.
DENIED_STATUS = awscli.errorhandler.CLIENT_ERROR_RC
UNGUARDED_STATUS = USAGE_STATUS


def readable(text: str) -> str:
    """Return what the CLI wrote on standard error, for a person: as it is."""
    return text


def short_usage() -> AbstractContextManager[None]:
    """Return a block in which usage errors are short, as they are without it."""
    return nullcontext()


def refuse(message: str) -> NoReturn:
    """End a command as the CLI does where its words cannot be used."""
    raise awscli.customizations.exceptions.ParamValidationError(message)


def load_value(session: Any, service: str, operation: str, argument: Any, value: Any) -> Any:
    """Return an argument's value, or what the file holds that it is the address of."""
    return awscli.argprocess.unpack_argument(session, service, operation, argument, value)


def load_plugins(plugins: Mapping[str, str], event_hooks: Any) -> None:
    """Have the user's plugins register their handlers, and the CLI's own customizations."""
    known = [*sys.path]
    # A copy: the CLI takes the folder of the plugins out of it.
    awscli.plugin.load_plugins(dict(plugins), event_hooks=event_hooks)
    # It adds the folder for each session.
    sys.path[len(known) :] = [path for path in sys.path[len(known) :] if path not in known]


def emitter_under(events: Any) -> Any:
    """Return the emitter that a session or a client was given, which is used as it is."""
    return events


def canonical_event(events: Any, name: str) -> str:  # noqa: ARG001 (as version 1)
    """Return the name by which the emitter knows an event: there are no aliases."""
    return name


def name_program(session: Any) -> None:
    """Have the requests of a session name `aws` as their program in the user agent.

    They say as well that nobody was prompted for the words of a command.
    """
    awscli.clidriver._set_user_agent_for_session(session)  # noqa: SLF001
    nothing = SimpleNamespace(session=session, main=lambda _: None)
    awscli.clidriver.AWSCLIEntryPoint()._run_driver(nothing, [], prompt_mode="off")  # noqa: SLF001


def binary_format(options: Any) -> str | None:
    """Return how global options say that blobs are texts, which clients then take or give."""
    found: str | None = options.cli_binary_format
    return found


def sentence(error: BaseException) -> str:
    """Return the message of an exception, without the usage that goes with it."""
    message = str(error)
    if not isinstance(error, awscli.argparser.ArgParseException):
        return message
    # The usage goes before it up to awscli 2.33, and after it since.
    message = message.partition("\n\nusage: ")[0].rpartition("aws: error: ")[2]
    return message.strip().partition("\n")[0].removesuffix(", valid choices are:")


def prepare(session: Any, *, pages: bool) -> None:
    """Have a session read its settings as `aws` does, which leaves that to its driver.

    `pages` says whether results go through a pager where the settings have one.
    """
    driver = BaseDriver.__new__(BaseDriver)
    driver.session = session
    driver.set_providers()
    # Every line of a script in a pager would be the law, and unbearable.
    if not pages:
        settings = session.get_component("config_store")
        settings.set_config_provider("pager", ConstantProvider(None))
    session_id.register(session)


def may_prompt(session: Any, options: Any) -> bool:
    """Return whether the CLI may ask a person for the words of a command."""
    if options.cli_auto_prompt:
        return True
    # Without its profile, a command ends before it could.
    with suppress(botocore.exceptions.ProfileNotFound):
        return str(session.get_config_variable("cli_auto_prompt")).lower() != "off"
    return False


def format_json_by(formatter: type) -> None:
    """Have all commands of the process format JSON by a class of ours."""
    awscli.formatter.CLI_OUTPUT_FORMATS["json"] = formatter


def agent_extra(session: Any) -> str:
    """Return what a session adds to the user agent of the clients that it makes now."""
    return session_id.told(session.user_agent_extra)
