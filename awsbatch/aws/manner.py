"""How commands are made: for people who run many of them, or as plain `aws` does it."""

from enum import Enum


class Manner(Enum):
    """What whoever makes commands keeps from a person, if anything.

    All else of a command is the same in both.
    """

    READABLE = "readable"
    """What nobody could bear a thousand times is left out.

    There is no pager, and usage errors are cut down to the sentence that helps.
    What a command prints goes to streams of its own, also where it names
    `/dev/stdout`; output that has no format is refused before a request is sent.
    """
    PLAIN = "plain"
    """Nothing: this process is the command's alone, with its streams, as that of `aws` is."""
