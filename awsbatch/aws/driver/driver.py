"""The CLI's own driver, with what no command changes kept between commands.

Everything that parses and calls is the CLI's. What is kept is what it would
build alike for every command: the command tables, the parsers, and the
argument tables of operations. An argument table that a command changed is
thrown away after it.
"""

from argparse import Namespace
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from awscli.clidriver import CLIDriver, ServiceCommand, ServiceOperation

from awsbatch.aws.botocore_events import Emitter
from awsbatch.aws.driver.placeholder_restore import DataHandlers
from awsbatch.aws.fast_path.global_resolver import GlobalOptions
from awsbatch.aws.fast_path.plain_parser import PlainParser
from awsbatch.aws.session.session import Session


class Operation(ServiceOperation):  # type: ignore[misc]
    """A service operation that keeps its argument table and parser."""

    def __call__(self, args: Sequence[str], parsed_globals: Any) -> Any:
        """Run the operation, with the handlers of its own argument table."""
        with self._emitter.calling(self.key):
            try:
                return super().__call__(args, parsed_globals)
            finally:
                if _shape(self.arg_table) != self._kept_shape:
                    self._forget()

    def adopt(self) -> None:
        """Start keeping; the CLI made this as a plain `ServiceOperation`."""
        self._kept_parser: Any = None
        self._kept_shape: Hashable = None

    @property
    def _emitter(self) -> Emitter:
        emitter: Emitter = self._session.emitter
        return emitter

    @property
    def key(self) -> str:
        """The owner, to the emitter, of what its argument table registers."""
        return f"{self._parent_name}.{self._name}"

    def _forget(self) -> None:
        self._arg_table = None
        self._kept_parser = None
        self._emitter.forget(self.key)

    def _create_argument_table(self) -> Any:
        with self._session.making, self._emitter.building(self.key):
            table = super()._create_argument_table()
        self._kept_shape = _shape(table)
        return table

    def _unpack_arg(self, cli_argument: Any, value: Any, parsed_globals: Any) -> Any:
        # No handler makes anything of an argument that is not given.
        if value is None and self._session.hastens:
            return None
        return super()._unpack_arg(cli_argument, value, parsed_globals)

    def _create_operation_parser(self, arg_table: Mapping[str, Any]) -> Any:
        if _shape(arg_table) != self._kept_shape:
            parser = super()._create_operation_parser(arg_table)
            super()._add_help(parser)
            return parser
        if self._kept_parser is None:
            parser = super()._create_operation_parser(arg_table)
            super()._add_help(parser)
            self._kept_parser = PlainParser(parser) if self._session.hastens else parser
        return self._kept_parser

    def _add_help(self, parser: Any) -> None:
        """Do nothing: the kept parser has its help argument already."""


class Service(ServiceCommand):  # type: ignore[misc]
    """A service command that keeps its operations' argument tables and parsers."""

    _kept_parser: Any = None

    def operation(self, name: str) -> Any:
        """Return the command of this name, or None."""
        return self._get_command_table().get(name)

    def _create_command_table(self) -> Any:
        with self.session.making, self.session.emitter.for_good():
            table = super()._create_command_table()
        for command in table.values():
            if type(command) is ServiceOperation:
                command.__class__ = Operation
                command.adopt()
        return table

    def _create_parser(self) -> Any:
        if self._kept_parser is None:
            self._kept_parser = _OperationParser(super()._create_parser(), self._command_table)
        return self._kept_parser


class _OperationParser:
    """A service's parser, which need not be asked when the first word is an operation.

    It knows no options: what follows the operation is left for that to parse.
    """

    def __init__(self, parser: Any, table: Mapping[str, Any]) -> None:
        self._parser = parser
        self._table = table

    def parse_known_args(self, args: Sequence[str]) -> tuple[Any, Sequence[str]]:
        if args and args[0] in self._table and "--" not in args:
            return Namespace(operation=args[0]), args[1:]
        parsed: tuple[Any, Sequence[str]] = self._parser.parse_known_args(args)
        return parsed


class Driver(CLIDriver):  # type: ignore[misc]
    """A CLI driver on a session of ours, whose arguments are parsed beforehand.

    The pool parses the global options to find the driver, and hands on what
    it parsed in place of the driver's parser.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.data = DataHandlers()
        events = session.get_component("event_emitter")
        self.data.register(events)
        if session.hastens:
            GlobalOptions(session.emitter).register(events)
        self.failed: BaseException | None = None
        self.key: Hashable = None
        """The options of the commands that it is kept for, if it is kept."""
        self._parsed: Any = None
        self._initialized = False
        self._base_config = session.get_default_client_config()
        session.emitter.keep()

    @property
    def commands(self) -> dict[str, Any]:
        """The commands by name, the user's aliases included."""
        table: dict[str, Any] = self._get_command_table()
        return table

    def make_parser(self) -> Any:
        """Return the parser of the global options, aliases known to it."""
        parser = super()._create_parser(self.commands)
        super()._add_aliases(self.commands, parser)
        return parser

    def add_aliases(self, parser: Any) -> None:
        """Learn the user's aliases; once, since an alias may name what it hides."""
        super()._add_aliases(self.commands, parser)

    def run(self, args: Sequence[str], parsed: Any, remaining: Sequence[str]) -> Any:
        """Run the command whose global options are parsed; return the exit status.

        What ended it, where it was an exception, is in `failed`.
        """
        self._parsed = _Parsed(parsed, remaining)
        self.failed = None
        self.session.set_default_client_config(self._base_config)
        table, name = self.commands, parsed.command
        command = table[name]
        table[name] = self._recording(command)
        try:
            return self.main(args)
        except Exception as error:
            self.failed = error
            raise
        finally:
            table[name] = command
            self.session.emitter.undo()
            self.data.close_files()

    def _recording(self, command: Any) -> Any:
        def call(remaining: Sequence[str], parsed_globals: Any) -> Any:
            try:
                return command(remaining, parsed_globals)
            except BaseException as error:
                self.failed = error
                raise

        return call

    def _build_command_table(self) -> Any:
        with self.session.emitter.for_good():
            return super()._build_command_table()

    def _build_builtin_commands(self, session: Session) -> dict[str, Any]:
        return {
            name: Service(cli_name=name, session=session, service_name=name)
            for name in session.get_available_services()
        }

    def _create_parser(self, command_table: Mapping[str, Any]) -> Any:  # noqa: ARG002
        return self._parsed

    def _add_aliases(self, command_table: Mapping[str, Any], parser: Any) -> None:
        """Do nothing: see `add_aliases`."""

    def _handle_top_level_args(self, args: Any, remaining: Any) -> None:
        try:
            super()._handle_top_level_args(args, remaining)
        except Exception as error:
            self.failed = error
            raise

    def _emit_session_event(self, parsed_args: Any) -> None:
        # Its handlers register others: once for a kept driver, whose profile is fixed.
        if not self._initialized:
            with self.session.emitter.for_good():
                super()._emit_session_event(parsed_args)
            self._initialized = True


class _Parsed:
    """Stands in for the parser of a driver's global options, which are parsed already."""

    def __init__(self, parsed: Any, remaining: Sequence[str]) -> None:
        self._result = parsed, remaining

    def parse_known_args(self, args: Sequence[str]) -> Any:  # noqa: ARG002
        return self._result


def _shape(table: Mapping[str, Any]) -> Hashable:
    """Return whether two argument tables parse alike: the arguments, and which are required."""
    return tuple((name, id(argument), argument.required) for name, argument in table.items())
