"""Which failures of a command are tried again, and which count as success."""

from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase

from awsbatch.contract.outcome import PARTIAL, Ending, Outcome
from awsbatch.language.model import Code, Modifiers
from awsbatch.record import record

_FIRST_SECONDS = 1.0
_MOST_SECONDS = 30.0
_MOST_DOUBLINGS = 5


@record
class Policy:
    """What becomes of a command's failures."""

    times: int
    """How often the command is tried again at most."""
    retried: tuple[Code, ...]
    """The patterns of error codes that are tried again; without any, failures that may pass are."""
    ignored: tuple[Code, ...]
    """The patterns of error codes that count as success."""
    timeout: int | None = None
    """The seconds after which the command is given up, all attempts included."""

    @property
    def holds_stdout(self) -> bool:
        """Whether standard output is held back, since another attempt may replace it."""
        return self.times > 0

    @property
    def holds_stderr(self) -> bool:
        """Whether standard error is held back: another attempt or `@ignore` may make it void."""
        return self.times > 0 or self.ignored != ()

    def retries_after(self, outcome: Outcome, attempt: int) -> bool:
        """Return whether another attempt follows the one of this number, counted from 1."""
        if not outcome.exit_status or outcome.ending is not Ending.RAN or attempt > self.times:
            return False
        if self.retried:
            return _matches(outcome, self.retried)
        return outcome.failure is not None and outcome.failure.passing

    def ignores(self, outcome: Outcome) -> bool:
        """Return whether a failed outcome counts as success."""
        return _matches(outcome, self.ignored)

    def names(self, outcome: Outcome) -> bool:
        """Return whether the script says by name what becomes of a failed outcome."""
        return self.ignores(outcome) or _matches(outcome, self.retried)

    @property
    def ignores_partial(self) -> bool:
        """Whether the script looks after what a successful command could not do."""
        return any(fnmatchcase(PARTIAL, each.pattern) for each in self.ignored)


def policy_of(modifiers: Modifiers, retries: int) -> Policy:
    """Return the policy of a command's modifiers; `retries` holds for one without a `@retry`."""
    retry = modifiers.retry
    if retry is None:
        return Policy(retries, (), modifiers.ignore, modifiers.timeout)
    return Policy(retry.times, retry.codes, modifiers.ignore, modifiers.timeout)


def wait_after(attempt: int, jitter: Callable[[], float]) -> float:
    """Return the seconds between a failed attempt, counted from 1, and the next.

    About 1, 2, 4, … and never more than 30. `jitter` returns a number from 0
    to 1, which makes the wait up to half shorter, so that commands that
    failed together do not come back together.
    """
    # Limited before the power is taken: 2.0 to the power of 1,024 is too large for a float.
    seconds = min(_FIRST_SECONDS * 2.0 ** min(attempt - 1, _MOST_DOUBLINGS), _MOST_SECONDS)
    return seconds * (1 - jitter() / 2)


def _matches(outcome: Outcome, codes: Iterable[Code]) -> bool:
    failure = outcome.failure
    # The code is then not one of AWS's, such as the name of a Python exception.
    if failure is not None and failure.local:
        return False
    names = [""] if failure is None else [failure.code, failure.listed or failure.code]
    return any(fnmatchcase(name, each.pattern) for each in codes for name in names)
