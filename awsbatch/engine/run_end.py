"""Whether a run is to end early, and how soon."""

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from queue import Empty, SimpleQueue
from typing import TypeVar

from awsbatch.engine.halt import Halt
from awsbatch.event import Cause, EndedEarly
from awsbatch.fault.place import Place

T = TypeVar("T")

SIGNAL_SECONDS = 0.2
"""How long the main thread may wait at a time.

A signal that comes just before a wait, or to another thread, does not interrupt
it: its handler runs only when the main thread goes on.
"""


class Phase(Enum):
    """What the main thread does, which decides what a signal may interrupt."""

    WAITING = "waiting"
    """It waits for the next statement of a stream, with no command under way."""
    RUNNING = "running"
    """It runs a command."""
    PAUSING = "pausing"
    """It runs a command that only waits, which the first signal ends."""
    BESIDE = "beside"
    """It waits for commands that run side by side, in other threads."""


_INTERRUPTED = (Phase.WAITING, Phase.PAUSING)
"""What any signal ends at once."""

_OF_ONE_STATEMENT = frozenset([Cause.INTERRUPTED, Cause.REFUSED, Cause.GAVE_UP, Cause.UNSIGNED])
"""What ends no more than one statement, where somebody types the next."""


def _nobody() -> None:
    """Wake nobody: nothing runs side by side."""


class RunEnd:
    """The wishes to end a run, of signals, failures and `assert`s, and what they allow still.

    Signal handlers run in the main thread, at any point of it, so that no
    lock may guard anything here: each wish is noted in one step.
    """

    def __init__(self, *, halt: Halt | None = None) -> None:
        """Prepare a run, which its first failure ends if there is a `halt`."""
        self.requested = False
        """Whether nothing new may start but in `finally`."""
        self.abandons = False
        """Whether the commands that run side by side are to be abandoned."""
        self.ends_waits = False
        """Whether those of them that only wait are."""
        self.phase: Phase | None = None
        self.finishing = False
        """Whether a `finally` runs."""
        self.on_finish: Callable[[], None] = _nobody
        """Called when a `finally` begins."""
        self.on_resume: Callable[[], None] | None = None
        """Called where the run goes on; None if nobody types its statements, and it never does."""
        self._is_cleared = False
        """Whether a person has pressed Ctrl-C at a prompt, since the last statement."""
        self._reasons: list[EndedEarly] = []
        """Why the run is to end: the first is the reason."""
        self._halt = halt
        self.stopped: Cause | None = None
        """Why not even a `finally` may start anything new, where another run is to go on."""
        self._refused_last = False
        """Whether an `assert` in `finally` did not hold, or the run was stopped."""
        self._requests = itertools.count()
        self._alarm: SimpleQueue[None] = SimpleQueue()
        """Holds an item where a pause is to end.

        Not an `Event`: its lock may be held by the very code that a signal handler interrupts.
        """
        self._wake: Callable[[], None] = _nobody

    @property
    def early(self) -> EndedEarly | None:
        """Why the run is to end before its end, for the first reason; None if it is not."""
        return self._reasons[0] if self._reasons else None

    def allows(self, *, finishing: bool) -> bool:
        """Return whether anything new may start, in a block that is `finishing` or not."""
        return not (self._refused_last if finishing else self.requested)

    def request(self, cause: Cause = Cause.INTERRUPTED) -> bool:
        """Note a signal; return whether its handler is to raise `KeyboardInterrupt`.

        It is while the next statement is waited for, while a command only
        waits, and for the second signal while the main thread runs another
        command. The command then counts as abandoned.
        """
        # Another signal may come at any point: counting must be one step.
        again = next(self._requests) > 0
        if again:
            self.abandons = True
        self.ends_waits = True
        self.halt(cause)
        return self.phase in _INTERRUPTED or (again and self.phase is Phase.RUNNING)

    def halt(self, cause: Cause, place: Place | None = None) -> None:
        """Let commands under way end, and start nothing after them; from any thread.

        The place is that of the line to blame.
        """
        if not self._reasons:
            # Another wish may have come just now: then that stays the first.
            self._reasons.append(EndedEarly(cause, place))
        # In this order: who is woken looks at the wish.
        self.requested = True
        self._alarm.put(None)
        self._wake()

    def clear(self) -> None:
        """Note that a person goes on after what keeps typed statements from running."""
        self._is_cleared = True

    def heed_clear(self) -> bool:
        """Return whether statements are to run again, whatever failed: once for each wish."""
        is_cleared, self._is_cleared = self._is_cleared, False
        return is_cleared

    def resume(self) -> None:
        """Go on after the statement that was typed last, if only that was to end."""
        early = self.early
        if self.on_resume is None or early is None or early.cause not in _OF_ONE_STATEMENT:
            return
        self._requests = itertools.count()
        self._quieten()
        self.abandons = self.ends_waits = self.requested = False
        self._reasons.clear()
        self.on_resume()

    def fail(self, place: Place) -> None:
        """Note that the command at a place failed; a `finally` goes on regardless."""
        if self._halt is not None and not self.finishing:
            if self._halt is Halt.NOW:
                self.abandons = True
            self.halt(Cause.HALT, place)

    def refuse(self, place: Place, cause: Cause = Cause.GUARD) -> bool:
        """End the run, or the `finally` that runs, because of the statement at a place.

        Return whether anything would have started otherwise: if not, the
        refusal is nothing to tell of.
        """
        allowed = self.allows(finishing=self.finishing)
        self._refused_last = self.finishing or self.stopped is not None
        self.halt(cause, place)
        return allowed

    def stop(self, place: Place, cause: Cause) -> None:
        """End the run and every `finally`, so that another run goes on at this place."""
        # In this order: who is woken looks at what a `finally` may start as well.
        self.stopped, self._refused_last = self.stopped or cause, True
        self.halt(cause, place)

    def heed_abandon(self) -> bool:
        """Return whether commands are to be abandoned now: once for each wish; in one thread."""
        # Set back only where it was set: a signal may come between the two.
        if not self.abandons:
            return False
        self.abandons = False
        return True

    def heed_waits(self) -> bool:
        """Return whether commands that only wait are to be abandoned now, as `heed_abandon`."""
        if not self.ends_waits:
            return False
        self.ends_waits = False
        return True

    def pause(self, seconds: float) -> None:
        """Wait, or until the end is asked for; in `finally`, until it is asked for meanwhile."""
        if self.finishing or not self.requested:
            end = time.monotonic() + seconds
            while (left := end - time.monotonic()) > 0:
                with suppress(Empty):
                    self._alarm.get(timeout=min(left, SIGNAL_SECONDS))
                    return

    def during(self, phase: Phase, work: Callable[[], T]) -> T:
        """Return the result of some work, in a phase that a signal may interrupt.

        No `with` block: an interruption could come before its end takes the phase back.
        """
        try:
            self.phase = phase
            return work()
        finally:
            self.phase = None

    @contextmanager
    def beside(self, wake: Callable[[], None]) -> Iterator[None]:
        """Have `wake` called for every wish in this block, in which commands run side by side.

        It may be called from any thread, and from a signal handler.
        """
        self.phase, self._wake = Phase.BESIDE, wake
        self.abandons = self.ends_waits = False
        try:
            yield
        finally:
            self.phase, self._wake = None, _nobody

    @contextmanager
    def finish(self) -> Iterator[None]:
        """Run a `finally` in this block, although the end may have been asked for."""
        self._quieten()
        self.finishing, self.abandons, self.ends_waits = True, False, False
        self.on_finish()
        try:
            yield
        finally:
            self.finishing = False

    def _quieten(self) -> None:
        with suppress(Empty):
            while True:
                self._alarm.get_nowait()
