"""A stage for scripts, and what they do there twice."""

import os
from collections.abc import Iterator, Sequence
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
def copied(copying: Path) -> Sequence[str]:
    """Provide the words that run a script with an `aws` that begins sooner."""
    return "env", f"PATH={copying}:{os.environ['PATH']}"


@pytest.fixture
def stage(recorder: Recorder, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Stage:
    """Provide a stage in front of the recorder."""
    return Stage(recorder, tmp_path, capfd)


class Twice(Protocol):
    """Runs a script twice."""

    def __call__(
        self,
        *words: str | Path,
        seed: Path,
        is_sequential: bool = True,
        plain: Sequence[str] = PLAIN,
    ) -> Told:
        """Run a script by plain `aws` and under `exec`, and see that it does the same.

        Each time, moto holds what the command file `seed` makes. What the first
        one did is returned, which `plain` may have had another `aws` for.
        """


@pytest.fixture
def twice(stage: Stage, recorder: Recorder, moto_server: str) -> Twice:
    """Provide what runs a script twice."""
    recorder.answer = passed_on(moto_server)

    def run(
        *words: str | Path,
        seed: Path,
        is_sequential: bool = True,
        plain: Sequence[str] = PLAIN,
    ) -> Told:
        told = []
        for name, under in (("plain", plain), ("exec", EXEC)):
            begin(moto_server)
            if seed.exists():
                stage.made(seed)
            told.append((stage.run(*words, name=name, under=under), stage.held()))
        (cold, held), (warm, held_warm) = told
        assert [warm.exit_status, warm.stdout, warm.stderr] == [
            cold.exit_status,
            cold.stdout,
            cold.stderr,
        ]
        in_order = list if is_sequential else sorted
        assert in_order(warm.requests) == in_order(cold.requests)
        assert warm.files == cold.files
        assert held_warm == held
        return cold

    return run
