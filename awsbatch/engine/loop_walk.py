"""The walk of loops: the rounds of a `for`, in order or side by side, and of a `while`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from awsbatch.engine.block import Block
from awsbatch.engine.command.command_walk import CommandWalker
from awsbatch.engine.command.secret_use import SecretUses
from awsbatch.engine.planning.plan_so_far import PlanSoFar
from awsbatch.engine.planning.shown_statement import loop, repetition
from awsbatch.engine.planning.unknown_round import UnknownRound
from awsbatch.engine.resumption.equal_round import EqualRounds
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.scope import Scope
from awsbatch.engine.skip import blur_lists, grow, spoil
from awsbatch.engine.statement_count import Foreseen, foresee_round, known, settled
from awsbatch.engine.step import Fork, Pause, Steps
from awsbatch.engine.substitution import rounds
from awsbatch.engine.ticket import Tickets, blame_of
from awsbatch.event import Blame, NoRound, Status
from awsbatch.expression.expression import is_true
from awsbatch.fault.error import FailedError
from awsbatch.fault.wording import counted
from awsbatch.language.model import For, Statement, While

_Body: TypeAlias = Callable[[Iterable[Statement], Block], Steps]


class LoopWalker:
    """Walks loops, whose bodies are walked as those of other blocks."""

    def __init__(
        self,
        body: _Body,
        commands: CommandWalker,
        run_end: RunEnd,
        tickets: Tickets,
        plan: PlanSoFar | None,
    ) -> None:
        self._body = body
        self._tickets = tickets
        self._commands = commands
        self._run_end = run_end
        self._plan = plan

    def each(self, statement: For, block: Block) -> Steps:
        """Walk the rounds of a `for`, one for each of its values."""
        values = rounds(statement.words, block.scope)
        grow(statement.body, block.scope)
        count, foreseen = foresee_round(statement, block.scope)
        yield from settled(statement, block.foreseen, count * len(values))
        if not values:
            yield NoRound(statement.place)
        if statement.parallel:
            yield from self._beside(statement, values, block, foreseen)
            return
        failed = None
        secret = self._uses(statement.name, statement)
        equals = EqualRounds(block)
        for number, value in enumerate(values, start=1):
            if not self._run_end.allows(finishing=block.finishing):
                break
            inner = block.inner(number, statement.name, value, secret)
            inner.foreseen = foreseen
            equals.tell(inner, value)
            if isinstance(value, UnknownRound) and value.is_open:
                yield from self._perhaps(statement, loop(statement, value.text), block, inner)
            else:
                yield from self._body(statement.body, inner)
                failed = failed or inner.blame
        # Not before all rounds have had their turn: then it is a failed statement itself.
        if failed is not None:
            block.fail(failed)

    def _beside(
        self, statement: For, values: Sequence[object], block: Block, foreseen: Foreseen
    ) -> Steps:
        parts: list[Scope] = []
        failed: dict[int, Blame] = {}
        yield Fork(self._rounds(statement, values, block, parts, failed, foreseen))
        block.scope.gather(parts)
        if failed:
            block.fail(failed[min(failed)])

    def _rounds(
        self,
        statement: For,
        values: Sequence[object],
        block: Block,
        parts: list[Scope],
        failed: dict[int, Blame],
        foreseen: Foreseen,
    ) -> Iterator[Steps]:
        secret = self._uses(statement.name, statement)
        equals = EqualRounds(block)
        for number, value in enumerate(values, start=1):
            if not self._run_end.allows(finishing=block.finishing):
                return
            inner = block.part(statement, parts).inner(number, statement.name, value, secret)
            inner.foreseen = foreseen
            equals.tell(inner, value)
            if isinstance(value, UnknownRound) and value.is_open:
                yield self._perhaps(statement, loop(statement, value.text), block, inner)
            else:
                yield self._round(statement, inner, failed)

    def _round(self, statement: For, inner: Block, failed: dict[int, Blame]) -> Steps:
        yield from self._body(statement.body, inner)
        if inner.blame is not None:
            failed[inner.round[-1]] = inner.blame

    def _perhaps(self, statement: For | While, text: str, block: Block, inner: Block) -> Steps:
        """Walk a round that stands for any number of them in a plan, or for none.

        However it ends, the loop has not failed: there may be no such round.
        """
        yield self._tickets.undecided(statement.place, text, block)
        blur_lists(statement.body, inner.scope)
        yield from self._body(statement.body, inner)

    def repeat(self, statement: While, block: Block) -> Steps:
        """Walk the rounds of a `while`, as long as its command gives something.

        In a plan, a change that is not carried out may be what the loop waits
        for: after it there is one further round, for any number of them.
        """
        equals = EqualRounds(block)
        capture = statement.capture
        grow(statement.body, block.scope)
        secret = self._uses(capture.name, statement)
        # Once more than rounds: the last result may be empty, which ends the loop in time.
        for number in range(1, statement.rounds + 2):
            asking = self._asking(block, number)
            ended = yield from self._commands.command(capture, asking)
            blame = blame_of(capture, ended)
            if blame is not None:
                block.fail(blame)
                spoil(statement, block, blame)
                return
            if ended.status is Status.PLANNED:
                yield from self._further(statement, number, block)
                return
            value = ended.result
            if number == 1 and not is_true(value):
                yield NoRound(statement.place)
            if not is_true(value) or not self._run_end.allows(finishing=block.finishing):
                return
            if number > statement.rounds:
                yield from known(1)
                raise _too_many_rounds(statement)
            count, foreseen = foresee_round(statement, block.scope)
            yield from known(count)
            inner = block.inner(number, capture.name, value, secret)
            inner.foreseen = foreseen
            equals.tell(inner, value)
            yield from self._body(statement.body, inner)
            # Unlike in a `for`, the next round stands on this one.
            if inner.blame is not None:
                block.fail(inner.blame)
                spoil(statement, block, inner.blame)
                return
            if self._plan is not None and self._plan.has_change:
                yield from self._further(statement, number + 1, block)
                return
            yield from self._pause(statement, block)
            if not self._run_end.allows(finishing=block.finishing):
                return
            # Not before: a round that fails keeps it from being asked again.
            yield from known(1)

    def _asking(self, block: Block, number: int) -> Block:
        """Return the block of a command that is asked for this number of times."""
        if self._plan is None and block.spots is None:
            return block
        asking = block.nested()
        asking.is_open = self._plan is not None
        asking.rounds = (*block.rounds, (None, number - 1))
        return asking

    def _pause(self, statement: While, block: Block) -> Steps:
        if statement.pause and self._run_end.allows(finishing=block.finishing):
            yield Pause(statement.pause)

    def _further(self, statement: While, number: int, block: Block) -> Steps:
        """Walk a round of a plan whose value is not known, if there may be one of this number."""
        if number > statement.rounds or not self._run_end.allows(finishing=block.finishing):
            return
        name = statement.capture.name
        value = UnknownRound(f"<<{name}>>", is_open=True)
        inner = block.inner(number, name, value, self._uses(name, statement))
        count, inner.foreseen = foresee_round(statement, block.scope)
        yield from known(count)
        text = repetition(statement, block.scope, self._tickets.mask)
        yield from self._perhaps(statement, text, block, inner)

    def _uses(self, name: str, loop: For | While) -> SecretUses:
        return SecretUses(name, loop.body, self._tickets.mask)


def _too_many_rounds(statement: While) -> FailedError:
    name, times = statement.capture.name, statement.rounds
    return FailedError(
        f"`{name}` still held something after {counted(times, 'round')}",
        place=statement.place,
        hint="`@rounds=N` before `while` allows more",
    )
