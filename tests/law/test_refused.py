"""Whatever a line of the corpus does, a guard that refuses all lets nothing of it be sent."""

import re
from subprocess import PIPE

from tests.law.refused import refused


def test_nothing_passes_a_guard_that_refuses_all() -> None:
    done = refused(["--every=12"], PIPE)

    assert re.fullmatch(r"\d{2,} lines\n", done.stdout), done.stdout
    assert done.returncode == 0
