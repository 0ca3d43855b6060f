"""The bar of a run, on one line of a terminal of any width."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from awsbatch.event import Started
from awsbatch.fault.style import Style
from awsbatch.report.console import Console
from awsbatch.report.progress import under_way
from awsbatch.report.progress.course import Course, Moment

_MOST_BLOCKS = 20
_FEWEST_BLOCKS = 5
# What the blocks leave for what is under way, and what the rate does. In columns.
_BESIDE_BLOCKS = 24
_BESIDE_RATE = 12
_LEAST = 8
"""What is under way is left out where it has fewer columns."""

_Meter: TypeAlias = tuple[str, int]
"""The figures, and how many columns they must leave."""


class Bar:
    """A bar at the foot of the terminal, with a text that tqdm formats.

    tqdm's own bar would draw between the bytes of a command's output. Another
    thread draws, so that a run of quick commands pays nothing for the bar, and
    its clock does not stand still during a slow one.
    """

    def __init__(self, console: Console, course: Course) -> None:
        # Slow to import, and of use on a terminal only.
        from tqdm.std import tqdm

        self._tqdm = tqdm
        self._console = console
        self._course = course
        self._told = _Told()

    def draw(self) -> None:
        """Draw the bar with the counts of this moment."""
        moment = self._course.look()
        text = self._text(moment, self._console.bar_columns)
        # Painted when it is as short as it has to be: colours take no columns.
        before, failed, after = text.partition(f"{moment.failed} failed")
        self._console.draw(before + Style.FAILURE.of(failed) + after if moment.failed else text)

    def _text(self, moment: Moment, columns: int) -> str:
        told = self._told.texts(moment.under_way)
        shortest = len(told[-1])
        for meter, least in self._meters(moment, columns):
            room = columns - len(meter) - 1
            if room >= min(least, shortest):
                break
        if room < min(_LEAST, shortest):
            return shortened(meter, columns)
        fitting = next((text for text in told if len(text) <= room), told[-1])
        return shortened(f"{meter} {fitting}", columns)

    def _meters(self, moment: Moment, columns: int) -> Iterator[_Meter]:
        """Yield the figures, with less and less beside them: how many failed gives way last."""
        left = [] if moment.left is None else [f"{self._tqdm.format_interval(moment.left)} left"]
        rate, troubles = [moment.rate], moment.troubles
        if moment.total is None:
            done = [f"{moment.done} done"]
            yield _bracketed(done + rate + troubles), _BESIDE_RATE
            yield _bracketed(done + troubles), 0
            return
        counts = f"{moment.done}/{moment.total}"
        percentage = f"{moment.done * 100 // moment.total:3}%"
        whole = f"{counts} {_bracketed(left + rate + troubles)}"
        blocks = columns - len(f"{percentage}|| {whole} ") - _BESIDE_BLOCKS
        if blocks >= _FEWEST_BLOCKS:
            bar = self._bar(moment, min(blocks, _MOST_BLOCKS))
            yield f"{percentage}|{bar}| {whole}", _BESIDE_BLOCKS
        yield f"{percentage} {whole}", _BESIDE_RATE
        for figures in (left + troubles, troubles):
            yield f"{percentage} {counts} {_bracketed(figures)}".rstrip(), 0
        yield f"{counts} {_bracketed(troubles)}".rstrip(), 0

    def _bar(self, moment: Moment, blocks: int) -> str:
        return self._tqdm.format_meter(
            n=moment.done,
            total=moment.total or 0,
            elapsed=moment.elapsed,
            ascii=not self._console.draws_blocks,
            bar_format=f"{{bar:{blocks}}}",
        )


class _Told:
    """What is told of the commands under way, made anew when there are others."""

    def __init__(self) -> None:
        self._texts = [""]
        self._seqs: list[int] = []
        self._last: Started | None = None
        """The last command that was alone under way, which the next is held against."""

    def texts(self, commands: Sequence[Started]) -> list[str]:
        """Return what tells these commands from others, in texts that are shorter and shorter."""
        seqs = [each.seq for each in commands]
        if seqs != self._seqs:
            self._seqs = seqs
            self._texts = under_way.told(commands, self._last)
            if len(commands) == 1:
                self._last = commands[0]
        return self._texts


def _bracketed(figures: Sequence[str]) -> str:
    return f"[{', '.join(figures)}]" if figures else ""


def shortened(text: str, columns: int) -> str:
    """Return a text as one line that has room in so many columns."""
    from tqdm.utils import disp_len, disp_trim

    # No character is narrower than a column.
    line = "".join(c if c.isprintable() else " " for c in text.rstrip()[: columns + 1])
    if disp_len(line) <= columns:
        return line
    return f"{disp_trim(line, columns - 1).rstrip()}…"
