"""All operations of all services that the installed AWS CLI has, and its hand-written commands.

They come from the CLI's own command tables, named as on the command line, so
that what it renames or hides is as a user finds it. That takes seconds.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from awscli.clidriver import CLIDriver, ServiceCommand, ServiceOperation, create_clidriver
from awscli.customizations.commands import BasicCommand

from awsbatch.record import record


@record
class Operation:
    """An operation of a service, such as `s3api get-object`."""

    service: str
    """As on the command line, which need not be the name of its model."""
    name: str
    model: Any
    """botocore's `OperationModel`: its shapes are read from the file when they are asked for."""
    command: ServiceOperation

    def __str__(self) -> str:
        return f"{self.service} {self.name}"


@cache
def every_operation() -> tuple[Operation, ...]:
    """Return all operations, by service and name."""
    return tuple(
        # awscli 1.46: the CLI has no public name for the model of an operation.
        Operation(names[0], names[-1], command._operation_model, command)
        for names, command in _commands()
        if isinstance(command, ServiceOperation) and len(names) == 2
    )


@cache
def every_hand_written_command() -> tuple[str, ...]:
    """Return all commands that are neither operations nor services, such as `s3 cp` and `s3`.

    The waiters of a service are one, `ec2 wait`.
    """
    return tuple(
        " ".join(names)
        for names, command in _commands()
        if not isinstance(command, (ServiceCommand, ServiceOperation))
    )


@cache
def _commands() -> tuple[tuple[tuple[str, ...], Any], ...]:
    return tuple(_below((), _driver()))


@cache
def _driver() -> CLIDriver:
    return create_clidriver()


def _below(names: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    table = _inside(command)
    for name in sorted(table):
        # awscli 2.36: those that are not loaded yet stand in for what they are.
        inner = load() if (load := getattr(table[name], "_resolve", None)) else table[name]
        yield (*names, name), inner
        yield from _below((*names, name), inner)


def _inside(command: Any) -> dict[str, Any]:
    """Return the commands below one, by name."""
    # awscli 1.46: none of these tables has a public name.
    if isinstance(command, (CLIDriver, ServiceCommand)):
        table: dict[str, Any] = command._get_command_table()
        return table
    if isinstance(command, BasicCommand) and command.NAME != "wait":
        below: dict[str, Any] = command._build_subcommand_table()
        return below
    return {}
