"""The statements that run commands, as a journal tells one from another."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from awsbatch.contract.journal import Spot
from awsbatch.engine.substitution import as_written
from awsbatch.language.model import (
    Capture,
    Commanding,
    Finally,
    For,
    If,
    Parallel,
    Question,
    Run,
    Statement,
    While,
)
from awsbatch.record import record


@record
class _Round:
    """The statements of a file, a `finally` or a loop, those of its other blocks included."""

    statements: Sequence[Statement]
    loops: int = 0
    finishing: bool = False
    asking: Capture | None = None
    """What a `while` asks before each round."""

    def commanding(self, inner: "list[_Round]") -> Iterator[Commanding]:
        """Yield what runs a command, in order; add the rounds in it to `inner`."""
        if self.asking is not None:
            yield self.asking
        yield from self._commanding(self.statements, inner)

    def _commanding(
        self, statements: Sequence[Statement], inner: "list[_Round]"
    ) -> Iterator[Commanding]:
        for statement in statements:
            # First, since most statements are commands.
            if isinstance(statement, Run | Capture):
                yield statement
                continue
            match statement:
                case Parallel(body):
                    yield from self._commanding(body, inner)
                case If(branches):
                    for branch in branches:
                        if isinstance(branch.condition, Question):
                            yield branch.condition
                        yield from self._commanding(branch.body, inner)
                case For(body=body):
                    inner.append(_Round(body, self.loops + 1, self.finishing))
                case While(capture, body):
                    inner.append(_Round(body, self.loops + 1, self.finishing, capture))
                case Finally(body):
                    inner.append(_Round(body, finishing=True))
                case _:
                    pass


class SpotBook:
    """The spots of statements that are read together: of a file, or one of a stream."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        """Take the statements, which must live as long as this."""
        self._statements = statements
        self._kept: dict[int, Spot] = {}
        """Those of statements in loops, by their `id`."""

    def __iter__(self) -> Iterator[Spot]:
        """Yield the spots of all statements, the same as `of` returns."""
        return (spot for _, spot in self._found())

    def of(self, statement: Commanding, *, loops: int, finishing: bool) -> Spot:
        """Return the spot of a statement that is reached in so many loops."""
        copy = self._copies.get(id(statement), 0) if self._copies else 0
        if not loops:
            # Not kept: they would be as many as the lines of the file.
            return Spot(_written(statement), copy, 0, finishing)
        spot = self._kept.get(id(statement))
        if spot is None:
            spot = self._kept[id(statement)] = Spot(_written(statement), copy, loops, finishing)
        return spot

    @cached_property
    def _copies(self) -> dict[int, int]:
        """The numbers of the statements, by their `id`, that are not the first written so."""
        return {id(statement): spot.copy for statement, spot in self._found() if spot.copy}

    def _found(self) -> Iterator[tuple[Commanding, Spot]]:
        rounds = [_Round(self._statements)]
        while rounds:
            this = rounds.pop()
            seen = Counter[tuple[str, ...]]()
            for statement in this.commanding(rounds):
                text = _written(statement)
                yield statement, Spot(text, seen[text], this.loops, this.finishing)
                seen[text] += 1


def _written(statement: Commanding) -> tuple[str, ...]:
    words = as_written(statement.command.words)
    if isinstance(statement, Run):
        redirect = statement.redirect
        # First, since most have none.
        if redirect is None:
            return words
        return *words, ">>" if redirect.append else ">", *as_written((redirect.target,))
    if isinstance(statement, Capture):
        return statement.name, "[] =" if statement.append else "=", *words
    return "if !" if statement.negated else "if", *words
