"""The walk of loops: the rounds of a `for`, in order or side by side, and of a `while`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from awsbatch.engine.block import Block
from awsbatch.engine.command_walk import CommandWalker
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.scope import Scope
from awsbatch.engine.skip import grow, spoil
from awsbatch.engine.statement_count import commands, known
from awsbatch.engine.step import Fork, Pause, Steps
from awsbatch.engine.substitution import rounds
from awsbatch.engine.ticket import blame_of
from awsbatch.expression.expression import is_true
from awsbatch.fault.error import FailedError
from awsbatch.fault.wording import counted
from awsbatch.language.model import For, Statement, While

_Body: TypeAlias = Callable[[Iterable[Statement], Block], Steps]


class LoopWalker:
    """Walks loops, whose bodies are walked as those of other blocks."""

    def __init__(self, body: _Body, commands: CommandWalker, run_end: RunEnd) -> None:
        self._body = body
        self._commands = commands
        self._run_end = run_end

    def each(self, statement: For, block: Block) -> Steps:
        """Walk the rounds of a `for`, one for each of its values."""
        values = rounds(statement.words, block.scope)
        grow(statement.body, block.scope)
        yield from known(len(values) * commands(statement.body))
        if statement.parallel:
            parts: list[Scope] = []
            yield Fork(self._rounds(statement, values, block, parts))
            block.scope.gather(parts)
            return
        for number, value in enumerate(values, start=1):
            if not self._run_end.allows(finishing=block.finishing):
                return
            yield from self._body(statement.body, block.inner(number, statement.name, value))

    def _rounds(
        self, statement: For, values: Sequence[object], block: Block, parts: list[Scope]
    ) -> Iterator[Steps]:
        for number, value in enumerate(values, start=1):
            if not self._run_end.allows(finishing=block.finishing):
                return
            inner = block.part(statement, parts).inner(number, statement.name, value)
            yield self._body(statement.body, inner)

    def repeat(self, statement: While, block: Block) -> Steps:
        """Walk the rounds of a `while`, as long as its command gives something."""
        capture = statement.capture
        grow(statement.body, block.scope)
        # Once more than rounds: the last result may be empty, which ends the loop in time.
        for number in range(1, statement.rounds + 2):
            ended = yield from self._commands.command(capture, block)
            blame = blame_of(capture, ended)
            if blame is not None:
                block.fail(blame)
                spoil(statement, block, blame)
                return
            value = ended.result
            if not is_true(value) or not self._run_end.allows(finishing=block.finishing):
                return
            if number > statement.rounds:
                yield from known(1)
                raise _too_many_rounds(statement)
            yield from known(commands(statement.body) + 1)
            inner = block.inner(number, capture.name, value)
            yield from self._body(statement.body, inner)
            # Unlike a `for`, which has another element for the next round, it might never end.
            if inner.failure is not None:
                block.fail(inner.failure)
                return
            if statement.pause and self._run_end.allows(finishing=block.finishing):
                yield Pause(statement.pause)
            if not self._run_end.allows(finishing=block.finishing):
                return


def _too_many_rounds(statement: While) -> FailedError:
    name, times = statement.capture.name, statement.rounds
    return FailedError(
        f"`{name}` still held something after {counted(times, 'round')}",
        place=statement.place,
        hint="`@rounds=N` before `while` allows more",
    )
