"""How far a run has come, shown while it goes on: as a bar, a line now and then, or not."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from awsbatch.report import duration
from awsbatch.report.progress.progress_style import ProgressStyle
from awsbatch.report.ticker import ticking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from awsbatch.report.console import Console
    from awsbatch.report.progress.bar import Bar
    from awsbatch.report.progress.course import Course, Moment

_PLAIN_SECONDS = 10.0
# A quick run shows no bar.
_DELAY_SECONDS = 0.5
_DRAW_SECONDS = 0.1


class Plain:
    """A line now and then, written by another thread, since no command may end for minutes."""

    def __init__(self, console: Console, course: Course) -> None:
        self._console = console
        self._course = course

    def tell(self) -> None:
        """Write the line with the counts of this moment."""
        self._console.say(_line(self._course.look()))


def _line(moment: Moment) -> str:
    known = "" if moment.total is None else f" of {moment.total}"
    counts = [f"{moment.done}{known} done", *moment.troubles]
    left = "" if moment.left is None else f", {duration.shown(moment.left)} left"
    return f"{', '.join(counts)}, {len(moment.under_way)} under way; {moment.rate}{left}"


@contextmanager
def shown(style: ProgressStyle, console: Console, course: Course) -> Iterator[Bar | Plain | None]:
    """Show the course of a run in this block."""
    match style:
        case ProgressStyle.AUTO:
            chosen = ProgressStyle.BAR if console.is_terminal else ProgressStyle.PLAIN
            with shown(chosen, console, course) as progress:
                yield progress
        case ProgressStyle.BAR:
            # Of use on a terminal only.
            from awsbatch.report.progress.bar import Bar

            bar = Bar(console, course)
            try:
                with ticking(bar.draw, _DELAY_SECONDS, _DRAW_SECONDS):
                    yield bar
            finally:
                console.erase()
        case ProgressStyle.PLAIN:
            plain = Plain(console, course)
            with ticking(plain.tell, _PLAIN_SECONDS, _PLAIN_SECONDS):
                yield plain
        case ProgressStyle.NONE:
            yield None
