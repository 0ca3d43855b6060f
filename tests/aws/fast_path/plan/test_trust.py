"""How far plans are trusted, and what a run tells of them."""

import gc
import threading
from pathlib import Path

import pytest

from awsbatch.aws.fast_path.plan.planned_client import Plans
from awsbatch.aws.fast_path.plan.trust import Trust
from awsbatch.aws.in_process_runner import InProcessRunner
from tests.aws.batch import Batch
from tests.aws.fast_path.plan.planned import check_every, exchanges, trust_of
from tests.aws.recorder import Recorder

LINE = "logs delete-log-group --log-group-name g%s"


def test_one_request_of_so_many_is_checked() -> None:
    trust = Trust(3)
    assert [trust.is_checked() for _ in range(7)] == [False, False, True, False, False, True, False]


def test_what_is_rejected_is_named_and_bounded() -> None:
    plans = Plans()
    assert (plans.bug, plans.parts_off) == (None, {})
    for number in range(1_000):
        plans.trust.reject(f"logs {number}")
    assert len(plans.parts_off) == 100
    assert plans.parts_off["plans of `logs 1`"] == "none makes botocore's request"


@pytest.mark.usefixtures("recorder")
def test_a_plan_that_is_right_passes_each_check() -> None:
    with InProcessRunner() as pool, exchanges() as planned:
        batch = Batch(pool)
        for number in range(3):
            batch.run(LINE % number)
        check_every(pool, 2)
        for number in range(10):
            assert batch.run(LINE % number).exit_status == 0
        assert (trust_of(pool).bug, trust_of(pool).rejected) == (None, set())
    assert len(planned) == 6


@pytest.mark.usefixtures("recorder")
def test_a_kind_whose_plan_is_another_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def differ(*args: object) -> bytes:
        tried.append(args)
        return b"another"

    monkeypatch.setattr("awsbatch.aws.fast_path.plan.rehearsal.reproduced", differ)
    with InProcessRunner() as pool, exchanges() as planned:
        for number in range(6):
            assert Batch(pool).run(LINE % number).exit_status == 0
        assert trust_of(pool).rejected == {"logs DeleteLogGroup"}
        assert pool.shortcuts_off == {
            "plans of `logs DeleteLogGroup`": "none makes botocore's request"
        }
    assert (len(tried), planned) == (1, [])


def test_a_plan_ends_with_the_generation(recorder: Recorder, tmp_path: Path) -> None:
    with InProcessRunner() as pool, exchanges() as planned:
        for number in range(4):
            Batch(pool).run(LINE % number)
        (tmp_path / "credentials").write_text(
            "[default]\naws_access_key_id = NEW\naws_secret_access_key = b\n"
        )
        for number in range(4):
            Batch(pool).run(LINE % number)
    assert len(planned) == 4
    assert len(recorder.requests) == 8


def test_many_threads_make_calls_of_one_client_by_one_plan(recorder: Recorder) -> None:
    with InProcessRunner(jobs=16) as pool, exchanges() as planned:
        Batch(pool).run(LINE % "first")
        failed: list[object] = []

        def work(number: int) -> None:
            for turn in range(12):
                ran = Batch(pool).run(LINE % f"{number}-{turn}")
                if ran.exit_status:
                    failed.append(ran)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert pool.requests == len(recorder.requests) == 193
        assert trust_of(pool).bug is None
    names = {str(each.parameters["logGroupName"]) for each in recorder.requests}
    assert len(names) == 193
    # What a thread begins with may go the long way: its connection is not open yet.
    assert len(planned) > 100


def test_no_plan_outlives_its_line(recorder: Recorder) -> None:
    with InProcessRunner() as pool:
        for number in range(4):
            Batch(pool).run(LINE % number)
        gc.collect()
        before = len(gc.get_objects())
        for number in range(100):
            Batch(pool).run(LINE % number)
        recorder.requests.clear()
        gc.collect()
        assert len(gc.get_objects()) < before + 100
