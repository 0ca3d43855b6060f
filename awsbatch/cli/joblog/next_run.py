"""How a run that has a log can be resumed, where it leaves something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from awsbatch.cli.joblog.doubt_line import still_in_doubt
from awsbatch.cli.same_run import words_of
from awsbatch.contract.quoting import joined
from awsbatch.event import Cause, EndedEarly
from awsbatch.fault.wording import quoted
from awsbatch.report.left_over import LeftOver, Rest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from awsbatch.cli.option import Options
    from awsbatch.event import Event
    from awsbatch.joblog.run_journal import RunJournal
    from awsbatch.redaction.secret import Secrets

_LOST = (
    "what is left of the body of a file cannot be resumed, since its `finally` has run:"
    " start anew, with another log"
)


def words_to_resume(options: Options, secrets: Secrets, *choice: str) -> tuple[str, ...]:
    """Return the command line that goes on with a run, with such options besides."""
    own = {"--resume", "--in-doubt"}
    return words_of(options, secrets, "--resume", *choice, has=lambda name: name not in own)


class NextRun:
    """A report that knows whether another run can go on with this one."""

    def __init__(
        self, files: Iterable[str], journal: RunJournal, options: Options, secrets: Secrets
    ) -> None:
        self._left_over = LeftOver(files)
        self._journal = journal
        self._options = options
        self._secrets = secrets
        self._is_cut_short = False
        self._needs_person = False
        """Whether it ended at a command that a person must look at."""

    def take(self, event: Event) -> None:
        """Note what an event leaves to do."""
        self._left_over.take(event)
        if isinstance(event, EndedEarly):
            self._needs_person = event.cause is Cause.CHANGED

    def cut_short(self) -> None:
        """Note that the run ends now, whatever it was about to do."""
        self._is_cut_short = True

    @property
    def words(self) -> tuple[str, ...] | None:
        """The command line that goes on with the run; None if none can."""
        if self._rest is not Rest.RESUMABLE:
            return None
        return words_to_resume(self._options, self._secrets)

    @property
    def doubt(self) -> str | None:
        """What is told of commands that may have been carried out, and were not sent again."""
        found = self._journal.unmet
        return still_in_doubt(found) if found else None

    @property
    def sentence(self) -> str | None:
        """What a person is told; None if nothing is left."""
        if self._rest is Rest.LOST:
            # Where it was not lost by this run, that was told at its place.
            return _LOST if self._journal.finishing else None
        if (words := self.words) is None:
            return None
        same = ["standard input"] if _reads_standard_input(self._options) else []
        # What is shown of them cannot be typed.
        same += [
            f"`{each.partition('=')[0]}`" for each in self._options.variables if each not in words
        ]
        given = f", given the same {', '.join(same)}" if same else ""
        when = "once that is settled, " if self._needs_person else ""
        return f"{when}{quoted(joined(words))} runs what is left{given}"

    @property
    def _rest(self) -> Rest:
        return self._left_over.rest(self._journal.has_finished, is_cut_short=self._is_cut_short)


def _reads_standard_input(options: Options) -> bool:
    return "-" in (*options.files, *(each.partition("=")[2] for each in options.lines))
