"""Commands side by side: threads that walk a block's statements and run their commands.

There is no thread that only hands out work: whoever has ended a command
walks on, under one lock, to the next command, and runs that without the lock.
So a round stays in its thread, a nested block shares the same threads, and
nobody waits for anybody while there is something to run.
"""

import heapq
import itertools
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from queue import SimpleQueue
from typing import Any, TypeAlias

from awsbatch.engine.pace import Pace
from awsbatch.engine.parallel.output_order import Order, Turn
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.step import (
    Fork,
    Job,
    Pause,
    Ready,
    Steps,
)
from awsbatch.event import (
    Event,
    News,
    Printed,
    Shown,
    Telling,
)

MOST_WAITING = 1000
"""Ended commands that may wait to be shown, for each that may run."""

_Path: TypeAlias = tuple[int, ...]


_MOST_NEWS = 100
"""That may happen before the main thread is called for them."""


class _Wake(Enum):
    """Why the main thread is called."""

    NEWS = "news"
    """Something happened."""
    STOP = "stop"
    """It is to look whether the run is to end."""
    END = "end"
    """Nothing more happens."""


@dataclass(slots=True, eq=False)
class _Walk:
    """The walk of a statement or of a round, as far as it has come."""

    steps: Steps
    branch: "_Branch"
    path: _Path
    """Where it stands among all walks: the earlier in the script, the smaller."""
    turn: Turn
    is_ready: bool = False
    """Whether it goes on with the start of a command."""
    job: Job[Any] | None = None
    """What it runs now."""
    thread: threading.Thread | None = None
    """Which runs it."""

    def __lt__(self, other: "_Walk") -> bool:
        return self.path < other.path


@dataclass(slots=True, eq=False)
class _Branch:
    """The walks of a block, which may run beside each other, and the one that waits for them."""

    walks: Iterator[Steps | None]
    path: _Path
    turn: Turn
    behind: _Walk | None
    begun: int = 0
    under_way: int = 0
    is_read: bool = False
    """Whether there are no more walks than have begun."""

    def __lt__(self, other: "_Branch") -> bool:
        return (*self.path, self.begun) < (*other.path, other.begun)


class Crew:
    """The threads of one block whose statements run side by side, nested blocks included."""

    def __init__(
        self,
        jobs: int,
        run_end: RunEnd,
        pace: Pace,
        *,
        keeps_order: bool,
    ) -> None:
        """Prepare for at most so many `jobs` at a time."""
        self._jobs = jobs
        self._run_end = run_end
        self._pace = pace
        self._order = Order(kept=keeps_order)
        self._lock = threading.Lock()
        """Held by whoever walks, and while anything below is touched."""
        self._work = threading.Condition(self._lock)
        self._threads: set[threading.Thread] = set()
        self._idle = 0
        self._done = False
        self._under_way = 0
        """How many walks have begun, those that wait for a block in them not counted.

        There may be more of them than jobs, but not than threads that run one.
        """
        self._running: set[_Walk] = set()
        self._branches: list[_Branch] = []
        """A heap: those of which another walk may begin."""
        self._unknown: list[_Branch] = []
        """Those whose next walk is not known yet."""
        self._due: deque[_Walk] = deque()
        """Those that can go on."""
        self._held: list[_Walk] = []
        """A heap: those that may not go on yet, since too much waits to be shown."""
        self._pausing: list[tuple[float, int, _Walk]] = []
        """A heap: those that go on later, by when that is."""
        self._count = itertools.count()
        self._news: deque[News] = deque()
        self._calls: SimpleQueue[_Wake | BaseException] = SimpleQueue()
        """Those of the main thread, and what went wrong."""
        self._is_called = False
        """Whether it has been called for the news, and will come to all of them."""
        self._told = 0
        self._shown = 0
        """Of what was told; only the main thread counts it."""
        self._wants_room = False
        """Whether somebody waits for there to be less to show."""

    def run(self, fork: Fork) -> Iterator[News]:
        """Run the walks to their ends; in the main thread."""
        with self._run_end.beside(self._wake):
            with self._lock:
                root = _Branch(fork.walks, (), self._order.first, None)
                heapq.heappush(self._branches, root)
                self._call()
            if fork.listen is not None:
                fork.listen(self._look)
            try:
                yield from self._events()
            finally:
                with self._lock:
                    self._done = True
                    self._work.notify_all()
            for thread in self._threads:
                thread.join()

    def _events(self) -> Iterator[News]:
        while True:
            call = self._calls.get()
            yield from self._taken()
            if call is _Wake.END:
                return
            if isinstance(call, BaseException):
                raise call
            if call is _Wake.STOP:
                self._heed()
            elif self._wants_room:
                with self._lock:
                    self._wants_room = False
                    self._call()

    def _taken(self) -> Iterator[News]:
        # In this order: what comes after the last one calls again.
        self._is_called = False
        while self._news:
            news = self._news.popleft()
            yield news
            self._shown += isinstance(news, Shown)

    def _wake(self) -> None:
        self._calls.put(_Wake.STOP)

    def _heed(self) -> None:
        """Go on with what waits, since the run may be to end."""
        with self._lock:
            if self._run_end.heed_abandon():
                self._give_up()
            self._due += [walk for _, _, walk in sorted(self._pausing)]
            self._pausing.clear()
        self._look()

    def _give_up(self) -> None:
        """Go on without what runs; the threads that do end by themselves, whenever that is."""
        for walk in self._running:
            assert walk.thread is not None  # noqa: S101 (it runs)
            assert walk.job is not None  # noqa: S101 (it runs)
            self._threads.discard(walk.thread)
            walk.job.cancellation.abandon()
            walk.job = None
        self._due += sorted(self._running)
        self._running.clear()

    def _look(self) -> None:
        """Have a look at what was not known yet; from any thread."""
        with self._lock:
            self._ask_again()
            self._call()

    def _ask_again(self) -> None:
        for branch in self._unknown:
            heapq.heappush(self._branches, branch)
        self._unknown.clear()

    def _call(self) -> None:
        """Have another thread look for something to do."""
        if self._idle:
            self._work.notify()
        elif len(self._threads) < self._jobs and not self._done:
            thread = threading.Thread(target=self._serve, name="awsbatch-worker", daemon=True)
            try:
                thread.start()
            except RuntimeError:
                # The system allows no more of them.
                if not self._threads:
                    raise
            else:
                self._threads.add(thread)

    def _serve(self) -> None:
        """Go on with one walk after the other; what a thread does."""
        try:
            with self._lock:
                while not self._done:
                    walk = self._next()
                    if walk is None:
                        self._rest()
                    elif not self._go_on(walk):
                        return
        except BaseException as error:  # noqa: BLE001 (it is a bug, for the main thread to raise)
            self._calls.put(error)

    def _rest(self) -> None:
        self._hand_over()
        self._idle += 1
        seconds = self._pausing[0][0] - time.monotonic() if self._pausing else None
        self._work.wait(None if seconds is None else max(seconds, 0.0))
        self._idle -= 1

    def _next(self) -> _Walk | None:
        """Return a walk to go on with, if any, and call another thread if there are more."""
        while self._pausing and self._pausing[0][0] <= time.monotonic():
            self._due.append(heapq.heappop(self._pausing)[2])
        walk = self._due.popleft() if self._due else self._freed() or self._begun()
        if walk is not None and (self._due or self._branches or self._held or self._pausing):
            self._call()
        return walk

    def _freed(self) -> _Walk | None:
        if self._held and self._has_room(self._held[0].turn):
            return heapq.heappop(self._held)
        return None

    def _begun(self) -> _Walk | None:
        while self._branches:
            branch = self._branches[0]
            # What others wait for to be shown must come, however many wait.
            is_full = self._under_way >= self._jobs and not self._order.is_next(branch.turn)
            if is_full or not self._has_room(branch.turn):
                return None
            try:
                steps = next(branch.walks)
            except StopIteration:
                heapq.heappop(self._branches)
                branch.is_read = True
                self._join(branch)
                if self._due:
                    return self._due.popleft()
                continue
            if steps is not None:
                return self._begin(branch, steps)
            self._unknown.append(heapq.heappop(self._branches))
        return None

    def _begin(self, branch: _Branch, steps: Steps) -> _Walk:
        path = (*branch.path, branch.begun)
        branch.begun += 1
        heapq.heapreplace(self._branches, branch)
        branch.under_way += 1
        self._under_way += 1
        return _Walk(steps, branch, path, self._order.open(branch.turn))

    def _has_room(self, turn: Turn) -> bool:
        """Return whether more may be told there: what is next to be shown always may."""
        if self._waiting < MOST_WAITING * self._jobs:
            return True
        # In this order: the main thread counts first, and looks at this then.
        self._wants_room = True
        if self._waiting < MOST_WAITING * self._jobs:
            return True
        return self._order.is_next(turn) and not self._news

    @property
    def _waiting(self) -> int:
        """How much waits to be shown."""
        return self._told - self._shown

    def _go_on(self, walk: _Walk) -> bool:
        """Go on with a walk until it waits or ends; return whether this thread is still needed."""
        if walk.is_ready and not self._keeps_pace(walk):
            return True
        for step in walk.steps:
            if isinstance(step, Job):
                if not self._run(walk, step):
                    return False
            elif self._waits(walk, step):
                return True
        self._end(walk)
        return True

    def _waits(self, walk: _Walk, step: Event | Ready | Pause | Fork) -> bool:
        """See to what a walk tells or asks; return whether it goes on only later."""
        match step:
            case Ready():
                walk.is_ready = True
                return self._is_held(walk) or not self._keeps_pace(walk)
            case Pause(seconds):
                self._pause(walk, seconds)
                return True
            case Fork(walks):
                self._under_way -= 1
                turn = self._order.open(walk.turn)
                heapq.heappush(self._branches, _Branch(walks, walk.path, turn, walk))
                return True
            case _:
                self._tell(walk.turn, step)
                if len(self._news) > _MOST_NEWS:
                    self._hand_over()
                return isinstance(step, Printed) and self._is_held(walk)

    def _run(self, walk: _Walk, job: Job[Any]) -> bool:
        """Run a job, while others walk; return whether anybody still waits for it."""
        walk.job, walk.thread = job, threading.current_thread()
        self._running.add(walk)
        self._hand_over()
        bug = None
        self._lock.release()
        try:
            job.run()
        except BaseException as error:  # noqa: BLE001 (told only if somebody waits for it)
            bug = error
        self._lock.acquire()
        if job.cancellation.is_abandoned or self._done:
            return False
        if bug is not None:
            raise bug
        walk.job = None
        self._running.remove(walk)
        return True

    def _is_held(self, walk: _Walk) -> bool:
        """Hold a walk back, if too much waits to be shown."""
        if self._has_room(walk.turn):
            return False
        heapq.heappush(self._held, walk)
        return True

    def _keeps_pace(self, walk: _Walk) -> bool:
        """Pause a walk that is ready to start a command, if it is too soon for that."""
        walk.is_ready = False
        seconds = self._pace.wait()
        if seconds:
            self._pause(walk, seconds)
        return not seconds

    def _pause(self, walk: _Walk, seconds: float) -> None:
        entry = (time.monotonic() + seconds, next(self._count), walk)
        heapq.heappush(self._pausing, entry)
        self._call()

    def _tell(self, turn: Turn, event: Event) -> None:
        self._news.append(event)
        if isinstance(event, Telling):
            self._told += 1
            self._news += self._order.take(turn, event)

    def _end(self, walk: _Walk) -> None:
        self._news += self._order.close(walk.turn)
        walk.branch.under_way -= 1
        self._under_way -= 1
        # It may have ended its block, and so what was to come.
        self._ask_again()
        self._join(walk.branch)

    def _join(self, branch: _Branch) -> None:
        """Go on with the walk behind a branch, if all walks of that have ended."""
        if branch.under_way or not branch.is_read:
            return
        self._news += self._order.close(branch.turn)
        if branch.behind is not None:
            self._under_way += 1
            self._due.append(branch.behind)
            return
        self._done = True
        self._calls.put(_Wake.END)
        self._work.notify_all()

    def _hand_over(self) -> None:
        """Call the main thread for what happened, unless it is to come anyway."""
        if self._news and not self._is_called:
            self._is_called = True
            self._calls.put(_Wake.NEWS)
