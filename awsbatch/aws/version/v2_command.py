"""The driver, the services and the operations of version 2, to be subclassed: see `installed`."""

from collections.abc import Mapping, Sequence
from typing import Any

import awscli.clidriver
import awscli.logger
from awscli.customizations.exceptions import ParamValidationError

from awsbatch.aws.version import session_id
from awsbatch.aws.version.error_report import ErrorReport
from awsbatch.aws.version.feature import command_context
from awsbatch.aws.version.hook import replacing
from awsbatch.aws.version.passed_parser import Parsed

try:
    from awsbatch.aws.version.lazy_customization import BaseEmitter, loading
except ImportError:
    from awsbatch.aws.version.eager_customization import BaseEmitter, loading

__all__ = ["BaseEmitter"]


# The entry point of `aws` refuses both of them, before it parses anything.
_PROMPT, _NO_PROMPT = "--cli-auto-prompt", "--no-cli-auto-prompt"


@replacing("create_parser", "_add_aliases", "_update_config_chain", "_set_logging")
class BaseDriver(awscli.clidriver.CLIDriver):  # type: ignore[misc]
    """The driver of `aws`, for which somebody else parses the global options."""

    parsed: Parsed | None = None
    _shown_version: str | None = None
    _logs = False
    """Whether a command has had everything logged."""

    def __init__(self, session: Any) -> None:
        super().__init__(session, ErrorReport(session, self.note_error))
        session_id.unregister(session)
        self._user_agent_extra = session.user_agent_extra

    def call(self, args: Sequence[str]) -> Any:
        """Run the command whose global options are in `parsed`; return the CLI's exit status."""
        # Each command adds its own name to it.
        self.session.user_agent_extra = self._user_agent_extra
        if _PROMPT in args and _NO_PROMPT in args:
            message = f"Both {_PROMPT} and {_NO_PROMPT} cannot be specified at the same time."
            raise ParamValidationError(message)
        try:
            with command_context():
                return self.main(args)
        finally:
            if self._logs:
                awscli.logger.disable_crt_logging()

    def note_error(self, error: BaseException) -> None:
        """Take note of what ended the command before it was called."""
        raise NotImplementedError

    @property
    def has_subcommand_aliases(self) -> bool:
        """Whether there are aliases of the user's for subcommands."""
        self.alias_loader.get_aliases()
        # awscli 2.9.19 to 2.36.7: by the words before them, else by the name of a section.
        sections = self.alias_loader._aliases  # noqa: SLF001
        return any(isinstance(section, tuple) for section in sections)

    def subcommand_alias(self, words: Sequence[str]) -> str | None:
        """Return what stands for the subcommand that words name, if an alias of the user's does."""
        for length in range(1, len(words)):
            aliases = self.alias_loader.get_aliases(tuple(words[:length]))
            if (value := aliases.get(words[length])) is not None:
                return str(value)
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

    def set_providers(self) -> None:
        """Have the session find its settings as `aws` does."""
        super()._update_config_chain()

    def create_parser(self, command_table: Any) -> Any:
        """Return what stands in for the parser in `main`, and a parser for anybody else."""
        # Aliases of subcommands ask for one, to parse the global options that they stand for.
        parsed, self.parsed = self.parsed, None
        return super().create_parser(command_table) if parsed is None else parsed

    def _add_aliases(self, command_table: Any, parser: Any) -> None:
        """Do nothing: `main` would load them for each command."""

    def _update_config_chain(self) -> None:
        """Do nothing: the session has it."""

    def _build_command_table(self) -> Any:
        return loading(super()._build_command_table())

    def _cli_version(self) -> str:
        # Asked for by each command, for its history.
        if self._shown_version is None:
            self._shown_version = super()._cli_version()
        return self._shown_version

    def _set_logging(self, debug: Any) -> None:
        # There is one handler for all commands, unless one logs everything.
        if debug:
            self._logs = True
            super()._set_logging(debug)


@replacing("create_parser")
class BaseService(awscli.clidriver.ServiceCommand):  # type: ignore[misc]
    """The command of a service, which keeps its parser."""

    _kept_parser: Any = None

    def replace_parser(self, parser: Any) -> Any:
        """Return an object that finds the operation in the place of the CLI's parser."""
        raise NotImplementedError

    def create_parser(self) -> Any:
        """Return the parser of the service's own words."""
        if self._kept_parser is None:
            self._kept_parser = self.replace_parser(super().create_parser())
        return self._kept_parser


@replacing(
    "_create_operation_parser",
    "_add_help",
    "_build_subcommand_table",
    "_add_customization_to_user_agent",
    "_unpack_arg",
)
class BaseOperation(awscli.clidriver.ServiceOperation):  # type: ignore[misc]
    """The command of an operation, which may skip the arguments that are not given."""

    _agent_extra: tuple[str, str] | None = None
    """What the session adds to the user agent, without the name of the command and with it."""
    skips_absent_arguments = False
    """Whether arguments that are not given go through no handler."""

    def find_parser(self, arguments: Mapping[str, Any]) -> Any:
        """Return the parser of the operation's arguments, with `help` among them."""
        raise NotImplementedError

    def _create_operation_parser(self, arg_table: Any, subcommand_table: Any) -> Any:  # noqa: ARG002
        return self.find_parser(arg_table)

    def _add_help(self, parser: Any) -> None:
        """Do nothing: the parser has a help argument, and a second one would be an error."""

    def _build_subcommand_table(self) -> Any:
        with self._session.making, self._session.emitter.for_good():
            return super()._build_subcommand_table()

    def _add_customization_to_user_agent(self) -> None:
        session = self._session
        before = session.user_agent_extra
        if self._agent_extra is None or self._agent_extra[0] != before:
            super()._add_customization_to_user_agent()
            self._agent_extra = before, session.user_agent_extra
        session.user_agent_extra = self._agent_extra[1]

    def _unpack_arg(self, cli_argument: Any, value: Any) -> Any:
        # No handler makes a value of an argument that was not given.
        if value is None and self.skips_absent_arguments:
            return None
        return super()._unpack_arg(cli_argument, value)


def global_parser(driver: Any, commands: Mapping[str, Any]) -> Any:
    """Return a new parser of global options, as the CLI makes it, without the user's aliases."""
    return awscli.clidriver.CLIDriver.create_parser(driver, commands)


def operation_parser(operation: Any, arguments: Mapping[str, Any]) -> Any:
    """Return a new parser of an operation's arguments, as the CLI makes it."""
    kind = awscli.clidriver.ServiceOperation
    parser = kind._create_operation_parser(  # noqa: SLF001
        operation, arguments, operation.subcommand_table
    )
    kind._add_help(operation, parser)  # noqa: SLF001
    return parser
