"""The files that a script writes, which a later run finds as they were left."""

from pathlib import Path


class KeptOutput:
    """Which of these files are of earlier runs, at least in their beginning."""

    def __init__(self) -> None:
        self._anew = set[str]()
        """The paths of those of which this run has written the beginning."""

    def note(self, file: str, *, appends: bool) -> None:
        """Take in that something is to be written to a file, or added to it."""
        if not (appends and Path(file).is_file()):
            self._anew.add(file)

    def is_there(self, file: str) -> bool:
        """Return whether what was written in an earlier run is still in its file.

        That is not so where the file has gone, or where something has begun it anew.
        """
        return file not in self._anew and Path(file).is_file()
