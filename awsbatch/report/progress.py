"""How far a run has come, while it goes on: a bar, a line now and then, or nothing."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from awsbatch.engine.event import Ended, Event, Status
from awsbatch.report import duration, shell
from awsbatch.report.console import Console
from awsbatch.report.form import Form
from awsbatch.report.report import Report
from awsbatch.report.tally import Tally

PLAIN_SECONDS = 10.0
_DELAY_SECONDS = 0.5
_DRAW_SECONDS = 0.1
_METER = "{percentage:3.0f}%|{bar:20}| {n_fmt}/{total_fmt} [{remaining} left{postfix}]"
_ENDLESS_METER = "[{n_fmt} done{postfix}]"


@contextmanager
def shown(form: Form, console: Console, *, endless: bool) -> Iterator[Sequence[Report]]:
    """Show the progress of a run in this block, by the reports it gives.

    `endless` says that the number of commands means nothing, as in a stream.
    """
    match form:
        case Form.AUTO:
            chosen = Form.BAR if console.is_terminal else Form.PLAIN
            with shown(chosen, console, endless=endless) as reports:
                yield reports
        case Form.BAR:
            bar = Bar(console, endless=endless)
            try:
                with _ticking(bar.draw):
                    yield [bar]
            finally:
                console.erase()
        case Form.PLAIN:
            yield [Plain(console, endless=endless)]
        case Form.NONE:
            yield []


class Bar:
    """A tqdm bar at the foot of the terminal.

    Events are only counted: another thread draws, so that a run of quick
    commands pays nothing for it and the clock of a slow one does not stand
    still. tqdm formats the text; its own bar would draw between the bytes of
    a command's output.
    """

    def __init__(
        self, console: Console, *, endless: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        # Slow to import, and of use on a terminal only.
        from tqdm.std import tqdm

        self._format = tqdm.format_meter
        self._console = console
        self._endless = endless
        self._clock = clock
        self._started = clock()
        self._tally = Tally()

    def take(self, event: Event) -> None:
        """Count an event."""
        self._tally.take(event)

    def draw(self) -> None:
        """Draw the bar as it is now."""
        text = f"{self._meter()} {shell.joined(self._tally.under_way)}"
        self._console.draw(_shortened(text, self._console.bar_columns))

    def _meter(self) -> str:
        tally = self._tally
        failed = tally.ended[Status.FAILED]
        total = None if self._endless else max(tally.known, tally.done)
        elapsed = self._clock() - self._started
        speed = _speed(tally.done, elapsed)
        return self._format(
            n=tally.done,
            total=total or None,  # type: ignore[arg-type]
            elapsed=elapsed,
            ascii=not self._console.draws_blocks,
            postfix=f"{speed}, {failed} failed" if failed else speed,
            bar_format=_METER if total else _ENDLESS_METER,
        )


class Plain:
    """A line when a command ends, ten seconds or more after the last one."""

    def __init__(
        self, console: Console, *, endless: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._console = console
        self._endless = endless
        self._clock = clock
        self._started = self._last = clock()
        self._tally = Tally()

    def take(self, event: Event) -> None:
        """Count an event, and write the line if it is time."""
        self._tally.take(event)
        if isinstance(event, Ended) and (now := self._clock()) - self._last >= PLAIN_SECONDS:
            self._last = now
            self._console.say(self._line(now - self._started))

    def _line(self, elapsed: float) -> str:
        done, failed = self._tally.done, self._tally.ended[Status.FAILED]
        known = "" if self._endless else f" of {max(self._tally.known, done)}"
        failures = f", {failed} failed" if failed else ""
        return f"{done}{known} done{failures}; {_speed(done, elapsed)}{self._left(elapsed)}"

    def _left(self, elapsed: float) -> str:
        left = self._tally.known - self._tally.done
        if self._endless or left <= 0:
            return ""
        return f", {duration.shown(elapsed / self._tally.done * left)} left"


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
def _ticking(draw: Callable[[], None]) -> Iterator[None]:
    """Call `draw` every tenth of a second, from another thread, in this block."""
    ended = threading.Event()

    def tick() -> None:
        seconds = _DELAY_SECONDS
        while not ended.wait(seconds):
            draw()
            seconds = _DRAW_SECONDS

    thread = threading.Thread(target=tick, name="awsbatch-progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
