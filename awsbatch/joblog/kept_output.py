"""The files that commands keep their output in, which a later run finds as they were left."""

from pathlib import Path

from awsbatch.contract.journal import Call


class KeptOutput:
    """Which of these files are of earlier runs, at least in their beginning."""

    def __init__(self) -> None:
        self._anew = set[str]()
        """The paths of those of which this run has written the beginning."""

    def note(self, call: Call) -> None:
        """Take in that a command is run, before it writes."""
        if call.file is not None and not (call.appends and Path(call.file).is_file()):
            self._anew.add(call.file)

    def is_there(self, call: Call) -> bool:
        """Return whether what a command has written in an earlier run is still in its file.

        That is not so where the file has gone, or where another command has
        begun it anew; one that writes to no file has lost nothing.
        """
        file = call.file
        return file is None or (file not in self._anew and Path(file).is_file())
