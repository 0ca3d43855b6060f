"""Lines that wait for the first of their kind."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread

from awsbatch.aws.first_comer import FirstComers
from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.invocation import Invocation
from awsbatch.aws.traffic import Traffic
from awsbatch.contract.cancellation import Cancellation
from awsbatch.output.memory import Memory
from tests.aws.batch import Batch
from tests.aws.recorder import Recorded, Recorder

_THREADS = 8


def _invocation() -> Invocation:
    return Invocation(
        (), stdout=Memory(), stderr=Memory(), cancellation=Cancellation(), traffic=Traffic()
    )


class _Following(Thread):
    """A thread whose line follows another."""

    def __init__(self, comers: FirstComers, kind: str) -> None:
        super().__init__()
        self.invocation = _invocation()
        self.followed: bool | None = None
        self._comers, self._kind = comers, kind

    def run(self) -> None:
        self.followed = self._comers.follows(self.invocation, self._kind)


def test_the_second_waits_until_the_first_passes_on() -> None:
    comers, first = FirstComers(), _invocation()

    assert not comers.follows(first, "kind")
    assert not comers.follows(_invocation(), "another kind")
    second = _Following(comers, "kind")
    second.start()
    comers.pass_on(first)
    second.join()

    assert second.followed is True
    # Nobody goes first any more.
    assert not comers.follows(_invocation(), "kind")


def test_who_is_abandoned_waits_no_longer() -> None:
    comers = FirstComers()
    comers.follows(_invocation(), "kind")
    second = _Following(comers, "kind")

    second.start()
    second.invocation.cancellation.abandon()
    second.join()

    assert second.followed is True


def test_many_lines_at_once_need_one_driver(recorder: Recorder) -> None:
    all_sent = Barrier(_THREADS)

    def answer(_: Recorded) -> tuple[int, bytes]:
        # Each line is under way while all others are.
        all_sent.wait(60)
        return 200, b"{}"

    recorder.answer = answer
    with InProcessRunner(jobs=_THREADS) as runner, ThreadPoolExecutor(_THREADS) as threads:
        lines = (f"logs delete-log-group --log-group-name g{n}" for n in range(_THREADS))
        ended = [*threads.map(lambda line: Batch(runner).run(line, live=False), lines)]

        assert [each.exit_status for each in ended] == [0] * _THREADS
        assert len([*runner._generation.get().idle]) == 1


def test_a_first_line_that_shows_no_way_holds_nobody_up(recorder: Recorder) -> None:
    del recorder
    line = "logs delete-log-group --log-group-na"
    with InProcessRunner(jobs=_THREADS) as runner, ThreadPoolExecutor(_THREADS) as threads:
        ended = [*threads.map(lambda _: Batch(runner).run(line, live=False), range(_THREADS))]

    assert {each.exit_status for each in ended} == {ended[0].exit_status}
    assert ended[0].exit_status
