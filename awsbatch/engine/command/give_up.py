"""When a run gives up: after failures in a row, to which each further command would add one."""

from dataclasses import dataclass

from awsbatch.contract.outcome import Failure, Outcome, Use
from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.fault.wording import counted

MOST_FAILURES = 10


@dataclass(slots=True)
class Row:
    """Failures in a row with the same credentials at the same endpoint."""

    use: Use
    since: Place
    count: int = 0
    last_before: int = 0
    """The `seq` of the last command that began before the credentials were read again."""

    @property
    def is_new(self) -> bool:
        """Whether it has its first failure."""
        return self.count == 1

    def is_over(self, seq: int) -> bool:
        """Return whether the run is to give up, since a command of this number has failed."""
        return self.count >= MOST_FAILURES and seq > self.last_before

    def error(self, failure: Failure) -> ScriptError:
        """Return the message for a run that gives up at a failure of this row."""
        where = f" at {self.use.endpoint}" if self.use.endpoint else ""
        why = f"{failure.lasting.reason} " if failure.lasting is not None else ""
        helps = f"{failure.remedy.hint}; " if failure.remedy is not None else ""
        return ScriptError(
            f"gave up after {counted(self.count, 'failure')} in a row with"
            f" {self.use.credentials}{where}: {why}({failure.code})",
            place=self.since,
            hint=f"the first of them; {helps}`--no-give-up` goes on",
        )


class Rows:
    """The failures in a row of a run, by the order in which commands end."""

    def __init__(self) -> None:
        self._rows: dict[Use, Row] = {}

    def take(self, outcome: Outcome, place: Place, *, is_ignored: bool) -> Row | None:
        """Take note of how a command ended; return the row that its failure adds to, if it does.

        A row ends with a success, and with a failure that shows that the
        credentials are good and the way is open.
        """
        failure = outcome.failure
        if failure is None or failure.lasting is None:
            if not outcome.exit_status or _is_answered(failure):
                self._end(outcome)
            return None
        if is_ignored or not outcome.uses:
            return None
        use = outcome.uses[-1]
        row = self._rows.setdefault(use, Row(use, place))
        row.count += 1
        return row

    def _end(self, outcome: Outcome) -> None:
        for use in outcome.uses:
            self._rows.pop(use, None)
            self._rows.pop(Use(use.credentials, None), None)


def _is_answered(failure: Failure | None) -> bool:
    """Return whether AWS looked at what was asked; who comes too fast is sent away before that."""
    return failure is not None and not (failure.passing or failure.local)
