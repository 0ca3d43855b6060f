"""What a journal notes of files, so that one whose `finally` has begun goes on with that alone."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from typing import Any

from awsbatch.contract.effect import Effect
from awsbatch.contract.journal import Finished, UnwrittenError
from awsbatch.contract.runner import CommandRunner
from awsbatch.engine.block import Block
from awsbatch.engine.resumption.finally_mark import line_of, mark_of
from awsbatch.engine.resumption.journal_walk import JournalWalker
from awsbatch.engine.resumption.spot_book import SpotBook
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.scope import NotSetError
from awsbatch.engine.statement_count import commands_of, known, left_out
from awsbatch.engine.statement_walk import StatementWalker
from awsbatch.engine.step import Steps
from awsbatch.engine.substitution import as_written
from awsbatch.engine.ticket import Tickets
from awsbatch.event import Blame, Cause, Event
from awsbatch.fault.error import FailedError, ScriptError
from awsbatch.language.model import (
    Assign,
    Capture,
    Defaults,
    ErrExit,
    Finally,
    Input,
    Run,
    Script,
    Statement,
)
from awsbatch.language.name import GIVEN
from awsbatch.language.names_set import names_set, within
from awsbatch.language.names_used import names_used
from awsbatch.record import record
from awsbatch.redaction.stars import MASK

_STREAM = "-"
_HAS_RUN = "is a `finally` that has run: start anew"
_NOT_AGAIN = "is not run again, since its `finally` has begun"


@record
class FinallyJournal:
    """Has a journal note when a `finally` begins, and finds out whether it did before."""

    journals: JournalWalker
    runner: CommandRunner
    statements: StatementWalker
    tickets: Tickets
    run_end: RunEnd

    def of_script(self, script: Script, later: Sequence[Script]) -> "FileJournal | None":
        """Return what is noted of a file that begins; None for one without a `finally`.

        Files that run `later` have its names as well.
        """
        last = script.ending
        if last is None:
            return None
        noted = FileJournal(self, script.file)
        noted.need(last.body)
        for other in later:
            noted.need(other.statements)
        # The other way round: what is walked again may need what stands before it.
        for statement in reversed(script.body):
            noted.heed(statement)
        return noted

    def spots(self, statements: Sequence[Statement]) -> SpotBook:
        """Return the spots of statements that are read together."""
        return SpotBook(statements)

    def of_stream(self) -> "FileJournal":
        """Return what is noted of a stream that begins."""
        return FileJournal(self, _STREAM, is_whole=False)


class FileJournal:
    """What is noted of one file, or stream, when its `finally` begins."""

    def __init__(self, run: FinallyJournal, file: str, *, is_whole: bool = True) -> None:
        """Begin with a file of which all statements are heeded before they run, or not."""
        self.finished = run.journals.journal.finished(file)
        """What was noted in an earlier run; None if its `finally` did not begin."""
        self._run = run
        self._file = file
        self._is_whole = is_whole
        self._lacking = run.tickets.lacking
        self._plain = SpotBook(())
        self._needed: set[str] = set()
        """The names whose values are noted."""
        self._body = blake2b(digest_size=16)
        """Of the statements before the `finally` of a file that run commands, the last first."""

    def need(self, statements: Sequence[Statement]) -> None:
        """Have the values noted that statements use."""
        self._needed.update(names_used(statements))
        inputs = (each.name for each in within(statements) if isinstance(each, Input))
        self._needed.update(inputs)

    def spots(self, statement: Statement) -> SpotBook:
        """Return the spots of the next statement of a stream, which is heeded."""
        # Most statements are commands.
        if isinstance(statement, Run):
            return self._plain
        self.heed(statement)
        return self._plain if isinstance(statement, Capture) else SpotBook((statement,))

    def heed(self, statement: Statement) -> None:
        """Take note of a statement before the `finally`.

        The values are noted that it uses, if it may be walked again.
        """
        # Of a stream, which may have any number of lines, nobody knows yet whether one comes.
        for spot in SpotBook((statement,)) if self._is_whole else ():
            self._body.update(line_of(spot))
        if self._may_be_walked(statement):
            self.need((statement,))

    def _may_be_walked(self, statement: Statement) -> bool:
        match statement:
            case Input() | Defaults() | ErrExit() | Assign():
                return True
            case Capture(name, command) if name in self._needed or not self._is_whole:
                words = [(text,) for text in as_written(command.words)]
                return self._run.runner.effect(words) in (Effect.CREDENTIALS, Effect.READS)
            case _:
                return False

    def begin(self, statement: Finally, block: Block) -> Iterator[Event]:
        """Have it noted that the `finally` begins, or go on with one that has begun.

        End the run where that cannot be noted.
        """
        if self._run.run_end.stopped is not None:
            return
        if self.finished is not None:
            yield from self._resume(self.finished, statement, block)
            return
        if block.lost_defaults is not None:
            # All of it is skipped: a run that goes on has yet to come to it.
            return
        self.need(statement.body)
        try:
            self._run.journals.journal.begin_finally(
                self._file, lambda: self._finished(statement, block)
            )
        except UnwrittenError as error:
            refused = self._run.journals.stop.refused
            yield refused(statement.place, Cause.UNLOGGED, error.message, error.hint)

    def _finished(self, statement: Finally, block: Block) -> Finished:
        run = self._run
        is_whole = self._lacking == run.tickets.lacking and not run.run_end.requested
        with block.scope.settled():
            names, masked = self._values(block)
        return Finished(names, masked, is_whole, self._body.hexdigest(), mark_of(statement))

    def _values(self, block: Block) -> tuple[dict[str, object], dict[str, object]]:
        """Return the names that are needed with their values, and those of which a part is masked.

        What is a secret as a whole is in neither.
        """
        names: dict[str, object] = {}
        masked: dict[str, object] = {}
        for name in sorted(self._needed.difference(GIVEN)):
            with suppress(KeyError, NotSetError):
                value = block.scope.value(name)
                shown, is_whole = self._run.tickets.secrets.kept_value(value)
                if is_whole:
                    names[name] = value
                elif (shown := _blanked(shown)) != MASK:
                    masked[name] = shown
        return names, masked

    def _resume(self, finished: Finished, statement: Finally, block: Block) -> Iterator[Event]:
        _set_names(finished, block)
        if not finished.is_whole or finished.body != self._body.hexdigest():
            blame = Blame(statement.place, _HAS_RUN)
            yield from known(1)
            yield self._run.tickets.skipped(statement, block, blame)
            block.fail(blame)

    def body(self, finished: Finished, statements: Sequence[Statement], block: Block) -> Steps:
        """Walk of the statements before a `finally` that has begun what the rest of it needs."""
        for statement in statements:
            if not self._is_walked(finished, statement):
                yield from left_out(statement, block.foreseen)
            yield from self.statement(finished, statement, block)

    def statement(self, finished: Finished, statement: Statement, block: Block) -> Steps:
        """Walk a statement before a `finally` that has begun, if the rest of that needs it."""
        match statement:
            case Assign(name, value) if name in finished.names:
                # A `defaults` after it is to have what it was then; the rest, what it is noted as.
                with suppress(NotSetError, ScriptError, FailedError):
                    block.scope.set(name, block.scope.evaluate(value))
            case _ if self._is_walked(finished, statement):
                if not self._is_whole:
                    yield from known(commands_of(statement))
                yield from self._run.statements.statement(statement, block)
            case _:
                _pass_over(finished, statement, block)

    def _is_walked(self, finished: Finished, statement: Statement) -> bool:
        if not self._may_be_walked(statement):
            return False
        # A name that is needed and was not noted held a secret.
        return not (isinstance(statement, Capture) and statement.name in finished.names)


def _set_names(finished: Finished, block: Block) -> None:
    for name, value in finished.names.items():
        block.scope.set(name, value)


def _pass_over(finished: Finished, statement: Statement, block: Block) -> None:
    """Set the names that a statement set which is not walked again."""
    blame = Blame(statement.place, _NOT_AGAIN)
    for name in names_set((statement,)):
        if name in finished.names:
            block.scope.set(name, finished.names[name])
        elif name not in block.scope:
            if name in finished.masked:
                # A use of what is masked fails, as of any mask.
                block.scope.set(name, finished.masked[name])
            else:
                block.scope.unset(name, blame)


def _blanked(value: Any) -> Any:
    """Return a value with nothing but a mask for each text in it that has one."""
    match value:
        case str():
            return MASK if MASK in value else value
        case list():
            return [*map(_blanked, value)]
        case dict():
            return {name: _blanked(each) for name, each in value.items()}
        case _:
            return value
