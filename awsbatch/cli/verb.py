"""What the program can be asked to do."""

from enum import Enum


class Verb(Enum):
    """What is to be done with the files, or with a program."""

    RUN = "run"
    CHECK = "check"
    PLAN = "plan"
    EXEC = "exec"
    HELP = "help"

    @property
    def runs(self) -> bool:
        """Whether it runs the files, or tells of the very run that they would be."""
        return self in (Verb.RUN, Verb.PLAN)


VERBS = {verb.value: verb for verb in Verb}
"""The verbs by the words for them."""
