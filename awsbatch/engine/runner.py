"""A script run to results: its statements walked in order, each as it is reached."""

from collections.abc import Iterable, Iterator, Sequence

from awsbatch.aws.command import CommandRunner
from awsbatch.engine import default
from awsbatch.engine.block import Block
from awsbatch.engine.call import Caller
from awsbatch.engine.event import Event, Known, Printed, Status
from awsbatch.engine.output import Output, OutputError, write_line
from awsbatch.engine.scope import NotSetError, Scope
from awsbatch.engine.stop import Stop
from awsbatch.engine.substitute import rounds, texts
from awsbatch.errors import AwsbatchError, ScriptError
from awsbatch.exit_status import ExitStatus
from awsbatch.language.model import (
    Assign,
    Capture,
    Defaults,
    For,
    Print,
    Run,
    Script,
    Statement,
)
from awsbatch.source import Place

# What follows them would run with another profile, region or guard than its author meant.
_GOVERNING = frozenset({"assert", "default", "defaults", "export", "set"})


class Engine:
    """A run of one or more files, which share their names.

    Nothing happens but through the events' iteration: to stop taking them is
    to stop the run. A `BrokenPipeError` of a sink comes out of it, after the
    end of the command under way.
    """

    def __init__(
        self,
        runner: CommandRunner,
        output: Output | None,
        scope: Scope,
        *,
        stop: Stop | None = None,
    ) -> None:
        """Prepare a run whose names are kept in `scope`.

        Without an `output`, commands show nothing, and the events carry what
        they print.
        """
        self._stop = stop or Stop()
        self._caller = Caller(runner, output, self._stop)
        self._scope = scope

    def run(self, *scripts: Script) -> Iterator[Event]:
        """Run whole files, one after the other, whose number of commands is known."""
        yield from _known(sum(_commands(script.statements) for script in scripts))
        for script in scripts:
            yield from self._body(script.statements, self._file())

    def stream(self, statements: Iterable[Statement | ScriptError]) -> Iterator[Event]:
        """Run one file's statements as they come; one that is a fault counts as failed."""
        block = self._file()
        for statement in self._arriving(statements):
            if isinstance(statement, ScriptError):
                yield from self._unreadable(statement, block)
            else:
                yield from _known(_commands((statement,)))
                yield from self._statement(statement, block)

    def _arriving(
        self, statements: Iterable[Statement | ScriptError]
    ) -> Iterator[Statement | ScriptError]:
        source = iter(statements)
        while (statement := self._next(source)) is not None:
            yield statement

    def _next(self, source: Iterator[Statement | ScriptError]) -> Statement | ScriptError | None:
        try:
            # In this order: a stop between the two is seen here, and later ones interrupt.
            self._stop.waiting = True
            return None if self._stop.requested else next(source, None)
        except KeyboardInterrupt:
            self._stop.requested = True
            return None
        finally:
            self._stop.waiting = False

    def _file(self) -> Block:
        return Block(self._scope)

    def _body(self, statements: Sequence[Statement], block: Block) -> Iterator[Event]:
        for statement in statements:
            if self._stop.requested:
                return
            yield from self._statement(statement, block)

    def _statement(self, statement: Statement, block: Block) -> Iterator[Event]:
        if block.blame is not None:
            yield from self._governed(statement, block, block.blame)
            return
        try:
            yield from self._carry_out(statement, block)
        except NotSetError as missing:
            yield from _known(_extra(statement))
            yield self._caller.call(statement, block).skipped(missing.blame)
            _spoil(statement, block, missing.blame)
        except (ScriptError, OutputError) as fault:
            yield from _known(_extra(statement))
            yield self._caller.call(statement, block).faulty(fault, _exit_status(fault))
            _spoil(statement, block, statement.place)

    def _carry_out(self, statement: Statement, block: Block) -> Iterator[Event]:
        match statement:
            case Run():
                yield from self._caller.command(statement, block)
            case Capture():
                yield from self._capture(statement, block)
            case Assign():
                block.scope.assign(statement.name, statement.value)
            case For():
                yield from self._for(statement, block)
            case Defaults():
                block.defaults = {
                    **block.defaults,
                    **default.settings(statement, block.scope),
                }
            case Print():
                yield from self._print(statement, block)

    def _governed(self, statement: Statement, block: Block, blame: Place) -> Iterator[Event]:
        """Skip a statement of a block whose rest is skipped; only commands are told of."""
        if isinstance(statement, Run | Capture):
            yield self._caller.call(statement, block).skipped(blame)
        _spoil(statement, block, blame)

    def _unreadable(self, fault: ScriptError, block: Block) -> Iterator[Event]:
        if fault.place is None:
            raise fault
        yield from _known(1)
        yield self._caller.unreadable(fault.place).faulty(fault, ExitStatus.FAULT.value)
        if fault.subject.lower() in _GOVERNING:
            block.give_up(fault.place)
        else:
            # What it was to set keeps no earlier value; to unset what is no name does nothing.
            name = fault.subject.partition("=")[0].removesuffix("+").removesuffix("[]")
            block.scope.unset(name, fault.place)

    def _for(self, statement: For, block: Block) -> Iterator[Event]:
        values = rounds(statement.words, block.scope)
        yield from _known(len(values) * _commands(statement.body))
        for number, value in enumerate(values, start=1):
            if self._stop.requested:
                return
            yield from self._body(statement.body, block.inner(number, statement.name, value))

    def _print(self, statement: Print, block: Block) -> Iterator[Event]:
        text = " ".join(texts(statement.words, block.scope))
        if statement.redirect is None:
            yield Printed(statement.place, text)
        else:
            write_line(statement.redirect, text, block.scope)

    def _capture(self, statement: Capture, block: Block) -> Iterator[Event]:
        ended = yield from self._caller.command(statement, block)
        if ended.status is Status.OK:
            block.scope.set(statement.name, ended.value)
        else:
            block.scope.unset(statement.name, statement.place)


def _spoil(statement: Statement, block: Block, blame: Place) -> None:
    """Leave behind what a statement that was not carried out leaves."""
    match statement:
        case Capture(name) | Assign(name):
            block.scope.unset(name, blame)
        case Defaults():
            block.give_up(blame)
        case Run() | For() | Print():
            pass


def _known(commands: int) -> Iterator[Event]:
    if commands:
        yield Known(commands)


def _commands(statements: Iterable[Statement]) -> int:
    """Count the commands that stand directly in a block."""
    return sum(isinstance(statement, Run | Capture) for statement in statements)


def _extra(statement: Statement) -> int:
    """Count the end that only a failure gives to a statement that is no command."""
    return 1 - _commands((statement,))


def _exit_status(fault: AwsbatchError) -> int:
    failed = isinstance(fault, OutputError)
    return (ExitStatus.FAILED if failed else ExitStatus.FAULT).value
