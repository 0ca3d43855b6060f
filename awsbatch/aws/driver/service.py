"""The CLI's service commands and operations, which keep their tables and parsers.

All parsing and calling is done by the CLI's own code. An argument table that
a command has changed, such as `--cli-input-json` does, is dropped afterwards.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from awscli.clidriver import CLIOperationCaller, ServiceOperation

from awsbatch.aws.botocore_events import Emitter
from awsbatch.aws.catalog.partial import signs_of
from awsbatch.aws.catalog.secret_answer import secret_members_of
from awsbatch.aws.examination import Examination, Interest
from awsbatch.aws.invocation import current
from awsbatch.aws.long_way import LongWay
from awsbatch.aws.version.hook import replacing
from awsbatch.aws.version.installed import BaseOperation, BaseService, operation_parser


class Caller(CLIOperationCaller):  # type: ignore[misc]
    """What calls the client of an operation, and has its short way learnt before."""

    operation: "Operation"

    def _make_client_call(
        self, client: Any, operation_name: str, parameters: Any, parsed_globals: Any
    ) -> Any:
        self.operation.teach(parameters, parsed_globals)
        return super()._make_client_call(client, operation_name, parameters, parsed_globals)


@replacing("_create_argument_table", "_operation_caller", "_operation_model")
class Operation(BaseOperation):
    """A service operation that keeps its argument table and parser."""

    def __call__(self, args: Sequence[str], parsed_globals: Any) -> Any:
        """Run the operation, calling of all argument tables' handlers only those of its own."""
        with self._session.emitter.calling(self.key):
            try:
                return super().__call__(args, parsed_globals)
            finally:
                if _shape(self.arg_table) != self._kept_shape:
                    self._forget()

    def adopt(self) -> None:
        """Initialize what this class adds to a `ServiceOperation` that the CLI has made."""
        self.skips_absent_arguments = self._session.hastens
        self._kept_parser: Any = None
        self._kept_shape: Hashable = None
        caller = self.caller
        if type(caller) is CLIOperationCaller and self._session.shared.lines is not None:
            caller.__class__ = Caller
            caller.operation = self

    interest: Interest | None = None
    """What is looked for in its answers, if anything."""

    def teach(self, parameters: Mapping[str, Any], options: Any) -> None:
        """Have others learn what the line under way has become, before its client is called."""
        session, invocation = self._session, current()
        if invocation is None:
            return
        shared = session.shared
        if not session.emitter.is_changed and shared.lines.may_learn(invocation):
            lent = session.only_lent(self.wire_name)
            if lent is not None:
                (key, client, _), owner = lent
                agent = invocation.agents.get(client)
                way = LongWay(session, self, client, key, owner, parameters, options, agent)
                shared.lines.learn(invocation, way)
        shared.first_comers.pass_on(invocation)

    @property
    def _emitter(self) -> Emitter:
        emitter: Emitter = self._session.emitter
        return emitter

    @property
    def caller(self) -> Any:
        """What calls the client of the operation, and displays its answer."""
        return self._operation_caller

    @property
    def model(self) -> Any:
        """The model of the operation."""
        # awscli 1.46: the command keeps it to itself.
        return self._operation_model

    @property
    def wire_name(self) -> str:
        """The name of the operation in the model of its service."""
        name: str = self.model.name
        return name

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

    def find_parser(self, arguments: Mapping[str, Any]) -> Any:
        """Return the kept parser, or another one if the command has changed the arguments."""
        if _shape(arguments) != self._kept_shape:
            return operation_parser(self, arguments)
        if self._kept_parser is None:
            parser = operation_parser(self, arguments)
            self._kept_parser = self._session.shortcuts.parser(parser)
        return self._kept_parser


class ExaminedOperation(Operation):
    """A service operation whose answers may say what it could not do, or hold a secret."""

    def __call__(self, args: Sequence[str], parsed_globals: Any) -> Any:
        """Run the operation, and look at all its answers."""
        if self.interest is not None and (invocation := current()) is not None:
            invocation.examination = Examination(self.interest)
        return super().__call__(args, parsed_globals)


@replacing("_create_command_table", "_get_command_table")
class Service(BaseService):
    """A service command that keeps its operations' argument tables and parsers."""

    def operation(self, name: str) -> Any:
        """Return the operation or other subcommand of this name, or None."""
        return self._get_command_table().get(name)

    def _create_command_table(self) -> Any:
        with self.session.making, self.session.emitter.for_good():
            table = super()._create_command_table()
        signs, secret = signs_of(self.name), secret_members_of(self.name)
        for name, command in table.items():
            if type(command) is ServiceOperation:
                is_examined = name in signs or name in secret
                command.__class__ = ExaminedOperation if is_examined else Operation
                command.adopt()
            if type(command) is ExaminedOperation:
                command.interest = Interest(signs.get(name, ()), secret.get(name))
        return table

    def replace_parser(self, parser: Any) -> Any:
        """Return a parser that the session's shortcuts leave the first word to."""
        return self.session.shortcuts.service_parser(parser, self._command_table)


def _shape(table: Mapping[str, Any]) -> Hashable:
    """Return a value that is equal for argument tables that parse alike."""
    return tuple((name, id(argument), argument.required) for name, argument in table.items())
