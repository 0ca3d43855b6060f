"""How far a run has come, shown while it goes on: as a bar, a line now and then, or not."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from awsbatch.contract import quoting
from awsbatch.report import duration
from awsbatch.report.console import Console
from awsbatch.report.progress_style import ProgressStyle
from awsbatch.report.tally import Tally

_PLAIN_SECONDS = 10.0
# A quick run shows no bar.
_DELAY_SECONDS = 0.5
_DRAW_SECONDS = 0.1
_METER = "{percentage:3.0f}%|{bar:20}| {n_fmt}/{total_fmt} [{remaining} left{postfix}]"
_ENDLESS_METER = "[{n_fmt} done{postfix}]"


@contextmanager
def shown(
    style: ProgressStyle, console: Console, tally: Tally, *, endless: bool
) -> Iterator["Bar | Plain | None"]:
    """Show the progress of a run in this block, from the counts of `tally`.

    With `endless`, how many commands there will be is not known, as in a stream.
    """
    match style:
        case ProgressStyle.AUTO:
            chosen = ProgressStyle.BAR if console.is_terminal else ProgressStyle.PLAIN
            with shown(chosen, console, tally, endless=endless) as progress:
                yield progress
        case ProgressStyle.BAR:
            bar = Bar(console, tally, endless=endless)
            try:
                with _ticking(bar.draw, _DELAY_SECONDS, _DRAW_SECONDS):
                    yield bar
            finally:
                console.erase()
        case ProgressStyle.PLAIN:
            plain = Plain(console, tally, endless=endless)
            with _ticking(plain.tell, _PLAIN_SECONDS, _PLAIN_SECONDS):
                yield plain
        case ProgressStyle.NONE:
            yield None


class Bar:
    """A bar at the foot of the terminal, with a text that tqdm formats.

    tqdm's own bar would draw between the bytes of a command's output. Another
    thread draws, so that a run of quick commands pays nothing for the bar, and
    its clock does not stand still during a slow one.
    """

    def __init__(
        self,
        console: Console,
        tally: Tally,
        *,
        endless: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        # Slow to import, and of use on a terminal only.
        from tqdm.std import tqdm

        self._format = tqdm.format_meter
        self._console = console
        self._endless = endless
        self._clock = clock
        self._started = clock()
        self._tally = tally

    def draw(self) -> None:
        """Draw the bar with the counts of this moment."""
        text = f"{self._meter()} {_under_way(self._tally)}"
        self._console.draw(_shortened(text, self._console.bar_columns))

    def _meter(self) -> str:
        tally = self._tally
        failed = tally.failed
        total = None if self._endless else max(tally.known, tally.done)
        elapsed = self._clock() - self._started
        speed = _speed(tally.done, elapsed)
        return self._format(
            n=tally.done,
            # tqdm takes None for a number that is not known, which its types do not say.
            total=total or None,  # type: ignore[arg-type]
            elapsed=elapsed,
            ascii=not self._console.draws_blocks,
            postfix=f"{speed}, {failed} failed" if failed else speed,
            bar_format=_METER if total else _ENDLESS_METER,
        )


class Plain:
    """A line now and then, written by another thread, since no command may end for minutes."""

    def __init__(
        self,
        console: Console,
        tally: Tally,
        *,
        endless: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._console = console
        self._endless = endless
        self._clock = clock
        self._started = clock()
        self._tally = tally

    def tell(self) -> None:
        """Write the line with the counts of this moment."""
        self._console.say(self._line(self._clock() - self._started))

    def _line(self, elapsed: float) -> str:
        done, failed = self._tally.done, self._tally.failed
        known = "" if self._endless else f" of {max(self._tally.known, done)}"
        failures = f", {failed} failed" if failed else ""
        running = f", {len(self._tally.under_way)} under way"
        return (
            f"{done}{known} done{failures}{running}; {_speed(done, elapsed)}{self._left(elapsed)}"
        )

    def _left(self, elapsed: float) -> str:
        left = self._tally.known - self._tally.done
        if self._endless or left <= 0 or not self._tally.done:
            return ""
        return f", {duration.shown(elapsed / self._tally.done * left)} left"


def _under_way(tally: Tally) -> str:
    """Return the command under way, or how many there are."""
    # A copy, in one step: the main thread changes the dictionary meanwhile.
    commands = list(tally.under_way.values())
    return (
        f"{len(commands)} under way"
        if len(commands) > 1
        else "".join(map(quoting.joined, commands))
    )


def _speed(done: int, elapsed: float) -> str:
    rate = done / elapsed if elapsed else 0.0
    return f"{rate:.1f}/s" if rate >= 1 or not rate else f"{rate * 60:.1f}/min"


def _shortened(text: str, columns: int) -> str:
    from tqdm.utils import disp_len, disp_trim

    line = "".join(c if c.isprintable() else " " for c in text[: columns + 1]).rstrip()
    if disp_len(line) <= columns:
        return line
    return f"{disp_trim(line, columns - 1)}…"


@contextmanager
def _ticking(show: Callable[[], None], first: float, then: float) -> Iterator[None]:
    """Call `show` from another thread, after `first` seconds and then every `then` seconds."""
    ended = threading.Event()

    def tick() -> None:
        seconds = first
        while not ended.wait(seconds):
            show()
            seconds = then

    thread = threading.Thread(target=tick, name="awsbatch-progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
