"""Threads that walk the statements of a block, and run their commands side by side.

No thread only hands out work: a thread whose command has ended walks on,
under one lock, to the next command, and runs that without the lock. So a loop
round stays in its thread, a nested block shares the threads of the block
around it, and no thread waits for another while there is something to run.
"""

import threading
import time
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any

from awsbatch.contract.first_signing import FirstSigning
from awsbatch.contract.pace import Pace
from awsbatch.engine.parallel.schedule import Schedule, Walk
from awsbatch.engine.run_end import SIGNAL_SECONDS, RunEnd
from awsbatch.engine.step import Fork, Job
from awsbatch.event import News, Shown

_MOST_NEWS = 100
"""How many events may happen before the main thread is woken for them."""


class _Wake(Enum):
    """Why the main thread is woken."""

    NEWS = "news"
    """There is news to take."""
    WISH = "wish"
    """It is to look whether the run is to end."""
    END = "end"
    """Nothing more happens."""


class Crew:
    """The threads of one block whose statements run side by side, nested blocks included."""

    def __init__(
        self,
        jobs: int,
        run_end: RunEnd,
        pace: Pace,
        signing: FirstSigning,
        *,
        keeps_order: bool,
    ) -> None:
        """Prepare for at most so many `jobs` at a time, and for one before anything is sent."""
        self._signing = signing
        self._jobs = jobs
        self._run_end = run_end
        self._schedule = Schedule(jobs, pace=pace.wait, keeps_order=keeps_order)
        self._lock = threading.Lock()
        """Guards the schedule and all fields below but the wakes.

        Held by a thread while it walks, and not while it runs a job. The main
        thread takes news without it.
        """
        self._work = threading.Condition(self._lock)
        """Notified where an idle thread may find a walk, and when nothing more is to be done."""
        self._threads: dict[threading.Thread, Job[Any] | None] = {}
        """Those that serve, and the job of each that runs one."""
        self._idle = 0
        """How many of them wait for work."""
        self._is_over = False
        """Whether the threads are to end."""
        self._is_woken = False
        """Whether the main thread was woken for news, and will come to all there is by then."""
        self._wakes: SimpleQueue[_Wake | BaseException] = SimpleQueue()
        """For the main thread: why it is to look, or a bug that it is to raise."""

    def run(self, fork: Fork) -> Iterator[News]:
        """Run the walks of a block to their ends, and yield what happens; in the main thread."""
        with self._run_end.beside(self._wish):
            # In this order: who sends something after the look wakes this crew.
            self._signing.on_pass = self._widen
            with self._lock:
                self._schedule.is_narrow = not self._signing.is_passed
                self._schedule.begin(fork)
                self._call()
            if fork.listen is not None:
                fork.listen(self._look)
            try:
                yield from self._events()
            finally:
                with self._lock:
                    self._is_over = True
                    self._work.notify_all()
            # Only where all has ended: who takes no more events does not wait for commands.
            for thread in self._threads:
                thread.join()

    def _events(self) -> Iterator[News]:
        while True:
            try:
                wake = self._wakes.get(timeout=SIGNAL_SECONDS)
            except Empty:
                continue
            yield from self._taken()
            if wake is _Wake.END:
                return
            if isinstance(wake, BaseException):
                raise wake
            if wake is _Wake.WISH:
                self._heed()
            elif self._schedule.waiting.is_room_wanted:
                with self._lock:
                    self._schedule.waiting.is_room_wanted = False
                    self._call()

    def _taken(self) -> Iterator[News]:
        news, waiting = self._schedule.news, self._schedule.waiting
        # In this order: who adds to the news after the last was taken wakes this thread again.
        self._is_woken = False
        while news:
            each = news.popleft()
            yield each
            waiting.shown += isinstance(each, Shown)

    def _wish(self) -> None:
        """Have the main thread look at the wishes to end the run; without any lock.

        It is called by signal handlers, which may interrupt the main thread
        where that holds the lock, and by threads that hold it.
        """
        self._wakes.put(_Wake.WISH)

    def _heed(self) -> None:
        """Go on with what pauses, and without what is abandoned, since the run may be to end."""
        with self._lock:
            if self._run_end.heed_abandon():
                self._abandon(self._schedule.running)
            elif self._run_end.heed_waits():
                self._abandon(self._schedule.waits())
            self._schedule.hurry()
        self._look()

    def _abandon(self, walks: Iterable[Walk]) -> None:
        """Go on without the jobs of walks; their threads end by themselves, whenever that is."""
        for job in self._schedule.abandon(walks):
            job.cancellation.abandon()
        self._threads = {
            thread: job
            for thread, job in self._threads.items()
            if job is None or not job.cancellation.is_abandoned
        }

    def _give_up(self, walk: Walk, job: Job[Any]) -> None:
        """Go on without a job, if it still runs at its deadline; in a thread of its timer."""
        with self._lock:
            if self._schedule.running.get(walk) is job and not self._is_over:
                job.is_late = True
                self._abandon([walk])
                self._call()

    def _look(self) -> None:
        """Look again for walks that were not known yet; from any thread."""
        with self._lock:
            self._schedule.look()
            self._call()

    def _widen(self) -> None:
        """Have all threads work, since the first command found who signs; from any thread."""
        with self._lock:
            self._schedule.is_narrow = False
            self._call()

    def _call(self) -> None:
        """Have another thread look for a walk: one that rests, or a new one."""
        if self._idle:
            self._work.notify()
        elif len(self._threads) < self._jobs and not self._is_over:
            # A daemon: an abandoned command must not keep the process from its end.
            thread = threading.Thread(target=self._serve, name="awsbatch-worker", daemon=True)
            try:
                thread.start()
            except RuntimeError:
                # The system allows no more of them: those that there are do the work.
                if not self._threads:
                    raise
            else:
                self._threads[thread] = None

    def _serve(self) -> None:
        """Go on with one walk after the other, until all are to end; the body of a thread."""
        thread, schedule = threading.current_thread(), self._schedule
        try:
            with self._lock:
                while not self._is_over:
                    walk = schedule.next()
                    if walk is None:
                        self._rest()
                        continue
                    # Before this thread is busy: nobody else would see when a pause ends.
                    if schedule.has_more:
                        self._call()
                    if not self._go_on(walk, thread):
                        return
        except BaseException as error:  # noqa: BLE001 (it is a bug, for the main thread to raise)
            self._wakes.put(error)

    def _rest(self) -> None:
        """Wait until a walk may go on; if all have ended, end the run of the block instead."""
        if self._schedule.is_done:
            self._is_over = True
            # The main thread, which it ends, wakes the others.
            self._wakes.put(_Wake.END)
            return
        self._hand_over()
        self._idle += 1
        wakes_at = self._schedule.wakes_at
        self._work.wait(None if wakes_at is None else max(wakes_at - time.monotonic(), 0.0))
        self._idle -= 1

    def _go_on(self, walk: Walk, thread: threading.Thread) -> bool:
        """Go on with a walk until it waits or ends; return whether this thread is still needed."""
        schedule, news = self._schedule, self._schedule.news
        # Under the lock: walks read and set the same names, and count the same commands.
        for step in walk.steps:
            if isinstance(step, Job):
                if not self._run(walk, step, thread):
                    return False
            elif not schedule.take(walk, step):
                return True
            # A walk that prints much is shown while it goes on.
            elif len(news) > _MOST_NEWS:
                self._hand_over()
        schedule.end(walk)
        return True

    def _run(self, walk: Walk, job: Job[Any], thread: threading.Thread) -> bool:
        """Run a job without the lock; return whether this thread is still needed."""
        self._schedule.running[walk] = job
        self._threads[thread] = job
        # Before the lock is free: a command is told of as started while it runs.
        self._hand_over()
        bug = timer = None
        if job.deadline is not None:
            timer = job.deadline.timer(partial(self._give_up, walk, job))
        self._lock.release()
        try:
            job.run()
        except BaseException as error:  # noqa: BLE001 (told only if somebody waits for it)
            bug = error
        self._lock.acquire()
        if timer is not None:
            timer.cancel()
        # Another thread goes on with the walk of an abandoned job, and has taken this one's place.
        if job.cancellation.is_abandoned or self._is_over:
            return False
        del self._schedule.running[walk]
        self._threads[thread] = None
        if bug is not None:
            raise bug
        return True

    def _hand_over(self) -> None:
        """Wake the main thread for what happened, unless it is to come anyway."""
        if self._schedule.news and not self._is_woken:
            self._is_woken = True
            self._wakes.put(_Wake.NEWS)
