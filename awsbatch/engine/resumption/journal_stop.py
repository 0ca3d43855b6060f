"""The end of a run that its journal does not let go on."""

from awsbatch.engine.run_end import RunEnd
from awsbatch.event import Cause, Refused
from awsbatch.fault.error import FailedError
from awsbatch.fault.place import Place
from awsbatch.redaction.secret import Secrets


class JournalStop:
    """Ends a run so that another one can go on, without a `finally` that it would run twice."""

    def __init__(self, run_end: RunEnd, secrets: Secrets) -> None:
        self._run_end = run_end
        self._secrets = secrets

    def refused(self, place: Place, cause: Cause, message: str, hint: str | None) -> Refused:
        """End the run at a place, and return what is to be told of that."""
        # In this order: nothing new starts once it is told of.
        late = self._run_end.finishing and self._run_end.requested
        self._run_end.stop(place, cause)
        error = FailedError(message, place=place, hint=hint)
        self._secrets.mask(error)
        return Refused(place, error, late, cause)
