"""The lines of the corpus send the same bytes with shortcuts as verbatim.

One of thirty: `make sample` runs a third, and `make law` all.
"""

import pytest

from tests.aws.fast_path.wire.corpus import found
from tests.law.corpus_line import selected

PARTS = 3


@pytest.mark.parametrize("part", range(PARTS))
def test_lines_of_the_corpus_are_the_same(part: int) -> None:
    lines = selected(["--every=30"], led=True)[part::PARTS]
    assert len(lines) > 5
    assert "\n\n".join(found(lines)) == ""
