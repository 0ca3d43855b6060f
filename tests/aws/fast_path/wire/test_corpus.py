"""The lines of the corpus send the same bytes with shortcuts as verbatim.

One of fifteen: `make sample` runs a third, and `make law` all.
"""

from tests.aws.fast_path.wire.corpus import found
from tests.law.corpus_line import selected


def test_lines_of_the_corpus_are_the_same() -> None:
    lines = selected(["--every=15"], led=True)
    assert len(lines) > 30
    assert "\n\n".join(found(lines)) == ""
