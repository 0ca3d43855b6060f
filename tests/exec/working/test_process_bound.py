"""What is seen of the bounds of a process, with real ones."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable

import pytest

from awsbatch.exec.working.process_bound import ProcessBounds

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells of others")


def _difference(bound: Callable[[], object]) -> str | None:
    """Return in what a child differs that is bound before it begins."""
    # The end of its input ends it, once it was looked at.
    with subprocess.Popen(
        ["/bin/cat"],
        stdin=subprocess.PIPE,
        preexec_fn=bound,  # noqa: PLW1509 (there are no threads)
    ) as child:
        return ProcessBounds(os.getpid()).difference(child.pid)


def _limit(which: int, most: int) -> Callable[[], object]:
    return lambda: resource.setrlimit(which, (most, resource.getrlimit(which)[1]))


def test_a_process_that_is_bound_alike_makes_no_difference() -> None:
    assert _difference(lambda: None) is None


@pytest.mark.parametrize(
    ("which", "most"),
    [(resource.RLIMIT_FSIZE, 1 << 20), (resource.RLIMIT_NOFILE, 50), (resource.RLIMIT_CPU, 60)],
)
def test_limits_do(which: int, most: int) -> None:
    assert _difference(_limit(which, most)) == "its limits (`ulimit`) are others"


@pytest.mark.parametrize("which", [resource.RLIMIT_CORE, resource.RLIMIT_STACK])
def test_limits_that_no_call_meets_do_not(which: int) -> None:
    assert _difference(_limit(which, 1 << 20)) is None


def test_the_priority_does() -> None:
    assert _difference(lambda: os.nice(1)) == "its priority (`nice`) is another"


def test_a_process_that_has_no_number_here_is_elsewhere() -> None:
    assert ProcessBounds(os.getpid()).difference(0) == "it is in other namespaces"
