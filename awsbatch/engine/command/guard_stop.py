"""The end of a run whose command a guard has refused."""

from collections.abc import Iterator

from awsbatch.contract.guard import Refusal
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.step import NotReachedError
from awsbatch.event import Cause, Ended, Event, Refused, Withdrawn
from awsbatch.fault.error import FailedError
from awsbatch.redaction.secret import Secrets


class GuardStop:
    """Ends a run, or the `finally` that runs, with the first command that is refused.

    One object serves all walks of a run, one of them at a time.
    """

    def __init__(self, run_end: RunEnd, secrets: Secrets) -> None:
        self._run_end = run_end
        self._secrets = secrets
        self._told: set[bool] = set()
        """Whether the refusals that were told of came in a `finally`."""

    def tell(self, ended: Ended, refusal: Refusal) -> Iterator[Event]:
        """Tell of the end of a refused command, and of what refused it if that is new.

        Raise `NotReachedError` for one that was refused beside another, if
        nothing of it was sent: it has not begun.
        """
        finishing, late = self._run_end.finishing, self._run_end.requested
        # In this order: nothing new starts once it is told of.
        is_new = self._run_end.refuse(ended.place, Cause.REFUSED) or finishing not in self._told
        self._told.add(finishing)
        if not (is_new or refusal.is_inside or ended.attempts > 1):
            yield Withdrawn(ended.seq)
            raise NotReachedError
        yield ended
        if is_new:
            error = FailedError(refusal.message, place=ended.place, hint=refusal.hint)
            self._secrets.mask(error)
            yield Refused(ended.place, error, late and finishing, Cause.REFUSED)
