"""Which failures of a command are tried again, and which count as success."""

from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase

from awsbatch.contract.outcome import Outcome
from awsbatch.language.model import Code, Modifiers
from awsbatch.record import record

_FIRST_SECONDS = 1.0
_MOST_SECONDS = 30.0


@record
class Policy:
    """What a command's modifiers, or else the options of the run, say of its failures."""

    modifiers: Modifiers
    retries: int
    """For commands without a `@retry` of their own."""

    @property
    def holds_stdout(self) -> bool:
        """Whether output may have to be thrown away for that of another attempt."""
        return self._times > 0

    @property
    def holds_stderr(self) -> bool:
        """Whether messages may turn out to be of no interest."""
        return self.holds_stdout or bool(self.modifiers.ignore)

    def retries_after(self, outcome: Outcome, attempt: int) -> bool:
        """Return whether another attempt follows the one of this number, counted from 1."""
        if not outcome.exit_status or outcome.is_abandoned or attempt > self._times:
            return False
        retry = self.modifiers.retry
        if retry is not None and retry.codes:
            return _matches(outcome, retry.codes)
        return outcome.failure is not None and outcome.failure.passing

    def ignores(self, outcome: Outcome) -> bool:
        """Return whether a failure counts as success."""
        failed = outcome.exit_status != 0 and not outcome.is_abandoned
        return failed and _matches(outcome, self.modifiers.ignore)

    @property
    def _times(self) -> int:
        return self.modifiers.retry.times if self.modifiers.retry is not None else self.retries


def waits(jitter: Callable[[], float]) -> Iterator[float]:
    """Yield the seconds before each further attempt: about 1, 2, 4, … and never more than 30.

    `jitter` gives numbers from 0 to 1, which make a wait up to half shorter,
    so that commands that failed together do not come back together.
    """
    seconds = _FIRST_SECONDS
    while True:
        yield seconds * (1 - jitter() / 2)
        seconds = min(seconds * 2, _MOST_SECONDS)


def _matches(outcome: Outcome, codes: Iterable[Code]) -> bool:
    if outcome.failure is not None and outcome.failure.local:
        return False
    code = outcome.failure.code if outcome.failure is not None else ""
    return any(fnmatchcase(code, each.pattern) for each in codes)
