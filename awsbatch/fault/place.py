"""Where in a command file something stands."""

from awsbatch.record import record


@record
class Place:
    """A stretch of one physical line of a command file.

    It keeps the line's text, so that a fault in a stream can be shown
    after the stream has gone by.
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
