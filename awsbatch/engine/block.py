"""The state that the statements of a running block share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from awsbatch.contract.loop_value import LoopValue
from awsbatch.engine.defaults_in_force import DefaultsInForce
from awsbatch.engine.planning.unknown_round import UnknownRound
from awsbatch.engine.scope import Scope
from awsbatch.engine.statement_count import Foreseen
from awsbatch.event import Blame
from awsbatch.fault.place import Place
from awsbatch.language.model import Statement
from awsbatch.language.names_set import gathers

if TYPE_CHECKING:
    from awsbatch.engine.resumption.spot_book import SpotBook


@dataclass(slots=True)
class Block:
    """A running file, loop round or nested block: its names, defaults and failures."""

    scope: Scope
    defaults: DefaultsInForce
    round: tuple[int, ...] = ()
    """The numbers of the loop rounds around it, outermost first, each from 1."""
    values: tuple[LoopValue, ...] = ()
    """What the loops of these rounds have set, in the same order."""
    errexit: bool | None = None
    """Whether a failure ends the block; None where nothing says so, and it does in loops only."""
    finishing: bool = False
    """Whether it is part of a `finally`."""
    is_beside: bool = False
    """Whether other commands may run at the same time as its own."""
    is_open: bool = False
    """Whether a plan does not know that it is run at all, or how often."""
    depth: int = 0
    """How many such blocks there are from it outwards."""
    is_parallel: bool = False
    """Whether a failure keeps none of its statements from their turn, whatever else holds."""
    blame: Blame | None = None
    """Why the rest of the block is skipped; None while it goes on.

    A failure where `set -e` holds, a `fail` and lost defaults set it; for a
    `finally`, lost defaults of its file set it before it begins.
    """
    failure: Blame | None = None
    """The first failure of a parallel block, in the order of the script."""
    gave_up: Blame | None = None
    """The `fail` that ends it and the blocks around it, up to the round or `finally`."""
    lost_defaults: Blame | None = None
    """Why a `defaults` statement did not take effect: then not even `finally` may run."""
    chosen: Mapping[str, Place] = field(default_factory=dict)
    """Where `defaults` of this very block gave options."""
    is_choosing: bool = False
    """Whether a role is being assumed: what follows may not begin before it is."""
    foreseen: Foreseen = field(default_factory=dict)
    """How many commands its loops, and those in their rounds, are counted with already."""
    spots: "SpotBook | None" = None
    """The spots of the statements in it, for the journal of the run if there is one."""
    rounds: tuple[tuple[object, int], ...] = ()
    """What a journal is told of the loop rounds around it; see `Call.rounds`."""

    @property
    def end(self) -> Blame | None:
        """Why it counts as a failed statement of the block around it, if it does."""
        return self.failure if self.is_parallel else self.blame

    def inner(
        self, number: int, name: str, value: object, secret: Callable[[], frozenset[str]]
    ) -> "Block":
        """Return the block of a loop round inside this one, with its name set to a value.

        `secret` is as in `LoopValue`.
        """
        inside = self._inside(self.scope.inner(name, value), (*self.round, number))
        if isinstance(value, UnknownRound):
            inside.scope.blur(name)
            if value.is_open:
                inside.open()
            value = value.text
        inside.values = (*self.values, LoopValue(name, value, secret))
        # A round is a unit: what follows a failed step of it stands on that.
        inside.errexit = self.errexit is not False
        return inside

    def nested(self) -> "Block":
        """Return a nested block that shares the names of this one."""
        return self._inside(self.scope, self.round)

    def perhaps(self) -> "Block":
        """Return a nested block of which a plan does not know whether it is run.

        Names that are set in it stay as they are in this one, but for what is added to lists.
        """
        inside = self._inside(self.scope.trial(), self.round)
        inside.open()
        return inside

    def parallel(self) -> "Block":
        """Return a nested block whose statements may run beside each other."""
        inside = self.nested()
        inside.is_parallel = True
        return inside

    def beside(self) -> "Block":
        """Return a block for one statement that may run beside others of this one."""
        inside = self._inside(self.scope.beside(), self.round)
        inside.is_beside = inside.is_parallel = True
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
        errexit = None if self.errexit else self.errexit
        return Block(
            self.scope,
            self.defaults,
            self.round,
            errexit=errexit,
            finishing=True,
            spots=self.spots,
        )

    def open(self) -> None:
        """Note that a plan does not know whether the block is run."""
        self.is_open = True
        self.depth += 1

    def fail(self, blame: Blame) -> None:
        """Note a failure in the block, whose rest is skipped where `set -e` holds."""
        if self.is_parallel:
            # The first of the script, not the one that came first: that is another at each width.
            self.failure = min(self.failure or blame, blame, key=_position)
        elif self.errexit:
            self.skip_rest(blame)

    def give_up(self, blame: Blame) -> None:
        """End the block whatever `set` says, and those around it up to the round or `finally`."""
        self.gave_up = min(self.gave_up or blame, blame, key=_position)
        if self.is_parallel:
            self.fail(blame)
        else:
            self.skip_rest(blame)

    def heed(self, inside: "Block") -> None:
        """Note how a block inside this one ended, which is no round."""
        if inside.end is None:
            return
        if inside.gave_up:
            self.give_up(inside.gave_up)
        else:
            self.fail(inside.end)

    def skip_rest(self, blame: Blame) -> None:
        """Skip the rest of the block, for the first reason that there is."""
        self.blame = self.blame or blame

    def lose_defaults(self, blame: Blame) -> None:
        """Skip the rest of the block, and the `finally`: commands would run with other defaults.

        They might reach another account or region than their author meant.
        """
        self.lost_defaults = self.lost_defaults or blame
        self.skip_rest(blame)

    def go_on(self) -> None:
        """Skip nothing more, for a person who has read why the rest was skipped."""
        self.lost_defaults = self.blame = None

    def _inside(self, scope: Scope, round_: tuple[int, ...]) -> "Block":
        # Without its end: whoever walks the inner block notes that in this one.
        return Block(
            scope,
            self.defaults,
            round_,
            self.values,
            self.errexit,
            self.finishing,
            self.is_beside,
            self.is_open,
            self.depth,
            foreseen=self.foreseen,
            spots=self.spots,
            rounds=self.rounds,
        )


def _position(blame: Blame) -> tuple[str, int, int]:
    place = blame.place
    return place.file, place.line, place.column
