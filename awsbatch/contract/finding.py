"""What is wrong with a command, as found before it runs."""

from awsbatch.record import record


@record
class Finding:
    """One thing wrong with a command."""

    word: int
    """The index of the word that is at fault; for a missing option, the operation's."""
    message: str
    hint: str | None = None
    start: int | None = None
    """Where in the word's text the fault begins, if it is about less than the whole word."""
    width: int | None = None
    """How many characters of the word's text are at fault, from `start` on."""
    code: str | None = None
    """The error code to ignore that is at fault, which no word holds."""
    warning: bool = False
    """Whether `aws` sends the command all the same, or may find what is missing when it runs."""
    path: str | None = None
    """The file that is missing, which is none if a command before may have written it."""
    beside: bool = False
    """Whether it is wrong only in a command that runs beside others."""
    no_service: bool = False
    """Whether the word is no service, so that it may have been meant for another statement."""
    unless: str | None = None
    """The global option that makes it right where it is in effect, such as `--endpoint-url`."""
