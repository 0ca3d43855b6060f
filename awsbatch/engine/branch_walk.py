"""The walk of an `if`: its branches asked in order, and the first true one walked."""

from collections.abc import Callable, Generator, Iterable
from typing import TypeAlias

from awsbatch.engine.block import Block
from awsbatch.engine.command.command_walk import CommandWalker
from awsbatch.engine.scope import NotSetError
from awsbatch.engine.skip import spoil
from awsbatch.engine.statement_count import extra, foresee, known, settled
from awsbatch.engine.step import Step, Steps
from awsbatch.engine.ticket import blame_of
from awsbatch.event import Blame, Status
from awsbatch.expression.expression import is_true
from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Condition, If, Placeholder, Statement
from awsbatch.language.names_set import names_set

_Body: TypeAlias = Callable[[Iterable[Statement], Block], Steps]


class BranchWalker:
    """Walks `if` blocks, whose bodies are walked as those of other blocks."""

    def __init__(self, body: _Body, commands: CommandWalker) -> None:
        self._body = body
        self._commands = commands

    def choose(self, statement: If, block: Block) -> Steps:
        """Walk the first branch whose condition holds, or none if a command failed to answer."""
        for number, branch in enumerate(statement.branches):
            answer: bool | Blame = True
            if branch.condition is not None:
                answer = yield from self._answer(branch.condition, number, statement, block)
            if isinstance(answer, Blame):
                yield from settled(statement, block.foreseen)
                block.fail(answer)
                spoil(statement, block, answer)
                return
            if answer:
                count, foreseen = foresee(branch.body, block.scope)
                yield from settled(statement, block.foreseen, count)
                nested = block.nested()
                nested.foreseen = foreseen
                yield from self._body(branch.body, nested)
                block.heed(nested)
                break
        else:
            yield from settled(statement, block.foreseen)
        # Names of branches that were not taken are null after the `if`.
        for name in names_set((statement,)):
            if name not in block.scope:
                block.scope.set(name, None)

    def _answer(
        self, condition: Condition, number: int, statement: If, block: Block
    ) -> Generator[Step, None, bool | Blame]:
        """Return whether a condition holds, or why its command gives no answer."""
        try:
            if isinstance(condition, Placeholder):
                return is_true(block.scope.evaluate(condition))
            asked = self._commands.command(condition, block)
            ready = next(asked)
        except (NotSetError, ScriptError):
            # The end that is counted already may have been that of a command before.
            yield from known(min(number, 1 - extra(statement, block.foreseen).commands))
            raise
        # A first command was counted with those of the block around the `if`.
        yield from known(min(number, 1))
        yield ready
        ended = yield from asked
        return blame_of(condition, ended) or (ended.status is Status.OK) != condition.negated
