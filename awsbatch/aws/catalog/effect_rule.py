"""What a command of the AWS CLI does, judged by its name."""

from awsbatch.aws.catalog.effect_table import READING_VERBS
from awsbatch.contract.effect import Effect
from awsbatch.record import record


@record
class Judgement:
    """What an operation does, and the row of the table that says so."""

    effect: Effect
    rule: str


def judge(service: str, operation: str) -> Judgement:
    """Return what an operation does, named as on the command line."""
    del service
    verb = operation.partition("-")[0]
    if verb in READING_VERBS:
        return Judgement(Effect.READS, f"`{verb}` reads")
    return Judgement(Effect.CHANGES, f"`{verb}` is not known to read")
