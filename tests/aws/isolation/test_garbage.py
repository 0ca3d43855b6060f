"""What Python's collector leaves alone, seen through a runner."""

import gc
import os
from pathlib import Path

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from tests.aws.batch import Batch

LINE = "logs delete-log-group --log-group-name g"

pytestmark = pytest.mark.usefixtures("recorder")


def _is_looked_at(kept: object) -> bool:
    """Return whether the collector still looks at an object."""
    return any(kept is each for each in gc.get_objects())


def test_what_serves_every_command_is_not_looked_at_and_what_a_command_makes_is() -> None:
    with InProcessRunner() as runner:
        Batch(runner).run(LINE)
        assert not _is_looked_at(runner._generation.get().shared)
        made: list[object] = []
        assert _is_looked_at(made)


def test_a_later_generation_is_not_looked_at_either_and_an_earlier_one_is_let_go() -> None:
    with InProcessRunner() as runner:
        batch = Batch(runner)
        frozen = []
        for number in range(3):
            Path(os.environ["AWS_CONFIG_FILE"]).write_text(f"[default]\nretries = {number}\n")
            batch.run(LINE)
            frozen.append(gc.get_freeze_count())
        assert not _is_looked_at(runner._generation.get().shared)
        # By the first one, not all was imported.
        assert frozen[2] < frozen[1] * 1.1


def test_all_is_looked_at_again_once_the_runner_is_closed() -> None:
    with InProcessRunner() as runner:
        Batch(runner).run(LINE)
        generation = runner._generation.get()
        assert gc.get_freeze_count() > 0
    assert gc.get_freeze_count() == 0
    assert _is_looked_at(generation.shared)
