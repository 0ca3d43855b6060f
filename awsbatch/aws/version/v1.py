"""Version 1 of the AWS CLI, 1.44 to 1.46, with its botocore: see `installed`.

Private names here are those of awscli 1.46 and its botocore 1.44.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from importlib import import_module
from typing import Any, NoReturn

from awsbatch.aws.version import v1_late
from awsbatch.aws.version.late_module import imported_late

with imported_late(v1_late.OF_FEW_LINES):
    # awscli 1.46: in some other orders, its modules import each other in a circle.
    import awscli.clidriver
    import awscli.customizations.cliinputjson
    import awscli.formatter
    import awscli.paramfile
    import awscli.plugin
    import botocore.exceptions
    import botocore.hooks

from awsbatch.aws.version import usage_error
from awsbatch.aws.version.eager_customization import BaseEmitter
from awsbatch.aws.version.feature import add_features, own_features
from awsbatch.aws.version.hook import replacing
from awsbatch.aws.version.passed_parser import Parsed

__all__ = ["BaseEmitter", "Parsed", "add_features", "own_features"]

# A session adds the same to the user agent of all its clients, whatever the command.
AGENTS_NAME_COMMANDS = False
# The entry point of `aws` collects no features of its own.
command_context = nullcontext
JSONFormatter = awscli.formatter.JSONFormatter
PrefixTrie = botocore.hooks._PrefixTrie  # noqa: SLF001

SESSION_VARIABLES = awscli.EnvironmentVariables
SESSION_OPTIONS = ("profile", "region", "sign_request", "read_timeout", "connect_timeout")
# The environment variables that name a profile, the first that is there counts.
PROFILE_VARIABLES = ("AWS_DEFAULT_PROFILE", "AWS_PROFILE")
CREATE_CLIENT_ARGUMENTS = (
    "region_name",
    "api_version",
    "use_ssl",
    "verify",
    "endpoint_url",
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "config",
)
# awscli 1.46: those that `get_formatter` knows; it is asked after the request.
OUTPUT_FORMATS = ("json", "text", "table")
# Blobs that are texts are sent as they are.
BINARY_FORMATS: tuple[str, ...] = ()
WHOLE_INPUTS = {"cli-input-json": awscli.customizations.cliinputjson.CliInputJSONArgument}
# Values that start so are addresses, whose content the CLI takes for the value; in this version
# they may be of pages, too.
FILE_PREFIXES = (*awscli.paramfile.LOCAL_PREFIX_MAP, *awscli.paramfile.REMOTE_PREFIX_MAP)

# How messages name what signs in, which this version has not.
BY_VERSION_2 = ", by version 2 of the AWS CLI,"
LOGIN_ERRORS = (botocore.exceptions.LoginError,)
CRT_ERRORS = (botocore.exceptions.MissingDependencyException,)

# They hand the terminal to a plugin, or draw on it.
TALKING = frozenset(
    {("ssm", "start-session"), ("ecs", "execute-command"), ("logs", "start-live-tail")}
)

# argparse ends the process.
USAGE_ERRORS = (SystemExit,)
USAGE_STATUS = 2
# Python's own, after a traceback.
ERROR_STATUS = 1
# What commands end with that AWS has denied, or that nobody can guard.
DENIED_STATUS = UNGUARDED_STATUS = 255
readable = usage_error.readable
short_usage = usage_error.short_usage


@replacing("_create_parser", "_add_aliases", "_handle_top_level_args")
class BaseDriver(awscli.clidriver.CLIDriver):  # type: ignore[misc]
    """The driver of `aws`, for which somebody else parses the global options."""

    parsed: Parsed

    def call(self, args: Sequence[str]) -> Any:
        """Run the command whose global options are in `parsed`; return the CLI's exit status."""
        return self.main(args)

    def note_error(self, error: Exception) -> None:
        """Take note of what ended the command before it was called."""
        raise NotImplementedError

    has_subcommand_aliases = False
    """Whether there are aliases of the user's for subcommands."""

    def subcommand_alias(self, words: Sequence[str]) -> str | None:  # noqa: ARG002
        """Return what stands for the subcommand that words name, if an alias of the user's does."""
        return None

    def make_parser(self) -> Any:
        """Return the parser of global options, with the user's aliases."""
        commands = self._get_command_table()
        parser = global_parser(self, commands)
        self.load_aliases(commands, parser)
        return parser

    def load_aliases(self, commands: dict[str, Any], parser: Any) -> None:
        """Add the user's aliases to the commands, and the names of all commands to the parser."""
        super()._add_aliases(commands, parser)

    def _create_parser(self, command_table: Any) -> Any:  # noqa: ARG002
        return self.parsed

    def _add_aliases(self, command_table: Any, parser: Any) -> None:
        """Do nothing: `main` would load them for each command."""

    def _handle_top_level_args(self, args: Any, remaining: Any) -> None:
        try:
            super()._handle_top_level_args(args, remaining)
        except Exception as error:
            self.note_error(error)
            raise


@replacing("_create_parser")
class BaseService(awscli.clidriver.ServiceCommand):  # type: ignore[misc]
    """The command of a service, which keeps its parser."""

    _kept_parser: Any = None

    def replace_parser(self, parser: Any) -> Any:
        """Return an object that finds the operation in the place of the CLI's parser."""
        raise NotImplementedError

    def _create_parser(self) -> Any:
        if self._kept_parser is None:
            self._kept_parser = self.replace_parser(super()._create_parser())
        return self._kept_parser


@replacing("_create_operation_parser", "_add_help", "_unpack_arg")
class BaseOperation(awscli.clidriver.ServiceOperation):  # type: ignore[misc]
    """The command of an operation, which may skip the arguments that are not given."""

    skips_absent_arguments = False
    """Whether arguments that are not given go through no handler."""

    def find_parser(self, arguments: Mapping[str, Any]) -> Any:
        """Return the parser of the operation's arguments, with `help` among them."""
        raise NotImplementedError

    def _create_operation_parser(self, arg_table: Any) -> Any:
        return self.find_parser(arg_table)

    def _add_help(self, parser: Any) -> None:
        """Do nothing: the parser has a help argument, and a second one would be an error."""

    def _unpack_arg(self, cli_argument: Any, value: Any, parsed_globals: Any) -> Any:
        # No handler makes a value of an argument that was not given.
        if value is None and self.skips_absent_arguments:
            return None
        return super()._unpack_arg(cli_argument, value, parsed_globals)


def global_parser(driver: Any, commands: Mapping[str, Any]) -> Any:
    """Return a new parser of global options, as the CLI makes it, without the user's aliases."""
    return awscli.clidriver.CLIDriver._create_parser(driver, commands)  # noqa: SLF001


def operation_parser(operation: Any, arguments: Mapping[str, Any]) -> Any:
    """Return a new parser of an operation's arguments, as the CLI makes it."""
    kind = awscli.clidriver.ServiceOperation
    parser = kind._create_operation_parser(operation, arguments)  # noqa: SLF001
    kind._add_help(operation, parser)  # noqa: SLF001
    return parser


def load_value(session: Any, service: str, operation: str, argument: Any, value: Any) -> Any:
    """Return an argument's value, or what the file or the page holds that it is the address of."""
    return awscli.argprocess.unpack_argument(session, service, operation, argument, value, None)


def load_plugins(plugins: Mapping[str, str], event_hooks: Any) -> None:
    """Have the user's plugins register their handlers, and the CLI's own customizations."""
    (own,) = awscli.plugin.BUILTIN_PLUGINS.values()
    # A plugin may change what they are made of before they are.
    if not plugins and own not in sys.modules:
        with imported_late(v1_late.COMMANDS):
            import_module(own)
    awscli.plugin.load_plugins(plugins, event_hooks=event_hooks)


def emitter_under(events: Any) -> Any:
    """Return the emitter that a session or a client was given, under the aliases of its events."""
    return events._emitter  # noqa: SLF001


def canonical_event(events: Any, name: str) -> str:
    """Return the name by which the emitter under the aliases knows an event."""
    canonical: str = events._alias_event_name(name)  # noqa: SLF001
    return canonical


def name_program(session: Any) -> None:
    """Have the requests of a session name `aws` as their program in the user agent."""
    awscli.clidriver._set_user_agent_for_session(session)  # noqa: SLF001


def refuse(message: str) -> NoReturn:
    """End a command as the CLI does where its words cannot be used."""
    sys.stderr.write(f"\naws: error: {message}\n")
    raise SystemExit(USAGE_STATUS)


def report(error: Exception, session: Any, options: Any) -> int:  # noqa: ARG001 (as version 2)
    """Tell of an exception of the CLI's that was raised outside its `main`; return the status."""
    sys.stderr.write(f"\n{error}\n")
    return ERROR_STATUS


def binary_format(options: Any) -> str | None:  # noqa: ARG001 (as version 2)
    """Return how global options say that blobs are texts, which clients then take or give."""
    return None


def sentence(error: BaseException) -> str:
    """Return the message of an exception, without the usage that goes with it."""
    return str(error)


def prepare(session: Any, *, pages: bool) -> None:
    """Have a session read its settings as `aws` does, which names its own when it makes one."""


def may_prompt(session: Any, options: Any) -> bool:  # noqa: ARG001 (as version 2)
    """Return whether the CLI may ask a person for the words of a command: it never does."""
    return False


def format_json_by(formatter: type) -> None:
    """Have all commands of the process format JSON by a class of ours."""
    # `get_formatter` looks it up in its module for each command.
    awscli.formatter.JSONFormatter = formatter


def agent_extra(session: Any) -> str:
    """Return what a session adds to the user agent of the clients that it makes now."""
    extra: str = session.user_agent_extra
    return extra


def tell_by_request(client: Any, made_with: str, ask: Callable[[Any], str | None]) -> None:
    """Have a client that many commands use tell the one of each request: none is told."""
