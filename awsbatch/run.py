"""One run: events from the engine to the reports, and the exit status that they come to."""

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from awsbatch.aws.pool import DriverPool
from awsbatch.check.file import ScriptFile
from awsbatch.check.script import ScriptCheck
from awsbatch.diagnostic import render
from awsbatch.engine.event import Event
from awsbatch.engine.runner import Engine
from awsbatch.engine.scope import Scope
from awsbatch.engine.stop import Stop
from awsbatch.errors import AwsbatchError, ScriptWarning
from awsbatch.exit_status import ExitStatus
from awsbatch.interrupt import Interrupt
from awsbatch.language.functions import Functions
from awsbatch.language.parser import Item
from awsbatch.option import Options
from awsbatch.report.console import Console
from awsbatch.report.jsonlines import JsonLines
from awsbatch.report.line import Lines
from awsbatch.report.message import Messages
from awsbatch.report.progress import shown
from awsbatch.report.report import Report
from awsbatch.report.summary import Summary, Traffic
from awsbatch.report.verdict import Verdict

Input: TypeAlias = ScriptFile | Iterator[Item]
"""A file that was read, or a stream."""

_MOST_WARNINGS = 20


def carry_out(
    inputs: Sequence[Input],
    variables: Mapping[str, object],
    runner: DriverPool,
    check: ScriptCheck,
    options: Options,
    console: Console,
) -> ExitStatus:
    """Run checked files and streams in order, and give what the program's exit status is."""
    stop, summary, verdict = Stop(), Summary(), Verdict()
    interrupt = Interrupt(stop, console)
    engine = Engine(
        runner,
        None if options.json else console,
        Scope.outermost(
            variables, args=options.args, env=os.environ, functions=Functions(now=time.time())
        ),
        stop=stop,
        errexit=options.errexit,
        retries=options.retries,
    )
    with (
        shown(options.progress, console, endless="-" in options.files) as progress,
        interrupt.handled(),
    ):
        reports = [*_reports(options, console), *progress, summary, verdict]
        failed = _report(_events(engine, inputs, check, console), reports, stop, console)
    if not options.quiet:
        console.say(summary.text(Traffic(runner.requests, runner.connections)))
    if interrupt.exit_status is not None:
        return interrupt.exit_status
    if stop.broken_pipe:
        return ExitStatus.BROKEN_PIPE
    return max(verdict.exit_status, ExitStatus.FAILED if failed else ExitStatus.OK)


def _reports(options: Options, console: Console) -> Iterator[Report]:
    yield JsonLines(console) if options.json else Lines(console)
    yield Messages(console, verbose=options.verbose)


def _events(
    engine: Engine, inputs: Iterable[Input], check: ScriptCheck, console: Console
) -> Iterator[Event]:
    files: list[ScriptFile] = []
    streamed = False
    for each in inputs:
        if not isinstance(each, ScriptFile):
            yield from engine.run(*(file.script for file in files))
            yield from engine.stream(each)
            files, streamed = [], True
        elif streamed:
            # Only now is it known which names the stream has set.
            if tell(check.names(each), console):
                raise AwsbatchError(f"`{each.script.file}` and what follows it is not run")
            yield from engine.run(each.script)
        else:
            files.append(each)
    yield from engine.run(*(file.script for file in files))


def _report(
    events: Iterable[Event], reports: Sequence[Report], stop: Stop, console: Console
) -> bool:
    """Give every event to every report, and whether what is not a command failed.

    A report that cannot be written ends the run, but not its `finally`.
    """
    written = True
    try:
        for event in events:
            for report in reports:
                written &= _is_taken(event, report, stop, console)
    except AwsbatchError as error:
        console.say(render(error))
        return True
    return not written


def _is_taken(event: Event, report: Report, stop: Stop, console: Console) -> bool:
    try:
        report.take(event)
    except BrokenPipeError:
        stop.broken_pipe = True
        stop.halt()
    except AwsbatchError as error:
        console.say(render(error))
        stop.halt()
        return False
    return True


def tell(found: Iterable[AwsbatchError], console: Console) -> bool:
    """Tell of all faults and the first warnings, and whether there is a fault."""
    warnings = faults = 0
    for each in found:
        is_warning = isinstance(each, ScriptWarning)
        warnings, faults = warnings + is_warning, faults + (not is_warning)
        if not is_warning or warnings <= _MOST_WARNINGS:
            console.say(render(each))
    if warnings > _MOST_WARNINGS:
        console.say(f"and {warnings - _MOST_WARNINGS} more warnings: `awsbatch check` shows all")
    return faults > 0
