"""A place in a command file."""

from awsbatch.record import record


@record
class Place:
    """A stretch of one physical line of a command file.

    A place keeps the text of its line, so that a fault in a stream can be
    shown after the line has been read.
    """

    file: str
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters."""
    width: int
    """In characters; at least 1."""
    text: str
    """The whole physical line, without its line ending."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"
