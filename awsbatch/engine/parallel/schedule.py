"""The decisions of a crew, without its threads: which walk goes on next where many may.

Nothing here starts a thread, takes a lock or waits. One caller at a time asks
for a walk, hands over the steps that it yields, and says when it has ended.
"""

import heapq
import itertools
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from awsbatch.engine.parallel.output_order import Order, Turn
from awsbatch.engine.parallel.waiting_output import WaitingOutput
from awsbatch.engine.step import Fork, Job, Pause, Ready, Steps
from awsbatch.event import Ended, Event, News, Printed, Status, is_event, is_telling

_Path: TypeAlias = tuple[int, ...]


@dataclass(slots=True, eq=False)
class Walk:
    """The walk of a statement or of a round, as far as it has come."""

    steps: Steps
    branch: "_Branch"
    path: _Path
    """Where it stands among all walks: the earlier in the script, the smaller."""
    turn: Turn
    is_ready: bool = False
    """Whether it was held back where it was ready to start a command."""

    def __lt__(self, other: "Walk") -> bool:
        return self.path < other.path


@dataclass(slots=True, eq=False)
class _Branch:
    """The walks of a block, which may run side by side, and the walk that waits for them.

    A walk that begins makes its branch greater, but never greater than another
    one that it was smaller than: a heap of branches stays one.
    """

    walks: Iterator[Steps | None]
    path: _Path
    turn: Turn
    behind: Walk | None
    begun: int = 0
    under_way: int = 0
    is_read: bool = False
    """Whether all of its walks have begun."""

    def __lt__(self, other: "_Branch") -> bool:
        return (*self.path, self.begun) < (*other.path, other.begun)


class Schedule:
    """The walks of one block whose statements run side by side, nested blocks included."""

    def __init__(
        self,
        jobs: int,
        *,
        pace: Callable[[], float],
        keeps_order: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare for at most so many `jobs` at a time.

        `pace` gives the seconds until a command that is ready may start.
        """
        self.news: deque[News] = deque()
        """What happened, in order; whoever tells of it takes it from the left."""
        self.waiting = WaitingOutput(jobs)
        self.running: dict[Walk, Job[Any]] = {}
        """The job under way of each walk that waits for one: noted by whoever runs the jobs."""
        self.is_done = False
        self.is_narrow = False
        """Whether walks begin one after the other, because the first may show that none works."""
        self._jobs = jobs
        self._pace = pace
        self._clock = clock
        self._order = Order(kept=keeps_order)
        self._under_way = 0
        """How many walks have begun and have not ended, but for those that wait for a block.

        Never more than jobs. So the walk whose turn it is to be shown goes on
        whatever others wait for: the place that it left when it came to a
        block is for the walks of that block, which are first in the heap.
        """
        self._branches: list[_Branch] = []
        """A heap of branches of which another walk may begin."""
        self._unknown: list[_Branch] = []
        """Branches whose next walk is not known yet."""
        self._due: deque[Walk] = deque()
        """Walks that can go on."""
        self._held: list[Walk] = []
        """A heap of walks that are held back, since too much waits to be shown."""
        self._pausing: list[tuple[float, int, Walk]] = []
        """A heap of walks that pause, by the end of the pause and then by its beginning."""
        self._count = itertools.count()

    def begin(self, fork: Fork) -> None:
        """Take up the walks of the whole block."""
        self._open(fork, (), self._order.first, None)

    def next(self) -> Walk | None:
        """Return a walk to go on with, or None if all wait for something."""
        while self._pausing and self._pausing[0][0] <= self._clock():
            self._due.append(heapq.heappop(self._pausing)[2])
        # In this order: what has begun goes on before anything new begins.
        return self._due.popleft() if self._due else self._freed() or self._begun()

    @property
    def has_more(self) -> bool:
        """Return whether `next` may find another walk, now or after a pause."""
        return bool(self._due or self._branches or self._held or self._pausing)

    @property
    def wakes_at(self) -> float | None:
        """Return the time by the clock at which the first pause ends, or None without any."""
        return self._pausing[0][0] if self._pausing else None

    def take(self, walk: Walk, step: Event | Ready | Pause | Fork) -> bool:
        """Take a step of a walk; return whether the walk goes on at once."""
        if is_event(step):
            self._tell(walk.turn, step)
            return not (_takes_no_time(step) and self._is_held(walk))
        match step:
            case Ready():
                walk.is_ready = True
                return not self._is_held(walk) and self._keeps_pace(walk)
            case Pause(seconds):
                self._pause(walk, seconds)
                return False
            case Fork():
                self._under_way -= 1
                self._open(step, walk.path, self._order.open(walk.turn), walk)
                return False

    def end(self, walk: Walk) -> None:
        """Note that a walk has no more steps."""
        self.news += self._order.close(walk.turn)
        walk.branch.under_way -= 1
        self._under_way -= 1
        # A failure in the walk may have ended its block, and with it what was to come.
        self.look()
        self._join(walk.branch)

    def look(self) -> None:
        """Have `next` ask again for walks that were not known yet."""
        for branch in self._unknown:
            heapq.heappush(self._branches, branch)
        self._unknown.clear()

    def hurry(self) -> None:
        """End all pauses, since the run may be to end."""
        self._due += [walk for _, _, walk in sorted(self._pausing)]
        self._pausing.clear()

    def waits(self) -> list[Walk]:
        """Return the walks whose job under way only waits."""
        return [walk for walk, job in self.running.items() if job.only_waits]

    def abandon(self, walks: Iterable[Walk]) -> list[Job[Any]]:
        """Go on without what runs in walks; return the jobs that nobody waits for any more."""
        without = sorted(walks)
        self._due += without
        return [self.running.pop(walk) for walk in without]

    def _open(self, fork: Fork, path: _Path, turn: Turn, behind: Walk | None) -> None:
        heapq.heappush(self._branches, _Branch(fork.walks, path, turn, behind))

    def _freed(self) -> Walk | None:
        while self._held and self._has_room(self._held[0].turn):
            walk = heapq.heappop(self._held)
            if not walk.is_ready or self._keeps_pace(walk):
                return walk
        return None

    def _begun(self) -> Walk | None:
        while self._branches:
            branch = self._branches[0]
            most = 1 if self.is_narrow else self._jobs
            if self._under_way >= most or not self._has_room(branch.turn):
                return None
            try:
                steps = next(branch.walks)
            except StopIteration:
                heapq.heappop(self._branches)
                branch.is_read = True
                self._join(branch)
                # The walk behind the branch, if all walks of the branch had ended before.
                if self._due:
                    return self._due.popleft()
                continue
            if steps is not None:
                return self._begin(branch, steps)
            self._unknown.append(heapq.heappop(self._branches))
        return None

    def _begin(self, branch: _Branch, steps: Steps) -> Walk:
        path = (*branch.path, branch.begun)
        branch.begun += 1
        branch.under_way += 1
        self._under_way += 1
        return Walk(steps, branch, path, self._order.open(branch.turn))

    # Without the second case the run would stand still: the output that waits may be that of
    # others, whose turn comes only after what is told here.
    def _has_room(self, turn: Turn) -> bool:
        """Return whether more may be told at a place: always where the next to be shown comes."""
        return self.waiting.has_room() or (self._order.is_next(turn) and not self.news)

    def _is_held(self, walk: Walk) -> bool:
        """Hold a walk back if too much waits to be shown; return whether it is."""
        if self._has_room(walk.turn):
            return False
        heapq.heappush(self._held, walk)
        return True

    def _keeps_pace(self, walk: Walk) -> bool:
        """Pause a walk that is ready if it is too soon for that; return whether it goes on."""
        walk.is_ready = False
        seconds = self._pace()
        if seconds:
            self._pause(walk, seconds)
        return not seconds

    def _pause(self, walk: Walk, seconds: float) -> None:
        heapq.heappush(self._pausing, (self._clock() + seconds, next(self._count), walk))

    def _tell(self, turn: Turn, event: Event) -> None:
        self.news.append(event)
        if is_telling(event):
            self.waiting.told += 1
            self.news += self._order.take(turn, event)

    def _join(self, branch: _Branch) -> None:
        """Go on with the walk behind a branch, if all walks of the branch have ended."""
        if branch.under_way or not branch.is_read:
            return
        self.news += self._order.close(branch.turn)
        if branch.behind is None:
            self.is_done = True
            return
        self._under_way += 1
        self._due.append(branch.behind)


def _takes_no_time(event: Event) -> bool:
    """Return whether any number of such events may come while no command runs."""
    return isinstance(event, Printed) or (isinstance(event, Ended) and event.status is Status.DONE)
