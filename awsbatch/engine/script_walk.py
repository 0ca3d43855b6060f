"""The walk of files and streams: their statements, and each one's `finally` last."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from awsbatch.engine.block import Block
from awsbatch.engine.command.change_watch import ChangeWatch
from awsbatch.engine.defaults_in_force import DefaultsInForce
from awsbatch.engine.run_end import Phase, RunEnd
from awsbatch.engine.scope import Scope
from awsbatch.engine.statement_count import Foreseen, commands_of, foresee, known
from awsbatch.engine.statement_walk import StatementWalker
from awsbatch.engine.step import Fork, Listen, Steps
from awsbatch.engine.ticket import Tickets
from awsbatch.event import Blame, Cause, LeftOut
from awsbatch.fault.error import AwsbatchError, ScriptError
from awsbatch.language.model import Finally, Script
from awsbatch.language.parser import Item

if TYPE_CHECKING:
    from awsbatch.engine.resumption.file_journal import FileJournal, FinallyJournal


class ScriptWalker:
    """Walks the files and streams of a run, which share their names."""

    def __init__(  # noqa: PLR0913 (all that each file needs)
        self,
        statements: StatementWalker,
        watch: ChangeWatch,
        tickets: Tickets,
        run_end: RunEnd,
        scope: Scope,
        defaults: DefaultsInForce,
        finals: "FinallyJournal | None" = None,
        *,
        parallel: bool,
        errexit: bool,
    ) -> None:
        self._statements = statements
        self._watch = watch
        self._tickets = tickets
        self._run_end = run_end
        self._scope = scope
        self._defaults = defaults
        self._finals = finals
        self._parallel = parallel
        self._errexit = errexit

    def files(self, scripts: Sequence[Script]) -> Steps:
        """Walk whole files in order, after an event with the number of all their commands."""
        statements = [each for script in scripts for each in script.statements]
        number, foreseen = foresee(statements, self._scope)
        yield from known(number)
        for at, script in enumerate(scripts):
            if self._run_end.allows(finishing=False):
                yield from self._script(script, foreseen, scripts[at + 1 :])

    def stream(self, statements: Iterable[Item]) -> Steps:
        """Walk the statements of one stream in order, each as soon as it comes."""
        block = self._file()
        # Whether there is one is known at the end of the stream only.
        self._watch.begin(for_finally=True)
        parts: list[Scope] = []
        notes = None if self._finals is None else self._finals.of_stream()
        for statement in self._arriving(statements):
            if isinstance(statement, Finally):
                block.scope.gather(parts)
                parts.clear()
                yield from self._finish(statement, block, notes)
            else:
                if self._run_end.heed_clear():
                    block.go_on()
                yield from self._arrived(statement, block, parts, notes)
            self._run_end.resume()
            # Not read and skipped one by one, which would last as long as the stream does.
            if self._is_over(block):
                break
        block.scope.gather(parts)
        self._leave(block)

    def stream_beside(self, statements: Iterator[Item | None], listen: Listen) -> Steps:
        """Walk the statements of one stream side by side; see `Engine.stream_beside`."""
        block = self._file()
        # Whether there is one is known at the end of the stream only.
        self._watch.begin(for_finally=True)
        parts: list[Scope] = []
        last: list[Finally | AwsbatchError] = []
        notes = None if self._finals is None else self._finals.of_stream()
        yield Fork(self._walks(statements, block, parts, last, notes), listen)
        block.scope.gather(parts)
        for each in last:
            if isinstance(each, AwsbatchError):
                raise each
            yield from self._finish(each, block, notes)
        self._leave(block)

    def _walks(
        self,
        statements: Iterator[Item | None],
        block: Block,
        parts: list[Scope],
        last: list[Finally | AwsbatchError],
        notes: "FileJournal | None",
    ) -> Iterator[Steps | None]:
        """Yield the walk of each statement of a stream.

        A `finally`, or an error in reading the stream, goes to `last`: it has
        its turn when all walks have ended, so that no result is lost.
        """
        try:
            while not self._is_over(block):
                statement = next(statements)
                if isinstance(statement, Finally):
                    last.append(statement)
                else:
                    yield (
                        None if statement is None else self._arrived(statement, block, parts, notes)
                    )
                while block.is_choosing:
                    yield None
        except StopIteration:
            pass
        except AwsbatchError as error:
            last.append(error)

    def _arrived(
        self, statement: Item, block: Block, parts: list[Scope], notes: "FileJournal | None"
    ) -> Steps:
        if isinstance(statement, ScriptError):
            return self._unreadable(statement, block)
        if notes is not None:
            block.spots = notes.spots(statement)
            if notes.finished is not None:
                return notes.statement(notes.finished, statement, block)
        walker = self._statements
        walk = (
            walker.beside(statement, block, parts)
            if self._parallel
            else walker.statement(statement, block)
        )
        # Counted one by one, since nobody knows how long a stream is.
        return chain(known(commands_of(statement)), walk)

    def _script(self, script: Script, foreseen: Foreseen, later: Sequence[Script]) -> Steps:
        block = self._file()
        block.foreseen = foreseen
        body, last = script.body, script.ending
        self._watch.begin(for_finally=last is not None)
        notes = None
        if self._finals is not None:
            notes = self._finals.of_script(script, later)
            block.spots = self._finals.spots(script.statements)
        if notes is not None and notes.finished is not None:
            yield from notes.body(notes.finished, body, block)
        elif self._parallel:
            yield from self._statements.together(body, block)
        else:
            yield from self._statements.body(body, block)
        if last is not None:
            yield from self._finish(last, block, notes)
        self._leave(block)

    def _finish(self, statement: Finally, block: Block, notes: "FileJournal | None") -> Steps:
        """Walk a file's `finally`, if anything was begun that may need one.

        The `finally` has the names and `defaults` of its file. A name that
        only a statement not reached sets has no value. If a `defaults`
        statement was not carried out, all of the `finally` is skipped.
        """
        is_resumed = notes is not None and notes.finished is not None
        is_needed = is_resumed or self._watch.has_seen_change()
        if is_needed and notes is not None:
            yield from notes.begin(statement, block)
        stopped = self._run_end.stopped
        if stopped is not None or not is_needed:
            yield LeftOut(statement.place, stopped)
            return
        if self._finals is not None:
            block.spots = self._finals.spots((statement,))
        last = block.last()
        last.blame = block.lost_defaults
        number, last.foreseen = foresee(statement.body, last.scope)
        yield from known(number)
        with self._run_end.finish(), block.scope.settled():
            yield from self._statements.body(statement.body, last)

    def _arriving(self, statements: Iterable[Item]) -> Iterator[Item]:
        read = partial(self._read, iter(statements))
        while (statement := self._next(read)) is not None:
            yield statement

    def _next(self, read: Callable[[], Item | None]) -> Item | None:
        try:
            return self._run_end.during(Phase.WAITING, read)
        except KeyboardInterrupt:
            self._run_end.halt(Cause.INTERRUPTED)
            return None

    def _read(self, source: Iterator[Item]) -> Item | None:
        # Asked in this phase: a signal before it is seen here, and a later one interrupts.
        return next(source, None) if self._run_end.allows(finishing=False) else None

    def _is_over(self, block: Block) -> bool:
        return self._has_failed(block) or not self._run_end.allows(finishing=False)

    def _leave(self, block: Block) -> None:
        """End the run with a file that ended at a failure, if `-e` was given, or at a `fail`."""
        if block.gave_up:
            self._run_end.halt(Cause.FAIL, block.gave_up.place)
        elif block.end is not None and self._errexit:
            self._run_end.halt(Cause.ERREXIT, block.end.place)

    def _has_failed(self, block: Block) -> bool:
        return block.gave_up is not None or (self._errexit and block.end is not None)

    def _file(self) -> Block:
        return Block(
            self._scope,
            self._defaults,
            errexit=True if self._errexit else None,
            is_parallel=self._parallel,
        )

    def _unreadable(self, fault: ScriptError, block: Block) -> Steps:
        if fault.place is None:
            raise fault
        blame = Blame(fault.place)
        yield from known(1)
        yield self._tickets.unreadable(fault.place, block, fault)
        if fault.governs:
            block.lose_defaults(blame)
        for name in fault.names:
            # Later statements must not go on with an earlier value.
            block.scope.unset(name, blame)
        block.fail(blame)
