"""What a command does to the world."""

from enum import Enum


class Effect(Enum):
    """What a command leaves behind, whether it succeeds or not."""

    READS = "reads"
    """Nothing."""
    CREDENTIALS = "credentials"
    """Nothing but credentials, or a token, for whoever asked."""
    TAKES = "takes"
    """Something is given out that others do not get meanwhile, such as a message of a queue."""
    LOCAL_WRITES = "local writes"
    """Files on this machine."""
    CHANGES = "changes"
    """Something in AWS; and what nobody knows."""

    @property
    def stays(self) -> bool:
        """Whether something is different afterwards, which a `finally` may have to put right."""
        return self not in (Effect.READS, Effect.CREDENTIALS)

    @property
    def counts(self) -> bool:
        """Whether it is a change in AWS, of which `--max-changes` bounds the number."""
        return self in (Effect.CHANGES, Effect.TAKES)
