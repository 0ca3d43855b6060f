"""The walk of statements: each carried out as it is reached, or skipped."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from awsbatch.contract.word import text_of
from awsbatch.engine import placed_secret
from awsbatch.engine.block import Block
from awsbatch.engine.branch_walk import BranchWalker
from awsbatch.engine.command.change_watch import ChangeWatch
from awsbatch.engine.command.command_walk import CommandWalker
from awsbatch.engine.command.redirect import keeps, name_of, write_line
from awsbatch.engine.defaults_walk import DefaultsWalker
from awsbatch.engine.guard_walk import GuardWalker
from awsbatch.engine.loop_walk import LoopWalker
from awsbatch.engine.planning.plan_so_far import PlanSoFar
from awsbatch.engine.planning.shown_statement import writing
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.scope import NotSetError, Scope
from awsbatch.engine.skip import blur, grow, miss, spoil
from awsbatch.engine.statement_count import extra, known, left_out, settled
from awsbatch.engine.step import Fork, NotReachedError, Steps, StoppedError
from awsbatch.engine.substitution import substitute
from awsbatch.engine.ticket import Tickets, blame_of
from awsbatch.event import (
    Blame,
    Ended,
    Event,
    Printed,
    Status,
)
from awsbatch.expression.unknown_value import UnknownError
from awsbatch.fault.error import FailedError, ScriptError
from awsbatch.language.model import (
    Assert,
    Assign,
    Capture,
    Defaults,
    ErrExit,
    Fail,
    Finally,
    For,
    If,
    Input,
    Parallel,
    Print,
    Run,
    Statement,
    While,
)

if TYPE_CHECKING:
    from awsbatch.engine.resumption.journal_walk import JournalWalker

_TO_A_FILE = "this line would write a secret to a file"
_OWN = "`aws … > FILE` keeps what a command prints, as it is"
"""What to do instead."""


class StatementWalker:
    """Carries statements out, and skips those that a failure concerns."""

    def __init__(
        self,
        commands: CommandWalker,
        defaults: DefaultsWalker,
        tickets: Tickets,
        run_end: RunEnd,
        watch: ChangeWatch,
        plan: PlanSoFar | None,
        journals: "JournalWalker | None",
    ) -> None:
        self._commands = commands
        self._defaults = defaults
        self._watch = watch
        self._tickets = tickets
        self._run_end = run_end
        self._plan = plan
        self._journals = journals
        self._guards = GuardWalker(run_end, tickets)
        self._loops = LoopWalker(self.body, commands, run_end, tickets, plan)
        self._branches = BranchWalker(self.body, commands, run_end, tickets)

    def body(self, statements: Iterable[Statement], block: Block) -> Steps:
        """Carry out statements one after the other, as long as anything new may start."""
        for statement in statements:
            if self._run_end.allows(finishing=block.finishing):
                yield from self.statement(statement, block)
            else:
                miss(statement, block)

    def statement(self, statement: Statement, block: Block) -> Steps:
        """Carry out a statement, or skip it.

        Its faults and failures become events; only a bug is raised.
        """
        if block.blame is not None:
            yield from self.skip(statement, block, block.blame)
            return
        try:
            if isinstance(statement, Run):
                # Here, and not in a walk of its own, through which every step would go.
                _note(statement, block, (yield from self._commands.command(statement, block)))
            else:
                yield from self._carry_out(statement, block)
        except NotReachedError as reason:
            if isinstance(reason, StoppedError):
                yield reason.refused
            miss(statement, block)
        except NotSetError as missing:
            # Counted first: the summary's total is never less than what has ended.
            yield from known(extra(statement, block.foreseen))
            yield self._tickets.skipped(statement, block, missing.blame)
            spoil(statement, block, missing.blame)
            block.fail(missing.blame)
        except (ScriptError, FailedError) as fault:
            blame = Blame(statement.place)
            yield from known(extra(statement, block.foreseen))
            yield self._tickets.faulty(statement, block, fault)
            # Its own fault, found before any statement in it began: each still gets an end.
            if isinstance(statement, Parallel):
                yield from self.skip(statement, block, blame)
            spoil(statement, block, blame)
            block.fail(blame)

    def skip(self, statement: Statement, block: Block, blame: Blame) -> Iterator[Event]:
        """Skip a statement, with an event for each command and block.

        Outside loops, a `print` has one as well, since no failed round tells of it, and an
        `assert` stops the run: it was to guard more than its block. What a plan does not know
        to be skipped is left out.
        """
        if blame.is_perhaps:
            yield from left_out(statement, block.foreseen)
            blur(statement, block.scope)
            return
        match statement:
            case Run() | Capture() | For() | While() | If():
                yield from known(extra(statement, block.foreseen))
                yield self._tickets.skipped(statement, block, blame)
            case Print() if not block.round:
                yield from known(extra(statement, block.foreseen))
                yield self._tickets.skipped(statement, block, blame)
            case Parallel(body):
                for inner in body:
                    yield from self.skip(inner, block, blame)
            case Assert() if not (block.round or block.is_open):
                yield from self._guards.skip(statement, blame)
            case _:
                pass
        spoil(statement, block, blame)

    def _carry_out(self, statement: Statement, block: Block) -> Steps:  # noqa: C901, PLR0912 (a case each)
        match statement:
            case Capture():
                yield from self._capture(statement, block)
            case Assign():
                _assign(statement, block)
            case Input():
                _take(statement, block)
            case For():
                yield from self._loops.each(statement, block)
            case While():
                yield from self._loops.repeat(statement, block)
                yield from settled(statement, block.foreseen)
            case If():
                yield from self._branches.choose(statement, block)
            case Parallel():
                yield from self._parallel(statement, block)
            case Defaults():
                yield from self._defaults.choose(statement, block)
            case Print():
                yield from self._print(statement, block)
            case Assert():
                yield from self._guards.hold(statement, block)
            case Fail():
                yield from self._guards.fail(statement, block)
            case ErrExit(_, ends):
                block.errexit = ends
            case Run() | Finally():
                pass  # `statement` carries out the one, and the walk of the file the other, last.

    def _capture(self, statement: Capture, block: Block) -> Steps:
        name = statement.name
        ended = yield from self._commands.command(statement, block)
        if ended.status is Status.PLANNED:
            block.scope.blur(name)
            return
        blame = blame_of(statement, ended)
        # What was done in part is told by the value, which is to be looked at.
        if blame is None or ended.status is Status.PARTIAL:
            (block.scope.add if statement.append else block.scope.set)(name, ended.result)
        if blame is not None:
            block.fail(blame)
            if ended.status is not Status.PARTIAL:
                spoil(statement, block, blame)

    def _parallel(self, statement: Parallel, block: Block) -> Steps:
        grow(statement.body, block.scope)
        nested = block.parallel()
        yield from self.together(statement.body, nested)
        if nested.gave_up:
            self._guards.give_up(nested.gave_up, block)
        else:
            block.heed(nested)

    def together(self, statements: Iterable[Statement], block: Block) -> Steps:
        """Carry out statements side by side, as long as anything new may start."""
        parts: list[Scope] = []
        yield Fork(self._beside(statements, block, parts))
        block.scope.gather(parts)

    def _beside(
        self, statements: Iterable[Statement], block: Block, parts: list[Scope]
    ) -> Iterator[Steps | None]:
        for statement in statements:
            if self._run_end.allows(finishing=block.finishing):
                yield self.beside(statement, block, parts)
                while block.is_choosing:
                    yield None
            else:
                miss(statement, block)

    def beside(self, statement: Statement, block: Block, parts: list[Scope]) -> Steps:
        """Return the walk of a statement that may run beside the others of its block.

        What it adds to lists of the block goes to a scope of its own, which is
        appended to `parts`. The caller gathers them in this order when all
        walks have ended.
        """
        # These change the block itself, for all statements that begin after them.
        if isinstance(statement, Defaults | ErrExit | Input):
            return self.statement(statement, block)
        return self._apart(statement, block, block.part(statement, parts))

    def _apart(self, statement: Statement, block: Block, own: Block) -> Steps:
        if block.blame is not None:
            yield from self.skip(statement, own, block.blame)
            return
        yield from self.statement(statement, own)
        block.heed(own)

    def _print(self, statement: Print, block: Block) -> Iterator[Event]:
        words = substitute(statement.words, block.scope, spoken=True)
        text = " ".join(map(text_of, words))
        redirect, secrets = statement.redirect, self._tickets.secrets.known
        shown = secrets.masked(" ".join(map(text_of, placed_secret.without(words, secrets))))
        if redirect is None:
            yield Printed(statement.place, shown)
            return
        if keeps(redirect):
            # Not where a short one is a word of the line by coincidence.
            if placed_secret.has(words, secrets) or secrets.is_told_by(text):
                raise FailedError(_TO_A_FILE, place=redirect.target.place, hint=_OWN)
            self._watch.note()
            if self._plan is not None:
                file = name_of(redirect, block.scope)
                self._plan.files.add([file])
                line = writing(statement, block.scope, text_of(file), secrets)
                yield self._tickets.undecided(statement.place, line, block)
                return
            if self._journals is not None:
                self._journals.write_line(redirect, text, block.scope, statement.place)
                return
        write_line(redirect, text, block.scope)


def _note(statement: Run, block: Block, ended: Ended) -> None:
    blame = blame_of(statement, ended)
    if blame is not None:
        block.fail(blame)


def _assign(statement: Assign, block: Block) -> None:
    keep = block.scope.add if statement.append else block.scope.set
    try:
        keep(statement.name, block.scope.evaluate(statement.value))
    except UnknownError:
        block.scope.blur(statement.name)


def _take(statement: Input, block: Block) -> None:
    try:
        block.scope.take(statement)
    except UnknownError:
        block.scope.blur(statement.name)
