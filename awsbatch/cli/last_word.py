"""What is told at the end of a run, however it comes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from awsbatch.exit_status import ExitStatus, first_that_applies
from awsbatch.fault.error import AwsbatchError
from awsbatch.report.json_lines import JsonLines
from awsbatch.report.summary import Summary, Traffic

if TYPE_CHECKING:
    from collections.abc import Callable

    from awsbatch.aws.in_process_runner import InProcessRunner
    from awsbatch.cli.joblog.next_run import NextRun
    from awsbatch.cli.option import Options
    from awsbatch.event import EndedEarly
    from awsbatch.report.console import Console
    from awsbatch.report.plan.plan_bound import PlanBound
    from awsbatch.report.plan.plan_list import PlanList


class LastWord:
    """The summary of a run for a person, and its object for a program if there are objects."""

    def __init__(
        self,
        summary: Summary,
        plan: PlanList | None,
        bound: PlanBound | None,
        runner: InProcessRunner,
        options: Options,
        console: Console,
        next_run: NextRun | None = None,
    ) -> None:
        self._summary = summary
        self._plan = plan
        self._bound = bound
        self._runner = runner
        self._options = options
        self._console = console
        self._next_run = next_run

    def cut_short(self, status: ExitStatus, early: EndedEarly | None) -> None:
        """Sum a run up that ends now, for a reason of which the summary has not been told.

        Of a plan, only the summary is told: it is not complete.
        """
        if early is not None:
            self._summary.take(early)
        if self._next_run is not None:
            self._next_run.cut_short()
        self._sum_up(status)

    def tell(self, status: ExitStatus) -> ExitStatus:
        """Sum a run up that is to end with an exit status; return what it does end with."""
        if self._plan is not None and not self._options.json:
            status = self._written(status, partial(self._list, self._plan))
        if self._bound is not None and (error := self._bound.error()) is not None:
            self._console.say_error(error)
            status = first_that_applies(status, ExitStatus.REFUSED)
        return self._sum_up(status)

    def _list(self, plan: PlanList) -> None:
        # Ctrl-D ends a prompt, and not its line.
        self._console.end_line()
        for line in plan.lines():
            self._console.print(line)

    def _sum_up(self, status: ExitStatus) -> ExitStatus:
        self._summary.tally.abandon()
        runner = self._runner
        traffic = Traffic(runner.requests, runner.connections, throttled=runner.throttled)
        next_run = self._next_run
        doubt = None if next_run is None else next_run.doubt
        if not self._options.quiet:
            sentence = None if next_run is None else next_run.sentence
            notes = [each for each in (doubt, sentence) if each is not None]
            self._console.say(self._summary.styled(traffic, notes))
        elif doubt is not None:
            # Nothing else tells of it.
            self._console.say(doubt)
        if not self._options.json:
            return status
        # Of use with objects only.
        from awsbatch.report import summary_object

        count = None if self._plan is None else self._plan.count
        resume = None if next_run is None else next_run.words
        fields = summary_object.fields(self._summary, traffic, status, count, resume)
        return self._written(status, partial(JsonLines(self._console).sum_up, fields))

    def _written(self, status: ExitStatus, write: Callable[[], None]) -> ExitStatus:
        """Write to standard output, and return the exit status that the run then ends with."""
        try:
            write()
        except BrokenPipeError:
            return first_that_applies(status, ExitStatus.BROKEN_PIPE)
        except AwsbatchError as error:
            self._console.say_error(error)
            return first_that_applies(status, ExitStatus.FAILED)
        return status
