"""A stage for scripts, and what they do there twice."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from tests.aws.recorder import Recorder, recording
from tests.exec.scripts.moto import begin, passed_on
from tests.exec.scripts.stage import EXEC, PLAIN, Stage, Told


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """Provide a recorder."""
    with recording() as recorder:
        yield recorder


@pytest.fixture
def stage(recorder: Recorder, tmp_path: Path) -> Stage:
    """Provide a stage in front of the recorder."""
    return Stage(recorder, tmp_path)


class Twice(Protocol):
    """Runs a script twice."""

    def __call__(self, *words: str | Path, seed: Path, is_sequential: bool = True) -> Told:
        """Run a script by plain `aws` and under `exec`, and see that it does the same.

        Each time, moto holds what the command file `seed` makes. What the first
        one did is returned.
        """


@pytest.fixture
def twice(stage: Stage, recorder: Recorder, moto_server: str) -> Twice:
    """Provide what runs a script twice."""
    recorder.answer = passed_on(moto_server)

    def run(*words: str | Path, seed: Path, is_sequential: bool = True) -> Told:
        told = []
        for name, under in (("plain", PLAIN), ("exec", EXEC)):
            begin(moto_server)
            if seed.exists():
                stage.made(seed)
            told.append((stage.run(*words, name=name, under=under), stage.held()))
        (plain, held), (warm, held_warm) = told
        assert [warm.exit_status, warm.stdout, warm.stderr] == [
            plain.exit_status,
            plain.stdout,
            plain.stderr,
        ]
        in_order = list if is_sequential else sorted
        assert in_order(warm.requests) == in_order(plain.requests)
        assert warm.files == plain.files
        assert held_warm == held
        return plain

    return run
