"""What holds for the statements of one block while it runs."""

from dataclasses import dataclass

from awsbatch.engine.defaults_in_force import DefaultsInForce
from awsbatch.engine.scope import Scope
from awsbatch.event import Blame


@dataclass(slots=True)
class Block:
    """A file, one round of a loop, or the inside of another block, while it runs."""

    scope: Scope
    defaults: DefaultsInForce
    round: tuple[int, ...] = ()
    errexit: bool = False
    """Whether a failure ends the block."""
    finishing: bool = False
    """Whether it runs however the run went."""
    is_beside: bool = False
    """Whether other commands may run beside its own."""
    blame: Blame | None = None
    """Why the rest of the block is skipped, if it is."""
    failure: Blame | None = None
    """What ended the block by `set -e`, if something did."""
    lost_defaults: Blame | None = None
    """Why its commands do not have the `defaults` that they were to have."""

    def inner(self, number: int, name: str, value: object) -> "Block":
        """Return the block of a round inside this one, with the loop's name set."""
        return self._inside(self.scope.inner(name, value), (*self.round, number))

    def nested(self) -> "Block":
        """Return a block inside this one whose names are this one's."""
        return self._inside(self.scope, self.round)

    def beside(self) -> "Block":
        """Return a block like this one for what may run beside the rest of it."""
        inside = self._inside(self.scope.beside(), self.round)
        inside.is_beside = True
        return inside

    def last(self) -> "Block":
        """Return the `finally` of this file, which no earlier `set -e` ends."""
        return Block(self.scope, self.defaults, self.round, finishing=True)

    def fail(self, blame: Blame) -> None:
        """Note a failure in the block, which ends it if that was asked for."""
        if self.errexit:
            self.failure = self.failure or blame
            self.give_up(blame)

    def give_up(self, blame: Blame) -> None:
        """Skip the rest of the block."""
        self.blame = self.blame or blame

    def lose_defaults(self, blame: Blame) -> None:
        """Skip the rest of the block, `finally` included: it would run with other defaults."""
        self.lost_defaults = self.lost_defaults or blame
        self.give_up(blame)

    def _inside(self, scope: Scope, round_: tuple[int, ...]) -> "Block":
        return Block(
            scope, self.defaults, round_, self.errexit, self.finishing, is_beside=self.is_beside
        )
