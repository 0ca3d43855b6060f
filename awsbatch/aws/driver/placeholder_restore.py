"""Handlers that put the values of placeholders back after the AWS CLI's parsing."""

import copy
import os
from collections.abc import Mapping
from io import IOBase
from typing import Any

from awscli import SCALAR_TYPES
from awscli.argprocess import ParamError, ParamShorthandParser, unpack_cli_arg
from awscli.arguments import CLIArgument
from awscli.utils import is_streaming_blob_type

from awsbatch.aws.invocation import current
from awsbatch.aws.placeholder_value import (
    PlaceholderValues,
    has_token,
    is_token,
)
from awsbatch.aws.version.installed import FILE_PREFIXES, WHOLE_INPUTS


class ValueHandlers:
    """Handlers of one session's events, for the command of the context in which they are called."""

    def __init__(self) -> None:
        self._table: Mapping[str, Any] = {}
        self._shorthand = ParamShorthandParser()

    def register(self, events: Any) -> None:
        """Register the handlers on a session's emitter."""
        events.register_last("top-level-args-parsed", self._restore_query)
        events.register_first("before-building-argument-table-parser", self._note_table)
        events.register_first("operation-args-parsed", self._restore_arguments)
        events.register_first("load-cli-arg", self._load)
        events.register_first("process-cli-arg", self._process)
        events.register_last("calling-command", self._restore_parameters)

    def _restore_query(self, parsed_args: Any, **_: Any) -> None:
        query = parsed_args.query
        values = _values()
        if values is not None and query is not None:
            # A copy: jmespath keeps what it compiled, by its text, for later commands.
            tree = copy.deepcopy(query.parsed)
            _restore_tree(values, tree)
            parsed_args.query = type(query)(query.expression, tree)

    def _note_table(self, argument_table: Mapping[str, Any], **_: Any) -> None:
        self._table = argument_table

    def _restore_arguments(self, parsed_args: Any, **_: Any) -> None:
        """Put values back in the arguments that customizations of the CLI read.

        The parameters of the operation are not parsed yet, and get their
        values later. So does a value such as `file://x`, which the CLI would
        still replace by the content of a file.
        """
        values = _values()
        if values is None:
            return
        for name, argument in self._table.items():
            if isinstance(argument, CLIArgument):
                continue
            value = getattr(parsed_args, argument.py_name, None)
            if isinstance(value, str) and not _parsed_later(name, value, values):
                setattr(parsed_args, argument.py_name, values.restore(value))

    def _load(self, param: Any, value: Any, **_: Any) -> Any:
        values = _values()
        if values is None or isinstance(param, CLIArgument) or not has_token(value):
            return None
        if param is not None and getattr(param.argument_model, "type_name", "") in _COMPLEX:
            return None
        return values.restore_all(value)

    def _process(self, cli_argument: Any, value: Any, event_name: str, **_: Any) -> Any:
        values = _values()
        if values is None or not has_token(value):
            return None
        model = cli_argument.argument_model
        if is_streaming_blob_type(model):
            return _open(values.restore(value), cli_argument.cli_name)
        if model.type_name in SCALAR_TYPES and model.type_name not in ("string", "blob"):
            return unpack_cli_arg(cli_argument, values.restore(value))
        parsed = self._shorthand(cli_argument=cli_argument, value=value, event_name=event_name)
        if parsed is None:
            parsed = unpack_cli_arg(cli_argument, value)
        return values.restore_all(parsed)

    def _restore_parameters(self, call_parameters: Any, **_: Any) -> None:
        if (invocation := current()) is None:
            return
        invocation.files += [file for file in call_parameters.values() if isinstance(file, IOBase)]
        if invocation.values:
            invocation.values.restore_all(call_parameters)


_COMPLEX = ("structure", "list", "map")


def _values() -> PlaceholderValues | None:
    """Return the values of the command of this context, or None if it has no tokens.

    The check of a script builds argument tables without any command.
    """
    invocation = current()
    return invocation.values or None if invocation is not None else None


def _parsed_later(name: str, value: str, values: PlaceholderValues) -> bool:
    # The value of a whole input is parsed later than other values are.
    if name in WHOLE_INPUTS and not is_token(value):
        return True
    return values.restore(value).startswith(FILE_PREFIXES)


def _restore_tree(values: PlaceholderValues, node: dict[str, Any]) -> None:
    """Put values back in the literals and field names of a compiled JMESPath expression."""
    if "value" in node:
        node["value"] = values.restore_all(node["value"])
    for child in node["children"]:
        if isinstance(child, dict):
            _restore_tree(values, child)


def _open(path: str, cli_name: str) -> Any:
    if not os.path.isfile(path):  # noqa: PTH113 (as the CLI does)
        raise ParamError(cli_name, "Blob values must be a path to a file.")
    return open(path, "rb")  # noqa: PTH123 (the call closes it)
