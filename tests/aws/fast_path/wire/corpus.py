"""Run the lines of `tests/law/corpus` verbatim and with shortcuts, and print what is not the same.

    python -m tests.aws.fast_path.wire.corpus [--every=N] [PART]

All of them are run twice, each after all those before it. PART takes the lines with it in their
text, and `--every=N` one of so many.
"""

import shlex
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

# Before anything else of the AWS CLI.
from tests.aws.fast_path.wire.pair import Way, come, differences, entered, in_turn, told  # isort: skip
from awsbatch.aws.version import home
from tests.law.corpus_line import CorpusLine, selected
from tests.law.stage import HEAD, environment, set_up

_ITS_OWN = ("--debug", "--v2-debug")
"""Options with which a line prints how it does what it does."""


def _way(line: CorpusLine, url: str) -> Way:
    answer = in_turn([status, body.decode("latin-1"), HEAD] for status, body in line.answers)
    folder = Path.cwd()
    return Way(
        shlex.join(line.words(url, led=True)),
        answer=answer,
        loose="stderr" in line.loose or any(word in line.text for word in _ITS_OWN),
        hours=0,
        afterwards=partial(set_up, folder) if line.changes else lambda: None,
    )


def found(lines: Sequence[CorpusLine]) -> Iterator[str]:
    """Yield what is not the same of lines."""
    before = str(Path.home())
    with TemporaryDirectory() as name:
        folder = Path(name)
        set_up(folder)
        given = environment(folder, "")
        # It is every host.
        del given["AWS_ENDPOINT_URL"]
        with entered(folder, given) as (listener, clock):
            home.move_to(name)
            ways = [_way(line, listener.url) for line in lines]
            try:
                theirs = come([*ways, *ways], listener, clock, verbatim=True)
                set_up(folder)
                ours = come([*ways, *ways], listener, clock, verbatim=False)
            finally:
                home.move_to(before)
    for their, our in zip(theirs, ours, strict=True):
        yield from differences(their, our)


def main(options: Sequence[str]) -> int:
    """Print what is found; return the exit status."""
    lines = selected(options, led=True)
    return told(len(lines), [*found(lines)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
