"""What threads do to each other at a crew's lock, in a forced order."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import pytest

from awsbatch.contract.first_signing import FirstSigning
from awsbatch.contract.pace import Pace
from awsbatch.engine.parallel.crew import Crew
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.step import Fork, Job, Steps
from awsbatch.event import News, Printed
from awsbatch.fault.place import Place

pytestmark = pytest.mark.races

PLACE = Place("1.aws", 1, 1, 1, "")


def news(jobs: int, *walks: Steps, run_end: RunEnd | None = None) -> Iterator[News]:
    crew = Crew(jobs, run_end or RunEnd(), Pace(None), FirstSigning(is_over=True), keeps_order=True)
    return crew.run(Fork(iter(walks)))


def told(news: Sequence[News]) -> list[str]:
    return [each.text for each in news if isinstance(each, Printed)]


def prints(text: str) -> Printed:
    return Printed(PLACE, text)


def others() -> list[threading.Thread]:
    """Return the threads of a crew but for the one that asks."""
    return [
        thread
        for thread in threading.enumerate()
        if thread.name == "awsbatch-worker" and thread is not threading.current_thread()
    ]


def join(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.join()


class Race:
    """A job that ends while the main thread holds the lock in order to abandon it."""

    def __init__(self, error: Exception | None = None) -> None:
        self.job = Job(self._work)
        self.run_end = RunEnd()
        self._error = error
        self._begun = threading.Event()
        self._abandoned = threading.Event()
        self._has_ended = threading.Event()

    def news(self, walk: Steps) -> list[News]:
        """Run a walk that has the job in it, which two signals abandon."""
        threading.Thread(target=self._ask_twice).start()
        return list(news(1, walk, run_end=self.run_end))

    def _ask_twice(self) -> None:
        self._begun.wait()
        self.run_end.request()
        self.run_end.request()

    def _work(self) -> str:
        with self.job.cancellation.listen(self._let_it_end):
            self._begun.set()
            self._abandoned.wait()
        self._has_ended.set()
        if self._error is not None:
            raise self._error
        return "done"

    def _let_it_end(self) -> None:
        """Wait for the job's end, in the main thread, which holds the lock."""
        self._abandoned.set()
        self._has_ended.wait()
        while self._error is None and self.job.result is None:
            time.sleep(0)


def test_a_job_that_ends_as_it_is_abandoned_counts_once_and_as_done() -> None:
    race = Race()

    def walk() -> Steps:
        yield race.job
        yield prints(f"{race.job.result}")
        yield prints("and on")

    assert told(race.news(walk())) == ["done", "and on"]


def test_a_bug_in_a_job_that_nobody_waits_for_is_not_raised() -> None:
    race = Race(ZeroDivisionError())

    def walk() -> Steps:
        yield race.job
        yield prints(f"{race.job.result}")

    assert told(race.news(walk())) == ["None"]


def test_a_signal_while_the_wish_of_another_is_heeded_waits_for_no_lock() -> None:
    begun, gate = threading.Event(), threading.Event()

    class Impatient(RunEnd):
        """A run that is sent a second signal when the main thread sees to the first one."""

        asked = 0

        def heed_abandon(self) -> bool:
            self.asked += 1
            if self.asked == 1:
                self.request()
                return False
            return super().heed_abandon()

    def work() -> None:
        begun.set()
        gate.wait()

    def walk() -> Steps:
        yield prints("begun")
        yield Job(work)
        yield prints("abandoned")

    run_end = Impatient()
    events = news(1, walk(), run_end=run_end)
    assert told([next(events)]) == ["begun"]
    begun.wait()
    run_end.request()
    assert told(list(events)) == ["abandoned"]
    gate.set()


def test_a_job_that_ends_when_no_events_are_taken_any_more_is_the_last() -> None:
    begun, went_on = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        # The thread that rests ends once all are to end.
        join(others())

    def long() -> Steps:
        yield Job(work)
        went_on.set()
        yield prints("not reached")

    def short() -> Steps:
        yield Job(begun.wait)
        yield prints("short")

    events = news(2, long(), short())
    assert told([next(events)]) == ["short"]
    close: Callable[[], None] = events.close  # type: ignore[attr-defined]
    close()
    join(others())

    assert not went_on.is_set()


def test_what_happens_while_the_last_event_is_looked_at_is_not_overlooked() -> None:
    gate = threading.Event()
    ended = threading.Event()

    def walk() -> Steps:
        yield prints("first")
        yield Job(gate.wait)
        yield prints("second")
        yield Job(ended.set)

    events = news(1, walk())
    first = [next(events), next(events)]
    # The main thread has taken all there is by now, and is not waiting for more.
    gate.set()
    ended.wait()

    assert told(first) == ["first"]
    assert told(list(events)) == ["second"]


def test_what_happens_while_nothing_is_looked_at_is_handed_over() -> None:
    seen = threading.Event()

    def walk() -> Steps:
        yield prints("first")
        # The main thread waits for this to be handed over before the job ends.
        yield Job(seen.wait)
        yield prints("second")

    events = []
    for each in news(1, walk()):
        events.append(each)
        seen.set()
    assert told(events) == ["first", "second"]


def test_a_walk_that_was_not_known_is_found_by_a_thread_that_rests() -> None:
    looks: list[Callable[[], None]] = []
    known: list[Steps] = []
    begun = threading.Event()

    class Source:
        """Gives one walk once it is known, and then ends."""

        def __iter__(self) -> "Source":
            return self

        def __next__(self) -> Steps | None:
            begun.set()
            if not looks:
                return None
            if known:
                return known.pop()
            raise StopIteration

    def listen(look: Callable[[], None]) -> None:
        def come() -> None:
            begun.wait()
            known.append(iter([prints("come")]))
            looks.append(look)
            look()

        threading.Thread(target=come).start()

    crew = Crew(1, RunEnd(), Pace(None), FirstSigning(is_over=True), keeps_order=True)
    assert told(list(crew.run(Fork(Source(), listen)))) == ["come"]


def test_where_no_thread_can_be_had_the_run_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", fail)
    with pytest.raises(RuntimeError, match="new thread"):
        list(news(2, iter([prints("not reached")])))


def test_a_bug_in_a_walk_is_raised_once_what_came_before_it_was_told() -> None:
    def walk() -> Steps:
        yield prints("before")
        raise ZeroDivisionError

    events: list[News] = []

    with pytest.raises(ZeroDivisionError):
        events.extend(each for each in news(1, walk()))
    assert told(events) == ["before"]


def test_a_signal_that_interrupts_no_wait_of_the_main_thread_is_heeded() -> None:
    run_end, heeded = RunEnd(), threading.Event()

    def handle(*_: object) -> None:
        run_end.request()
        heeded.set()

    def interrupt() -> None:
        # To this thread, or to another that is not the main one: as where a signal comes just
        # before the main thread begins to wait, nothing wakes that.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        os.kill(os.getpid(), signal.SIGINT)
        heeded.wait()

    handler = signal.signal(signal.SIGINT, handle)
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        assert [*news(2, iter([Job(interrupt)]), run_end=run_end)] == []
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
    assert run_end.requested
