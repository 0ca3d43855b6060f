"""What holds for the statements of one block while it runs."""

from dataclasses import dataclass, field

from awsbatch.engine.default import Defaults
from awsbatch.engine.scope import Scope
from awsbatch.source import Place


@dataclass(slots=True)
class Block:
    """A file, or one round of a loop."""

    scope: Scope
    defaults: Defaults = field(default_factory=dict)
    round: tuple[int, ...] = ()
    blame: Place | None = None
    """Why the rest of the block is skipped, if it is."""

    def inner(self, number: int, name: str, value: object) -> "Block":
        """Give the block of a round inside this one, with the loop's name set."""
        return Block(self.scope.inner(name, value), self.defaults, (*self.round, number))

    def give_up(self, blame: Place) -> None:
        """Skip the rest of the block."""
        self.blame = blame
