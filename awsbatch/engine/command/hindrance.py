"""What keeps every command of a run from being sent, which ends the run before the first is."""

from awsbatch.contract.first_signing import FirstSigning
from awsbatch.contract.outcome import Outcome, Remedy
from awsbatch.engine.command.retry import Policy
from awsbatch.engine.run_end import RunEnd
from awsbatch.event import Cause
from awsbatch.fault.place import Place


class Hindrance:
    """Ends a run in which no command can work, once."""

    def __init__(self, signing: FirstSigning, run_end: RunEnd, *, ends: bool = True) -> None:
        """Prepare a run, which `ends` then, unless a person is there to mend what is wrong."""
        self._ends = ends
        self._signing = signing
        self._run_end = run_end
        self._has_ended = False

    def remedy(self, outcome: Outcome, policy: Policy | None = None) -> Remedy | None:
        """Return what is to be done before any command can work, if that is why one failed.

        It is a failure as any other once something was signed, since others
        work then, and where the script's `policy` names it.
        """
        found = None if outcome.failure is None else outcome.failure.remedy
        if found is None or (self._signing.is_over and not found.general):
            return None
        return None if policy is not None and policy.names(outcome) else found

    def end(self, place: Place) -> bool:
        """End the run for the statement at a place; return False if it ended so before."""
        if not self._ends:
            return True
        is_first, self._has_ended = not self._has_ended, True
        if is_first:
            self._run_end.halt(Cause.UNSIGNED, place)
        return is_first
