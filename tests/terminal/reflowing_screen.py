"""A screen that breaks its lines anew when it is made narrower, as most terminals do today."""

from typing import TypeAlias

import pyte
from pyte.screens import Char

_Row: TypeAlias = dict[int, Char]


class ReflowingScreen(pyte.Screen):
    """An emulated screen; pyte's own cuts lines off, as xterm does."""

    def reflow(self, columns: int) -> None:
        """Make the screen narrower; what does not fit in a line goes on in the next."""
        cursor = self.cursor
        rows: list[_Row] = []
        at = (0, 0)
        for number in range(max(cursor.y + 1, self._used())):
            row = {**self.buffer[number]}
            pieces = _pieces(row, columns)
            if number == cursor.y:
                down, across = divmod(cursor.x, columns)
                at = len(rows) + down, across
                pieces += [{} for _ in range(down + 1 - len(pieces))]
            rows += pieces
        self.resize(columns=columns)
        dropped = max(len(rows) - self.lines, 0)
        self.buffer.clear()
        for number, row in enumerate(rows[dropped:]):
            self.buffer[number].update(row)
        cursor.y, cursor.x = at[0] - dropped, at[1]

    def _used(self) -> int:
        """Return how many rows there are up to the last that shows something."""
        shown = [number for number in range(self.lines) if _width(self.buffer[number])]
        return shown[-1] + 1 if shown else 0


def _width(row: _Row) -> int:
    return max((column + 1 for column, char in row.items() if char.data != " "), default=0)


def _pieces(row: _Row, columns: int) -> list[_Row]:
    starts = range(0, max(_width(row), 1), columns)
    return [
        {column - start: row[column] for column in row if start <= column < start + columns}
        for start in starts
    ]
