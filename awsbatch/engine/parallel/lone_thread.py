"""A thread for one command that the main thread must not run itself, since it may give it up."""

import threading
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any

from awsbatch.engine.command.deadline import Deadline
from awsbatch.engine.run_end import SIGNAL_SECONDS
from awsbatch.engine.step import Job


def run_until_late(job: Job[Any], deadline: Deadline) -> None:
    """Run a job to its end, or abandon it at its deadline; in the main thread.

    Raise what the job raises, and `KeyboardInterrupt` as a signal handler does.
    """
    ended: SimpleQueue[BaseException | None] = SimpleQueue()
    # A daemon: an abandoned command must not keep the process from its end.
    threading.Thread(target=partial(_serve, job, ended), name="awsbatch-timed", daemon=True).start()
    try:
        _await(ended, deadline)
    except Empty:
        job.give_up()
    except KeyboardInterrupt:
        job.cancellation.abandon()
        raise


def _serve(job: Job[Any], ended: "SimpleQueue[BaseException | None]") -> None:
    bug = None
    try:
        job.run()
    except BaseException as error:  # noqa: BLE001 (it is a bug, for the main thread to raise)
        bug = error
    ended.put(bug)


def _await(ended: "SimpleQueue[BaseException | None]", deadline: Deadline) -> None:
    """Wait until the job has ended, and raise its bug; raise `Empty` at the deadline."""
    while True:
        left = deadline.left()
        try:
            bug = ended.get(timeout=min(left, SIGNAL_SECONDS))
        except Empty:
            if deadline.left():
                continue
            raise
        if bug is not None:
            raise bug
        return
