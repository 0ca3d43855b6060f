"""Rounds of a loop that a plan cannot tell apart, since it does not know their values."""

from awsbatch.record import record


@record
class UnknownRound:
    """What stands for the value of a round."""

    text: str
    """The word of the loop, with each placeholder as it is written where it is not known."""
    is_open: bool
    """Whether it stands for any number of rounds, as a whole list does."""
