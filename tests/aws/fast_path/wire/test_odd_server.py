"""What lines make of a server that misbehaves is the same with shortcuts as verbatim.

Some of each line: `make sample` runs 500, and `make law` 20,000.
"""

import pytest

from tests.aws.fast_path.wire.odd_server import found


@pytest.mark.parametrize("first", [1_000, 2_000])
def test_trials_come_out_the_same(first: int) -> None:
    assert "\n\n".join(found(first, 80)) == ""
