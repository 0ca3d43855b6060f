"""The note on a terminal that files are being checked, where that takes a while."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from awsbatch.report.ticker import ticking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from awsbatch.report.console import Console

_DELAY_SECONDS = 0.5
_DRAW_SECONDS = 0.1


class CheckNote:
    """The note, and how far the check has come."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._at: tuple[str, int, int] | None = None

    def look_at(self, file: str, line: int, last: int) -> None:
        """Note that this line of a file is checked now, up to the last one."""
        self._at = file, line, last

    @contextmanager
    def shown(self, *, wanted: bool = True) -> Iterator[None]:
        """Show the note on a terminal, if it is wanted there, as long as this block takes."""
        if not (wanted and self._console.is_terminal):
            yield
            return
        try:
            with ticking(self._draw, _DELAY_SECONDS, _DRAW_SECONDS):
                yield
        finally:
            self._console.erase()

    def _draw(self) -> None:
        # Of use on a terminal only.
        from awsbatch.report.progress.bar import shortened

        self._console.draw(shortened(self._text(), self._console.bar_columns))

    def _text(self) -> str:
        if self._at is None:
            return "checking …"
        file, line, last = self._at
        return f"checking … line {line} of {last} in {file}"
