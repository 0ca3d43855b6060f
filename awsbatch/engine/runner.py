"""A script run to results."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches

from awsbatch.aws.command import CommandRunner
from awsbatch.engine.block import Block
from awsbatch.engine.call import Caller
from awsbatch.engine.count import commands, known
from awsbatch.engine.event import Blame, Event
from awsbatch.engine.lack import miss
from awsbatch.engine.output import Output
from awsbatch.engine.scope import Scope
from awsbatch.engine.stop import Stop
from awsbatch.engine.walk import Walker
from awsbatch.errors import ScriptError
from awsbatch.exit_status import ExitStatus
from awsbatch.language.model import Finally, Script, Statement

# What follows them would run with another profile, region or guard than its author meant.
_GOVERNING = frozenset(
    [
        *("assert", "default", "defaults", "set"),
        *("declare", "export", "local", "readonly", "typeset", "unset"),
        *(".", "eval", "exec", "source"),
        *("[", "[[", "exit", "if", "return", "test"),
    ]
)
_LIKE_A_STATEMENT = 0.75


class Engine:
    """A run of one or more files, which share their names.

    Nothing happens but through the events' iteration: to stop taking them is
    to stop the run, without its `finally`.
    """

    def __init__(
        self,
        runner: CommandRunner,
        output: Output | None,
        scope: Scope,
        *,
        stop: Stop | None = None,
        errexit: bool = False,
        retries: int = 0,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Prepare a run whose names are kept in `scope`.

        Without an `output`, commands show nothing, and the events carry what
        they print. With `errexit`, each file begins as if with `set -e`.
        `retries` are for commands without `@retry`; `jitter` is as `waits`
        takes it.
        """
        self._stop = stop or Stop()
        self._caller = Caller(runner, output, self._stop, retries=retries, jitter=jitter)
        self._walker = Walker(self._caller, self._stop)
        self._scope = scope
        self._errexit = errexit

    def run(self, *scripts: Script) -> Iterator[Event]:
        """Run whole files, one after the other, whose number of commands is known."""
        yield from known(sum(commands(script.statements) for script in scripts))
        for script in scripts:
            if not self._stop.requested:
                yield from self._script(script.statements)

    def stream(self, statements: Iterable[Statement | ScriptError]) -> Iterator[Event]:
        """Run one file's statements as they come; one that is a fault counts as failed.

        It ends at the first failure if the run is to; what it has not come to
        by then, a `finally` included, is not known.
        """
        block, runs = self._file(), self._caller.runs
        for statement in self._arriving(statements):
            if isinstance(statement, Finally):
                yield from self._finish(statement, block, (), runs)
            elif isinstance(statement, ScriptError):
                yield from self._unreadable(statement, block)
            else:
                yield from known(commands((statement,)))
                yield from self._walker.statement(statement, block)
            if self._errexit and block.blame is not None:
                return

    def _script(self, statements: Sequence[Statement]) -> Iterator[Event]:
        block, runs = self._file(), self._caller.runs
        left = list(reversed(statements))
        while left and self._walker.goes_on(block):
            yield from self._walker.statement(left.pop(), block)
        last = statements[-1] if statements else None
        if isinstance(last, Finally):
            yield from self._finish(last, block, left[:0:-1], runs)

    def _finish(
        self, statement: Finally, block: Block, missed: Sequence[Statement], runs: int
    ) -> Iterator[Event]:
        """Run a file's `finally`, if a command was started that may need it.

        It sees the names and `defaults` of the file. Names that only what was
        missed would have set are not set, and without one of the `defaults`
        there, nothing here can run.
        """
        if self._caller.runs == runs:
            return
        for each in missed:
            miss(each, block)
        last = block.last()
        last.blame = block.lost_defaults
        yield from known(commands(statement.body))
        with self._stop.finish(), block.scope.settled():
            yield from self._walker.body(statement.body, last)

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
            self._stop.halt()
            return None
        finally:
            self._stop.waiting = False

    def _file(self) -> Block:
        return Block(self._scope, errexit=self._errexit)

    def _unreadable(self, fault: ScriptError, block: Block) -> Iterator[Event]:
        if fault.place is None:
            raise fault
        blame = Blame(fault.place)
        yield from known(1)
        yield self._caller.unreadable(fault.place).faulty(fault, ExitStatus.FAULT.value)
        for subject in fault.subjects:
            if _governs(subject):
                block.lose_defaults(blame)
            else:
                # It keeps no earlier value; to unset what is no name does nothing.
                name = subject.partition("=")[0].removesuffix("+").removesuffix("[]")
                block.scope.unset(name, blame)
        block.fail(blame)


def _governs(subject: str) -> bool:
    """Tell whether a faulty line that begins so was to decide how later ones run."""
    word = subject.lower().removesuffix(":")
    return (
        word in _GOVERNING
        or word.startswith(("aws_", "$env:"))
        or bool(get_close_matches(word, ("assert", "defaults"), 1, _LIKE_A_STATEMENT))
    )
