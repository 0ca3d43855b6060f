"""Making calls of `aws` in this process, as tests want it."""

import shlex

from awsbatch.aws.plain_runner import PlainRunner
from awsbatch.contract.guard import Errand
from awsbatch.contract.outcome import Outcome


class PlainBatch:
    """A runner of calls that takes command lines, and prints what they print."""

    def __init__(self, pool: PlainRunner) -> None:
        self.pool = pool

    def run(self, line: str) -> Outcome:
        """Make one call."""
        return self.pool.call(shlex.split(line), Errand(1))
