"""The files that a plan would write, which are other ones by the time that they are read."""

from collections.abc import Iterable
from pathlib import Path

from awsbatch.contract.word import Word, is_unknown, text_of
from awsbatch.expression.functions.local_text import local_path

MOST_FILES = 10_000
"""How many are kept; where there are more, any file may be one, as memory has a bound."""
_NO_FILES = ("-", "s3://")
_PREFIXES = ("file://", "fileb://")


class PlannedFiles:
    """The files, and directories with any, that planned commands would write."""

    def __init__(self) -> None:
        self._paths: set[Path] = set()
        self._is_any = False
        """Whether any file may be one of them."""

    def add(self, words: Iterable[Word]) -> None:
        """Add what these words are the names of, if they are names of files."""
        for word in words:
            text = text_of(word)
            if is_unknown(word) and not text.startswith(_NO_FILES):
                self._is_any = True
            if self._is_any:
                self._paths.clear()
                return
            if not text.startswith(_NO_FILES):
                self._paths.add(_real(local_path(text)))
                self._is_any = len(self._paths) > MOST_FILES

    def has(self, file: Path) -> bool:
        """Return whether a file is one of them, or may be."""
        if self._is_any or not self._paths:
            return self._is_any
        path = _real(file)
        return any(each in self._paths for each in (path, *path.parents))

    def has_any_of(self, words: Iterable[Word]) -> bool:
        """Return whether an option's value among these words is one of them, or may be."""
        return (self._is_any or bool(self._paths)) and any(map(self._is_read, words))

    def _is_read(self, word: Word) -> bool:
        text = text_of(word)
        return any(
            text.startswith(prefix) and self.has(local_path(text.removeprefix(prefix)))
            for prefix in _PREFIXES
        )


def _real(path: Path) -> Path:
    """Return a path without links, if the system can tell."""
    try:
        return path.resolve()
    # A name with a null byte, or links that lead to themselves.
    except (OSError, RuntimeError, ValueError):
        return path.absolute()
