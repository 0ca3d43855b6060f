"""The walk of an `if`: its branches asked in order, and the first true one walked."""

from collections.abc import Callable, Generator, Iterable
from typing import TypeAlias

from awsbatch.engine.block import Block
from awsbatch.engine.command.command_walk import CommandWalker
from awsbatch.engine.planning.shown_statement import branch as shown
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.scope import NotSetError
from awsbatch.engine.skip import blur, blur_lists, spoil
from awsbatch.engine.statement_count import extra, foresee, known, settled
from awsbatch.engine.step import Step, Steps
from awsbatch.engine.ticket import Tickets, blame_of
from awsbatch.event import Blame, Status, Undecided
from awsbatch.expression.expression import is_true
from awsbatch.expression.unknown_value import UnknownError
from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Branch, Condition, If, Placeholder, Statement
from awsbatch.language.names_set import names_set

_Body: TypeAlias = Callable[[Iterable[Statement], Block], Steps]


class BranchWalker:
    """Walks `if` blocks, whose bodies are walked as those of other blocks."""

    def __init__(
        self, body: _Body, commands: CommandWalker, run_end: RunEnd, tickets: Tickets
    ) -> None:
        self._body = body
        self._run_end = run_end
        self._tickets = tickets
        self._commands = commands

    def choose(self, statement: If, block: Block) -> Steps:
        """Walk the first branch whose condition holds, or none if a command failed to answer.

        In a plan, all are walked that may be the first.
        """
        for number, branch in enumerate(statement.branches):
            answer: bool | Blame | None = True
            if branch.condition is not None:
                try:
                    answer = yield from self._answer(branch.condition, number, block)
                except (NotSetError, ScriptError):
                    # The end that is counted already may have been that of a command before.
                    counted = 1 - extra(statement, block.foreseen).commands
                    yield from known(min(number, counted))
                    raise
            if isinstance(answer, Blame):
                yield from settled(statement, block.foreseen)
                block.fail(answer)
                spoil(statement, block, answer)
                return
            if answer is None:
                yield from self._perhaps(statement, number, block)
                break
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

    def _perhaps(self, statement: If, first: int, block: Block) -> Steps:
        """Walk the branches that may be taken, where a plan does not know whether the first is."""
        taken: list[Statement] = []
        answer: bool | Blame | None = None
        for number, branch in enumerate(statement.branches[first:], first):
            if number > first:
                answer = yield from self._further_answer(branch, number, block)
            if isinstance(answer, Blame):
                # Nobody knows whether it is asked at all, nor what would be set then.
                taken = [statement]
                break
            if answer is False:
                continue
            yield self._undecided(statement, number, block)
            blur_lists(branch.body, block.scope)
            nested = block.perhaps()
            count, nested.foreseen = foresee(branch.body, nested.scope)
            yield from known(count)
            # However it ends: what follows may be reached without it.
            yield from self._body(branch.body, nested)
            taken.extend(branch.body)
            if answer or not self._run_end.allows(finishing=block.finishing):
                break
        for each in taken:
            blur(each, block.scope)
        yield from settled(statement, block.foreseen)

    def _undecided(self, statement: If, number: int, block: Block) -> Undecided:
        branch = statement.branches[number]
        place = (branch.condition or statement).place
        text = shown(branch, block.scope, self._tickets.mask, is_first=number == 0)
        return self._tickets.undecided(place, text, block)

    def _further_answer(
        self, branch: Branch, number: int, block: Block
    ) -> Generator[Step, None, bool | Blame | None]:
        """Return what `_answer` does for a condition that is perhaps not asked for."""
        if branch.condition is None:
            return True
        try:
            return (yield from self._answer(branch.condition, number, block.perhaps()))
        except (NotSetError, ScriptError):
            return Blame(branch.condition.place)

    def _answer(
        self, condition: Condition, number: int, block: Block
    ) -> Generator[Step, None, bool | Blame | None]:
        """Return whether a condition holds, or why its command gives no answer.

        None is for what a plan does not know.
        """
        try:
            if isinstance(condition, Placeholder):
                return is_true(block.scope.evaluate(condition))
            asked = self._commands.command(condition, block)
            ready = next(asked)
        except UnknownError:
            return None
        # A first command was counted with those of the block around the `if`.
        yield from known(min(number, 1))
        yield ready
        ended = yield from asked
        if ended.status is Status.PLANNED:
            return None
        return blame_of(condition, ended) or (ended.status is Status.OK) != condition.negated
