from awsbatch.exec.worker_pool import WorkerPool
from awsbatch.record import record


@record
class _Worker:
    name: str
    is_detached: bool = False


A, B, C = (_Worker(name) for name in "abc")
DETACHED = _Worker("detached", is_detached=True)


def _pool(*idle: _Worker, most: int = 8) -> WorkerPool[_Worker]:
    pool: WorkerPool[_Worker] = WorkerPool(most)
    for worker in idle:
        assert pool.give_back(worker) is None
    return pool


def test_who_was_used_last_is_taken_first() -> None:
    pool = _pool(A, B)

    assert pool.take(is_detached=False) is B
    assert pool.give_back(B) is None
    assert pool.take(is_detached=False) is B
    assert pool.take(is_detached=False) is A
    assert pool.take(is_detached=False) is None


def test_each_session_has_its_kind() -> None:
    pool = _pool(A, DETACHED, B)

    assert pool.take(is_detached=True) is DETACHED
    assert pool.take(is_detached=True) is None
    assert pool.take(is_detached=False) is B


def test_of_too_many_the_one_not_used_for_longest_goes() -> None:
    pool = _pool(A, B, most=2)

    assert pool.give_back(C) is A
    assert pool.take(is_detached=False) is C


def test_one_that_has_ended_is_not_taken() -> None:
    pool = _pool(A, B)
    pool.remove(B)
    pool.remove(C)

    assert pool.take(is_detached=False) is A


def test_none_stays_in_a_closed_one() -> None:
    pool = _pool(A, B)

    assert pool.close() == [A, B]
    assert pool.give_back(C) is C
    assert pool.take(is_detached=False) is None
