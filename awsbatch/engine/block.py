"""The state that the statements of a running block share."""

from dataclasses import dataclass

from awsbatch.engine.defaults_in_force import DefaultsInForce
from awsbatch.engine.scope import Scope
from awsbatch.event import Blame
from awsbatch.language.model import Statement
from awsbatch.language.names_set import gathers


@dataclass(slots=True)
class Block:
    """A running file, loop round or nested block: its names, defaults and failures."""

    scope: Scope
    defaults: DefaultsInForce
    round: tuple[int, ...] = ()
    """The numbers of the loop rounds around it, outermost first, each from 1."""
    errexit: bool = False
    """Whether a failure ends the block."""
    finishing: bool = False
    """Whether it is part of a `finally`."""
    is_beside: bool = False
    """Whether other commands may run at the same time as its own."""
    blame: Blame | None = None
    """Why the rest of the block is skipped; None while it goes on.

    A `failure` and lost defaults set it; for a `finally`, lost defaults of its
    file set it before it begins.
    """
    failure: Blame | None = None
    """The failure that ended the block because of `set -e`."""
    lost_defaults: Blame | None = None
    """Why a `defaults` statement did not take effect: then not even `finally` may run."""

    def inner(self, number: int, name: str, value: object) -> "Block":
        """Return the block of a loop round inside this one, with its name set to a value."""
        return self._inside(self.scope.inner(name, value), (*self.round, number))

    def nested(self) -> "Block":
        """Return a nested block that shares the names of this one."""
        return self._inside(self.scope, self.round)

    def beside(self) -> "Block":
        """Return a nested block for a statement that may run beside others of this one."""
        inside = self._inside(self.scope.beside(), self.round)
        inside.is_beside = True
        return inside

    def part(self, statement: Statement, parts: list[Scope]) -> "Block":
        """Return the block `beside` this one for a statement.

        Its scope is appended to `parts`, to be gathered, if it grows lists.
        """
        own = self.beside()
        if gathers(statement):
            parts.append(own.scope)
        return own

    def last(self) -> "Block":
        """Return the block of this file's `finally`, in which no earlier `set -e` counts."""
        return Block(self.scope, self.defaults, self.round, finishing=True)

    def fail(self, blame: Blame) -> None:
        """Note a failure in the block, whose rest is skipped after a `set -e`."""
        if self.errexit:
            self.failure = self.failure or blame
            self.skip_rest(blame)

    def skip_rest(self, blame: Blame) -> None:
        """Skip the rest of the block, for the first reason that there is."""
        self.blame = self.blame or blame

    def lose_defaults(self, blame: Blame) -> None:
        """Skip the rest of the block, and the `finally`: commands would run with other defaults.

        They might reach another account or region than their author meant.
        """
        self.lost_defaults = self.lost_defaults or blame
        self.skip_rest(blame)

    def _inside(self, scope: Scope, round_: tuple[int, ...]) -> "Block":
        # Without `blame` and `failure`: whoever walks the inner block notes its end in this one.
        return Block(
            scope, self.defaults, round_, self.errexit, self.finishing, is_beside=self.is_beside
        )
