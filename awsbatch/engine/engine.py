"""A script run to results."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from awsbatch.contract.runner import CommandRunner
from awsbatch.engine.block import Block
from awsbatch.engine.command_walk import CommandWalker
from awsbatch.engine.pace import Pace
from awsbatch.engine.parallel.crew import Crew
from awsbatch.engine.redirect import Output
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.scope import Scope
from awsbatch.engine.statement_count import commands, known
from awsbatch.engine.statement_walk import StatementWalker
from awsbatch.engine.step import (
    Fork,
    Job,
    Listen,
    Pause,
    Ready,
    Step,
    Steps,
)
from awsbatch.event import (
    Blame,
    News,
    Shown,
    Telling,
)
from awsbatch.exit_status import ExitStatus
from awsbatch.fault.error import AwsbatchError, ScriptError
from awsbatch.fault.suggestion import nearest
from awsbatch.language.model import Finally, Script, Statement
from awsbatch.language.parser import Item
from awsbatch.record import record

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


@record
class Terms:
    """How a run is to go."""

    jobs: int = 1
    """How many commands may run at a time, where the script allows it."""
    parallel: bool = False
    """Whether the statements of each file are as in a `parallel` block."""
    keeps_order: bool = True
    """Whether what there is to show comes in script order."""
    rate: float | None = None
    """How many commands may start a second."""
    errexit: bool = False
    """Whether each file begins as if with `set -e`."""
    retries: int = 0
    """How often commands without a `@retry` are tried again."""


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
        terms: Terms | None = None,
        *,
        run_end: RunEnd | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Prepare a run whose names are kept in `scope`.

        Without an `output`, commands show nothing, and the events carry what
        they print. `jitter` is as `waits` takes it.
        """
        self.has_forked = False
        """Whether the script has come to something that may run side by side."""
        self._runner = runner
        self._terms = terms or Terms()
        self._run_end = run_end or RunEnd()
        self._commands = CommandWalker(
            runner,
            output,
            self._run_end,
            jobs=self._terms.jobs,
            retries=self._terms.retries,
            jitter=jitter,
        )
        self._statements = StatementWalker(self._commands, self._run_end)
        self._scope = scope
        self._pace = Pace(self._terms.rate)

    def run(self, *scripts: Script) -> Iterator[News]:
        """Run whole files, one after the other, whose number of commands is known."""
        return self._driven(self._scripts(scripts))

    def stream(self, statements: Iterable[Item]) -> Iterator[News]:
        """Run one file's statements as they come; one that is a fault counts as failed.

        It ends at the first failure if the run is to; what it has not come to
        by then, a `finally` included, is not known.
        """
        return self._driven(self._stream(statements))

    def stream_beside(self, statements: Iterator[Item | None], listen: Listen) -> Iterator[News]:
        """Run a stream as `stream` does, but its statements beside each other.

        It is not waited for: None stands for a statement that is still to
        come, and `listen` is as in `Fork`.
        """
        return self._driven(self._stream_beside(statements, listen))

    def _driven(self, steps: Iterable[Step]) -> Iterator[News]:
        """Do in the main thread what a walk asks for, but for what may run side by side."""
        for step in steps:
            match step:
                case Job():
                    self._run_alone(step)
                case Ready():
                    if seconds := self._pace.wait():
                        self._run_end.pause(seconds)
                case Pause(seconds):
                    self._run_end.pause(seconds)
                case Fork():
                    self.has_forked = True
                    with self._runner.beside():
                        yield from self._forked(step)
                case _:
                    yield step
                    if isinstance(step, Telling):
                        yield Shown(step)

    def _run_alone(self, job: Job[Any]) -> None:
        try:
            self._run_end.run(job.run)
        except KeyboardInterrupt:
            job.result = None
            self._run_end.halt()

    def _forked(self, fork: Fork) -> Iterator[News]:
        if self._terms.jobs > 1 or fork.listen is not None:
            crew = Crew(
                self._terms.jobs,
                self._run_end,
                self._pace,
                keeps_order=self._terms.keeps_order,
                abandon=self._runner.abandon,
            )
            return crew.run(fork)
        return self._driven(step for walk in fork.walks if walk is not None for step in walk)

    def _scripts(self, scripts: Sequence[Script]) -> Steps:
        yield from known(sum(commands(script.statements) for script in scripts))
        for script in scripts:
            if not self._run_end.requested:
                yield from self._script(script.statements)

    def _stream(self, statements: Iterable[Item]) -> Steps:
        block, runs = self._file(), self._commands.runs
        parts: list[Scope] = []
        for statement in self._arriving(statements):
            if isinstance(statement, Finally):
                block.scope.gather(parts)
                parts.clear()
                yield from self._finish(statement, block, runs)
            else:
                yield from self._arrived(statement, block, parts)
            if self._terms.errexit and block.blame is not None:
                break
        block.scope.gather(parts)

    def _stream_beside(self, statements: Iterator[Item | None], listen: Listen) -> Steps:
        block, runs = self._file(), self._commands.runs
        parts: list[Scope] = []
        last: list[Finally | AwsbatchError] = []
        yield Fork(self._walks(statements, block, parts, last), listen)
        block.scope.gather(parts)
        for each in last:
            if isinstance(each, AwsbatchError):
                raise each
            yield from self._finish(each, block, runs)

    def _walks(
        self,
        statements: Iterator[Item | None],
        block: Block,
        parts: list[Scope],
        last: list[Finally | AwsbatchError],
    ) -> Iterator[Steps | None]:
        """Yield the walks of a stream's statements; what comes after all of them is put in `last`.

        An error in reading does not take away what came of those under way.
        """
        try:
            while not (
                self._run_end.requested or (self._terms.errexit and block.blame is not None)
            ):
                statement = next(statements)
                if isinstance(statement, Finally):
                    last.append(statement)
                else:
                    yield None if statement is None else self._arrived(statement, block, parts)
        except StopIteration:
            pass
        except AwsbatchError as error:
            last.append(error)

    def _arrived(self, statement: Item, block: Block, parts: list[Scope]) -> Steps:
        if isinstance(statement, ScriptError):
            return self._unreadable(statement, block)
        walker = self._statements
        walk = (
            walker.beside(statement, block, parts)
            if self._terms.parallel
            else walker.statement(statement, block)
        )
        return chain(known(commands((statement,))), walk)

    def _script(self, statements: Sequence[Statement]) -> Steps:
        block, runs = self._file(), self._commands.runs
        last = statements[-1] if statements else None
        body = statements[:-1] if isinstance(last, Finally) else statements
        if self._terms.parallel:
            yield from self._statements.together(body, block)
        else:
            yield from self._statements.body(body, block)
        if isinstance(last, Finally):
            yield from self._finish(last, block, runs)

    def _finish(self, statement: Finally, block: Block, runs: int) -> Steps:
        """Run a file's `finally`, if a command was started that may need it.

        It sees the names and `defaults` of the file. Names that only what was
        missed would have set are not set, and without one of the `defaults`
        there, nothing here can run.
        """
        if self._commands.runs == runs:
            return
        last = block.last()
        last.blame = block.lost_defaults
        yield from known(commands(statement.body))
        with self._run_end.finish(), block.scope.settled():
            yield from self._statements.body(statement.body, last)

    def _arriving(self, statements: Iterable[Item]) -> Iterator[Item]:
        source = iter(statements)
        while (statement := self._next(source)) is not None:
            yield statement

    def _next(self, source: Iterator[Item]) -> Item | None:
        try:
            # In this order: a signal between the two is seen here, and later ones interrupt.
            self._run_end.waiting = True
            return None if self._run_end.requested else next(source, None)
        except KeyboardInterrupt:
            self._run_end.halt()
            return None
        finally:
            self._run_end.waiting = False

    def _file(self) -> Block:
        return Block(self._scope, errexit=self._terms.errexit)

    def _unreadable(self, fault: ScriptError, block: Block) -> Steps:
        if fault.place is None:
            raise fault
        blame = Blame(fault.place)
        yield from known(1)
        yield self._commands.unreadable(fault.place, fault, ExitStatus.FAULT.value)
        for subject in fault.subjects:
            if _governs(subject):
                block.lose_defaults(blame)
            else:
                # It keeps no earlier value; to unset what is no name does nothing.
                name = subject.partition("=")[0].removesuffix("+").removesuffix("[]")
                block.scope.unset(name, blame)
        block.fail(blame)


def _governs(subject: str) -> bool:
    """Return whether a faulty line that begins so was to decide how later ones run."""
    word = subject.lower().removesuffix(":")
    return (
        word in _GOVERNING
        or word.startswith(("aws_", "$env:"))
        or nearest(word, ("assert", "defaults"), likeness=_LIKE_A_STATEMENT) is not None
    )
