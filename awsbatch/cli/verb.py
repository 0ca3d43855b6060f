"""What the program can be asked to do."""

from enum import Enum


class Verb(Enum):
    """What is to be done with the files."""

    RUN = "run"
    CHECK = "check"
    HELP = "help"


VERBS = {verb.value: verb for verb in Verb}
"""The verbs by the words for them."""
