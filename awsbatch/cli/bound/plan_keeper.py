"""The changes that a plan tells of, kept for a run that is bound to them."""

from collections.abc import Callable, Sequence

from awsbatch.contract.effect import Effect
from awsbatch.contract.word import Word
from awsbatch.event import Ended, Event
from awsbatch.runner.change_plan import ChangePlan
from awsbatch.runner.planned_change import place_in


class PlanKeeper:
    """A report that keeps the planned changes, in the order of the script."""

    def __init__(
        self, key: bytes, effect: Callable[[Sequence[Word]], Effect], files: Sequence[str]
    ) -> None:
        """Begin a plan of files with such a key; `effect` is as `CommandRunner.effect`."""
        self.plan = ChangePlan(key)
        self._files = files
        self._effect = effect

    def take(self, event: Event) -> None:
        """Keep a planned command if the run that is bound will ask for it.

        It does not for what only reads, whatever becomes of the output.
        """
        if not (isinstance(event, Ended) and event.step is not None):
            return
        step, place = event.step, event.place
        # Where output goes to a file, that is a part of the effect.
        effect = step.effect if step.file is None else self._effect(step.words)
        if effect.stays:
            # Without the profile that tells in messages who signs.
            argv = tuple(event.argv)[1 : len(step.words) + 1]
            line = f"{place.file}:{place.line}"
            here = place_in(self._files, (place.file, place.line, place.column))
            self.plan.plan(step, line=line, argv=argv, is_open=event.is_open, at=here)
