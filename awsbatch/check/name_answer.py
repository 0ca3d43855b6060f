"""What the names of a script can be, followed through its statements."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from awsbatch.check.command_answer import CommandAnswers
from awsbatch.check.field_fault import Wrong
from awsbatch.check.inference import Inference
from awsbatch.check.name_state import BlockNames, NameState
from awsbatch.contract.answer import (
    ANYTHING,
    NOTHING,
    NULL,
    STRING,
    Answer,
    Known,
    Later,
    ListOf,
    MapOf,
    Object,
    either,
    kinds_of,
    weight,
)
from awsbatch.contract.catalog import Catalog
from awsbatch.expression.expression import Expression
from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Command

_HEAVIEST = 100
"""What a name can be is forgotten beyond this weight, which a stream could add to forever."""
_GIVEN: Mapping[str, Answer] = {"args": ListOf(STRING), "env": MapOf(STRING)}
_EMPTY = ListOf(NOTHING)


class NameAnswers:
    """What is known of the values of names, beside the places where they are set."""

    def __init__(self, state: NameState, catalog: Callable[[], Catalog]) -> None:
        self._state = state
        self._commands = CommandAnswers(catalog)
        self.warns = True
        """Whether warnings of queries are wanted."""
        self._several: set[str] = set()
        """The names of the file that have been set more than once."""

    def of_expression(self, expression: Expression) -> tuple[Answer, list[ScriptError]]:
        """Return what an expression can come to, and the faults of what it never finds."""
        inference = Inference(self._of, expression.source)
        answer = inference.of_tree(expression.tree, Object(_Names(self._of), "the script", {}))
        return answer, [self._fault(wrong, expression) for wrong in inference.wrong]

    def of_command(self, command: Command) -> tuple[Answer, list[ScriptError]]:
        """Return what a captured command answers with, and warnings of its `--query`."""
        if not self.warns:
            return self._commands.later(command, self._state.changing), []
        return self._commands.of(command, self._state.changing, captured=True)

    def warnings_of(self, command: Command) -> list[ScriptError]:
        """Return warnings of the `--query` of a command that is not captured."""
        if not self.warns:
            return []
        return self._commands.of(command, self._state.changing, captured=False)[1]

    def set(self, name: str, answer: Answer) -> None:
        """Note what a name of the innermost block is from here on."""
        block = self._state.innermost
        if name in block.answers:
            self._several.add(name)
        block.answers[name] = _bounded(answer)

    def add(self, name: str, answer: Answer) -> None:
        """Note what is added to the list of a block around."""
        holder = self._state.holder(name)
        if holder is not None:
            holder.gathered.setdefault(name, []).append(_bounded(answer))

    def begin_lists(self, names: Iterable[str]) -> dict[str, Answer]:
        """Forget what lists hold while a block adds to them, and return what they held."""
        held: dict[str, Answer] = {}
        for name in names:
            holder = self._state.holder(name)
            if holder is not None:
                unset = _EMPTY if name in holder.lists else ANYTHING
                held[name] = holder.answers.get(name, unset)
                holder.answers[name] = ANYTHING
        return held

    def end_lists(self, held: dict[str, Answer]) -> None:
        """Note what lists hold after a block has added to them."""
        for name, before in held.items():
            holder = self._state.holder(name)
            if holder is None:
                continue
            # A block around this one may still be adding to it.
            if before != ANYTHING:
                added = either(holder.gathered.get(name, []))
                holder.answers[name] = _bounded(either([before, ListOf(added)]))
            if before != ANYTHING or holder is self._state.innermost:
                holder.gathered.pop(name, None)

    def in_finally(self) -> dict[str, Answer]:
        """Return what the names of the file are wherever it ended."""
        answers = self._state.outermost.answers
        return {name: answers[name] for name in answers if name not in self._several}

    def _of(self, name: str) -> Answer:
        holder = self._state.holder(name)
        if holder is None:
            return _GIVEN.get(name, ANYTHING)
        return holder.answers.get(name, ANYTHING)

    def _fault(self, wrong: Wrong, expression: Expression) -> ScriptError:
        hint = wrong.hint
        if wrong.operand is not None and self._state.is_of_script(wrong.operand):
            hint = f"write `${wrong.operand}` for the script's name"
        return ScriptError(wrong.message, place=expression.place_at(wrong.start), hint=hint)


def join_branches(
    block: BlockNames, before: dict[str, Answer], branches: Sequence[dict[str, Answer]]
) -> dict[str, Answer]:
    """Return what the names of a block can be after one of several branches has run."""
    if not any(branch.get(name) is not before.get(name) for branch in branches for name in branch):
        return before
    names = dict.fromkeys(name for branch in branches for name in branch)
    # A name that its branch does not set is null.
    return {
        name: _bounded(
            either(
                [branch.get(name, ANYTHING if name in block.names else NULL) for branch in branches]
            )
        )
        for name in names
    }


def elements(answer: Answer) -> Answer:
    """Return what the rounds of a loop over a value have: its elements, or itself."""
    return Later(lambda: either(map(_element, kinds_of(answer))), weight(answer))


def _element(kind: Known) -> Answer:
    return kind.element if isinstance(kind, ListOf) else kind


def _bounded(answer: Answer) -> Answer:
    return answer if weight(answer) <= _HEAVIEST else ANYTHING


class _Names(Mapping[str, Answer]):
    """What each name can be, any name: those that nothing sets are faults already."""

    def __init__(self, of: Callable[[str], Answer]) -> None:
        self._of = of

    def __getitem__(self, name: str) -> Answer:
        return self._of(name)

    def __contains__(self, name: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
