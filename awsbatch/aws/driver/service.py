"""The CLI's service commands and operations, which keep their tables and parsers.

All parsing and calling is done by the CLI's own code. An argument table that
a command has changed, such as `--cli-input-json` does, is dropped afterwards.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from awscli.clidriver import ServiceCommand, ServiceOperation

from awsbatch.aws.botocore_events import Emitter


class Operation(ServiceOperation):  # type: ignore[misc]
    """A service operation that keeps its argument table and parser."""

    def __call__(self, args: Sequence[str], parsed_globals: Any) -> Any:
        """Run the operation, calling of all argument tables' handlers only those of its own."""
        with self._emitter.calling(self.key):
            try:
                return super().__call__(args, parsed_globals)
            finally:
                if _shape(self.arg_table) != self._kept_shape:
                    self._forget()

    def adopt(self) -> None:
        """Initialize what this class adds to a `ServiceOperation` that the CLI has made."""
        self._kept_parser: Any = None
        self._kept_shape: Hashable = None

    @property
    def _emitter(self) -> Emitter:
        emitter: Emitter = self._session.emitter
        return emitter

    @property
    def key(self) -> str:
        """The name by which the emitter knows the handlers of this argument table."""
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
        # awscli 1.46: no handler makes a value of an argument that was not given.
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
            self._kept_parser = self._session.shortcuts.parser(parser)
        return self._kept_parser

    def _add_help(self, parser: Any) -> None:
        """Do nothing: the kept parser has a help argument, and a second one would be an error."""


class Service(ServiceCommand):  # type: ignore[misc]
    """A service command that keeps its operations' argument tables and parsers."""

    _kept_parser: Any = None

    def operation(self, name: str) -> Any:
        """Return the operation or other subcommand of this name, or None."""
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
            self._kept_parser = self.session.shortcuts.service_parser(
                super()._create_parser(), self._command_table
            )
        return self._kept_parser


def _shape(table: Mapping[str, Any]) -> Hashable:
    """Return a value that is equal for argument tables that parse alike."""
    return tuple((name, id(argument), argument.required) for name, argument in table.items())
