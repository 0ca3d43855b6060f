"""Commands run by many threads at once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.outcome import Outcome
from tests.aws.batch import Ran, Spool, words


@dataclass(frozen=True)
class Done:
    """What one command printed, and what came of it."""

    ran: Ran
    outcome: Outcome


def do(
    pool: InProcessRunner,
    line: str,
    *,
    cancellation: Cancellation | None = None,
    capture: bool = False,
    live: bool = False,
) -> Done:
    """Run one command in this thread."""
    out, err = Spool(), Spool()
    outcome = pool.run(
        words(line),
        stdout=out,
        stderr=err,
        cancellation=cancellation or Cancellation(),
        capture=capture,
        live=live,
    )
    return Done(Ran(outcome.exit_status, out.written.decode(), err.written.decode()), outcome)


def crowd(
    pool: InProcessRunner,
    lines: Sequence[str],
    *,
    threads: int,
    do: Callable[[InProcessRunner, str], Done] = do,
) -> list[Done]:
    """Run all lines by so many threads, and return what came of each, in their order."""
    with ExitStack() as stack:
        stack.enter_context(pool.beside())
        workers = stack.enter_context(ThreadPoolExecutor(threads))
        return list(workers.map(lambda line: do(pool, line), lines))
