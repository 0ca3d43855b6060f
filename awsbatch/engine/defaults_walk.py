"""The walk of `defaults`: what they say, and the role that they may choose."""

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.runner import CommandRunner
from awsbatch.contract.signer import Role
from awsbatch.engine.block import Block
from awsbatch.engine.command.hindrance import Hindrance
from awsbatch.engine.command.row_walk import RowWalker
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.step import Job, NotReachedError, Steps
from awsbatch.engine.ticket import Tickets
from awsbatch.fault.error import FailedError
from awsbatch.fault.place import Place
from awsbatch.fault.wording import uncapitalized
from awsbatch.language.defaults import given
from awsbatch.language.defaults_fault import clashes, places
from awsbatch.language.model import Defaults


class DefaultsWalker:
    """Carries out `defaults`, and has their roles assumed."""

    def __init__(
        self,
        runner: CommandRunner,
        run_end: RunEnd,
        tickets: Tickets,
        rows: RowWalker,
        hindrance: Hindrance,
    ) -> None:
        self._runner = runner
        self._tickets = tickets
        self._hindrance = hindrance
        self._run_end = run_end
        self._rows = rows

    def choose(self, statement: Defaults, block: Block) -> Steps:
        """Have what a statement says hold for what follows in its block.

        Raise what `DefaultsInForce.and_those_of` raises, `FailedError` where
        a role cannot be assumed, and `NotReachedError` where that was abandoned.
        """
        options = given(statement, block.defaults.options)
        for fault in clashes(block.chosen, options):
            raise fault
        found = block.defaults.and_those_of(statement, block.scope)
        here = places(options)
        if isinstance(found.signer, Role) and "--role-arn" in here:
            block.is_choosing = True
            try:
                yield from self._assume(found.signer, here["--role-arn"], block)
            finally:
                block.is_choosing = False
        block.defaults = found
        block.chosen = {**block.chosen, **here}

    def _assume(self, role: Role, place: Place, block: Block) -> Steps:
        cancellation = Cancellation(lambda: not self._run_end.allows(finishing=block.finishing))
        before = self._tickets.issued
        job = Job(lambda: self._runner.assume(role, cancellation=cancellation), cancellation)
        yield job
        if job.result is None or job.result.is_abandoned:
            raise NotReachedError
        # Before the failure is told of, which the walk of the statement does.
        refused = yield from self._rows.take(job.result, place, before)
        if refused is not None:
            yield refused
        if (failure := job.result.failure) is not None:
            # botocore says of some requests what is wrong with them in several lines.
            why = uncapitalized(" ".join(failure.message.split()))
            hint = None
            if (remedy := self._hindrance.remedy(job.result)) is not None:
                why, hint = remedy.message, remedy.hint
                if not self._hindrance.end(place):
                    raise NotReachedError
            message = f"cannot assume `{role.arn}`: {why}"
            raise FailedError(message, place=place, hint=hint)
