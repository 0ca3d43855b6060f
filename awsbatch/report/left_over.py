"""Whether a run leaves something to another one that resumes it."""

from collections.abc import Callable, Iterable
from enum import Enum

from awsbatch.event import SOUND, Ended, EndedEarly, Event


class Rest(Enum):
    """What is left of a run."""

    NOTHING = "nothing"
    RESUMABLE = "resumable"
    LOST = "lost"
    """It stands before a `finally` that has run, and is not done any more."""


class LeftOver:
    """A report that notes in which files something was not done.

    Of a file whose `finally` has begun, only what is left of that can be done.
    """

    def __init__(self, files: Iterable[str]) -> None:
        self._files = files
        self._is_early = False
        self._bodies: set[str] = set()
        self._finallies: set[str] = set()

    def take(self, event: Event) -> None:
        """Note what an event leaves to do."""
        # No `match`, which takes twice as long: this is for each event.
        if isinstance(event, Ended):
            if event.status not in SOUND:
                files = self._finallies if event.finishing else self._bodies
                files.add(event.place.file)
        elif isinstance(event, EndedEarly):
            self._is_early = True

    def rest(self, has_finished: Callable[[str], bool], *, is_cut_short: bool = False) -> Rest:
        """Return what is left, where `has_finished` says of a file whether its `finally` has begun.

        Where the run was ended with `is_cut_short`, that may not be whole either.
        """
        found = {self._of(file, has_finished, is_cut_short) for file in self._files}
        return next((rest for rest in (Rest.RESUMABLE, Rest.LOST) if rest in found), Rest.NOTHING)

    def _of(self, file: str, has_finished: Callable[[str], bool], is_cut_short: bool) -> Rest:  # noqa: FBT001 (as it was given)
        is_left = self._is_early or file in self._bodies
        if not has_finished(file):
            return Rest.RESUMABLE if is_left else Rest.NOTHING
        if is_cut_short or file in self._finallies:
            return Rest.RESUMABLE
        return Rest.LOST if is_left else Rest.NOTHING
