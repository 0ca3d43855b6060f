"""Lines that go from their words straight to a client's call, without the CLI's commands.

For a line whose values are plain, the commands of the AWS CLI make the same of
it, whatever the values are: the same client, called with the values by their
names in the model, and the same display of the answer. So what they made of
one line is kept for others of its kind: those with the same words but for the
values, captured or not, and signed by the same. A kind is kept only if all
handlers of its events are known to do nothing to it, and if what is found here
for its first line is what the AWS CLI calls the client with.
"""

from collections.abc import Collection
from typing import Any

from awsbatch.aws.fast_path.short_line.idle_handler import all_idle
from awsbatch.aws.fast_path.short_line.line_reader import LineReader
from awsbatch.aws.fast_path.short_line.plain_option import (
    begins_one_of,
    options_of,
    settings_of,
)
from awsbatch.aws.fast_path.short_line.short_way import ShortWay
from awsbatch.aws.invocation import Invocation
from awsbatch.aws.long_way import LongWay
from awsbatch.aws.shortcut import Shortcut
from awsbatch.aws.version.installed import OUTPUT_FORMATS, canonical_event

_MOST_WAYS = 1_000
_CALLER = "awscli.clidriver:CLIOperationCaller"
_SHORTEST = 2
"""A command and an operation."""


class LineBook:
    """The short ways of one state of the configuration, used and learnt by any thread."""

    def __init__(self, parser: Any) -> None:
        """Know none yet; `parser` is that of the global options."""
        self._settings = settings_of(parser)
        self._names = [name for each in parser._actions for name in each.option_strings]  # noqa: SLF001 (see `settings_of`)
        self._readers: dict[tuple[str, str], LineReader | None] = {}
        """By command and operation; None where no line of an operation is plain."""
        self._ways: dict[object, ShortWay] = {}

    def find(self, invocation: Invocation) -> tuple[ShortWay, dict[str, Any]] | None:
        """Return the short way of a line and the parameters of its call, if there is one."""
        args = invocation.args
        if len(args) < _SHORTEST or (reader := self._readers.get((args[0], args[1]))) is None:
            return None
        read = reader.read(args)
        if read is None:
            return None
        way = self._ways.get(_key(invocation, read[0]))
        return None if way is None else (way, way.parameters(read[1], invocation.values))

    def may_learn(self, invocation: Invocation) -> bool:
        """Return whether a line may be plain, as far as is known, and of a kind that is not."""
        args = invocation.args
        operation = tuple(args[:_SHORTEST])
        if operation not in self._readers:
            return True
        reader = self._readers[operation]
        read = None if reader is None else reader.read(args)
        return read is not None and _key(invocation, read[0]) not in self._ways

    def learn(self, invocation: Invocation, gone: LongWay) -> None:
        """Keep the short way of a line that has gone the long one up to the client's call."""
        args = invocation.args
        command, operation = gone.operation.key.split(".", 1)
        if args[:_SHORTEST] != [command, operation]:
            return
        if (command, operation) not in self._readers:
            self._readers[command, operation] = self._reader(command, operation, gone)
        reader = self._readers[command, operation]
        read = None if reader is None else reader.read(args)
        if read is None or _output(gone) not in OUTPUT_FORMATS:
            return
        kind, given = read
        way = ShortWay(gone, given)
        if way.makes(gone.parameters, given, invocation.values):
            if len(self._ways) >= _MOST_WAYS:
                self._ways.clear()
            self._ways[_key(invocation, kind)] = way

    def forget(self, sessions: Collection[Any]) -> None:
        """Forget what was learnt on sessions that run no command any more."""
        gone = {id(session) for session in sessions}
        for key, way in [*self._ways.items()]:
            if id(way.session) in gone:
                self._ways.pop(key, None)

    def _reader(self, command: str, operation: str, gone: LongWay) -> LineReader | None:
        session, model = gone.session, gone.operation.model
        events = session.get_component("event_emitter")
        service = model.service_model.endpoint_prefix

        def address(argument: str) -> str:
            event = canonical_event(events, f"load-cli-arg.{service}.{operation}.{argument}")
            return event.partition(".")[2]

        options = options_of(gone.operation.arg_table, address)
        if not all_idle(session, command, operation, model, options):
            return None
        own = {name: each for name, each in options.items() if not begins_one_of(name, self._names)}
        return LineReader({**own, **self._settings})


def _key(invocation: Invocation, kind: list[Any]) -> object:
    return (invocation.captures, invocation.signer, *invocation.args[:_SHORTEST], *kind)


def _output(gone: LongWay) -> Any:
    return gone.options.output or gone.session.get_config_variable("output")


class ShortLines(Shortcut):
    """Lines of plain values go straight to the client's call, once one of their kind has."""

    name = "short lines"
    needs = (
        # awscli 1.46 and 2.9 to 2.36.
        f"{_CALLER}._display_response(self, command_name, response, parsed_globals)",
        f"{_CALLER}._make_client_call(self, client, operation_name, parameters, parsed_globals)",
        "awscli.clidriver:ServiceOperation._build_call_parameters",
        "awscli.arguments:CLIArgument()._serialized_name",
        "awscli.arguments:BooleanArgument()._action",
        "awscli.arguments:BooleanArgument()._destination",
        "awscli.customizations.paginate:PageArgument()._parse_type",
        "awscli.customizations.paginate:PageArgument()._serialized_name",
        # Python 3.10 to 3.14.
        "argparse:ArgumentParser()._actions",
    )

    def lines(self, parser: Any) -> LineBook:
        """Return a book of short ways, for lines with the global options of a parser."""
        return LineBook(parser)


SHORTCUTS = (ShortLines,)
