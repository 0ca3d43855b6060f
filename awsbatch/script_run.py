"""One run: events from the engine to the reports, and the exit status that they come to."""

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.check.script import ScriptCheck
from awsbatch.cli.interrupt import Interrupt
from awsbatch.cli.option import Options
from awsbatch.engine.engine import Engine, Terms
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.scope import Scope
from awsbatch.engine.step import Listen
from awsbatch.event import Event, News, Shown
from awsbatch.exit_status import ExitStatus, first_that_applies
from awsbatch.expression.functions import Functions
from awsbatch.fault.caret import render
from awsbatch.fault.error import AwsbatchError, ScriptWarning
from awsbatch.fault.wording import counted
from awsbatch.language.model import (
    Capture,
    For,
    If,
    Run,
    Script,
    Statement,
    While,
)
from awsbatch.language.names_set import forks
from awsbatch.language.parser import Item
from awsbatch.record import record
from awsbatch.report.console import Console
from awsbatch.report.json_lines import JsonLines
from awsbatch.report.message import Messages, Trace
from awsbatch.report.printout import Printout
from awsbatch.report.progress import shown
from awsbatch.report.report import Report
from awsbatch.report.summary import Summary, Traffic
from awsbatch.report.tally import Tally
from awsbatch.report.verdict import Verdict
from awsbatch.script_file import ScriptFile


@record
class Stream:
    """Statements that come while others run."""

    items: Iterator[Item | None]
    listen: Listen | None
    """Where it is not waited for: see `Engine.stream_beside`."""


Input: TypeAlias = ScriptFile | Stream
"""A file that was read, or a stream."""

_MOST_WARNINGS = 20
_ONE_STATEMENT = (
    "note: `-P {0}` changes nothing: the input is one line or block; `parallel for` runs the rounds"
    " of a loop side by side"
)
_NOTHING_BESIDE = (
    "note: `--jobs {0}` changes nothing: no `parallel` is in the input; `-P {0}` takes its lines"
    " as independent of each other"
)


def carry_out(
    inputs: Sequence[Input],
    variables: Mapping[str, object],
    runner: InProcessRunner,
    check: ScriptCheck,
    options: Options,
    console: Console,
) -> ExitStatus:
    """Run checked files and streams in order, and return what the program's exit status is."""
    scripts = [each.script for each in inputs if isinstance(each, ScriptFile)]
    streams = len(scripts) < len(inputs)
    if not streams and (note := _idle_width(options, scripts)) is not None:
        console.say(note)
    run_end, tally, verdict = RunEnd(halt=options.halt), Tally(), Verdict()
    summary = Summary(tally)
    interrupt = Interrupt(run_end, console)
    run_end.on_finish = interrupt.tell_of_finally
    engine = Engine(
        runner,
        None if options.json else console,
        Scope.outermost(
            variables, args=options.args, env=os.environ, functions=Functions(now=time.time())
        ),
        _terms(options),
        options=runner.global_options,
        run_end=run_end,
    )
    with (
        shown(options.progress, console, tally, endless="-" in options.files),
        interrupt.handled(),
    ):
        reports = _Reports(
            at_once=[*_at_once(options, console), tally, verdict],
            in_order=[*_in_order(options, console), summary],
        )
        failed = _report(_events(engine, inputs, check, console), reports, run_end, console)
    if options.asks_for_jobs and streams and not engine.has_forked:
        console.say(_NOTHING_BESIDE.format(options.jobs))
    if not options.quiet:
        console.say(
            summary.text(Traffic(runner.requests, runner.connections, throttled=runner.throttled))
        )
    return first_that_applies(
        interrupt.exit_status,
        ExitStatus.BROKEN_PIPE if console.has_no_reader else None,
        *verdict.applying,
        ExitStatus.FAILED if failed else None,
    )


@record
class _Reports:
    """The readers of the engine's events."""

    at_once: Sequence[Report]
    in_order: Sequence[Report]
    """Told of what has a place in the script when its turn comes."""

    def taking(self, news: News) -> tuple[Event, Sequence[Report]]:
        """Return the event in some news, and the reports that are to have it."""
        return (news.event, self.in_order) if isinstance(news, Shown) else (news, self.at_once)


def _idle_width(options: Options, scripts: Iterable[Script]) -> str | None:
    """Say so where the width that was asked for changes nothing in whole files."""
    bodies = [script.statements for script in scripts]
    if any(forks(statement) for body in bodies for statement in body):
        return None
    if options.asks_for_jobs:
        return _NOTHING_BESIDE.format(options.jobs)
    if options.parallel and not any(map(_has_lines, bodies)):
        return _ONE_STATEMENT.format(options.jobs)
    return None


def _has_lines(statements: Iterable[Statement]) -> bool:
    """Return whether more than one of them could run beside others."""
    return sum(isinstance(each, Run | Capture | For | While | If) for each in statements) > 1


def _terms(options: Options) -> Terms:
    return Terms(
        jobs=options.jobs,
        parallel=options.parallel,
        # Objects are written when commands end, and their messages as well.
        keeps_order=options.keep_order and not options.json,
        rate=options.rate,
        errexit=options.errexit,
        retries=options.retries,
    )


def _at_once(options: Options, console: Console) -> Iterator[Report]:
    if options.json:
        yield JsonLines(console)
    if options.verbose:
        yield Trace(console)


def _in_order(options: Options, console: Console) -> Iterator[Report]:
    if not options.json:
        yield Printout(console)
    yield Messages(console, verbose=options.verbose)


def _events(
    engine: Engine, inputs: Iterable[Input], check: ScriptCheck, console: Console
) -> Iterator[News]:
    files: list[ScriptFile] = []
    streamed = False
    for each in inputs:
        if not isinstance(each, ScriptFile):
            yield from engine.run(*(file.script for file in files))
            yield from _streamed(engine, each)
            files, streamed = [], True
        elif streamed:
            # Only now is it known which names the stream has set.
            if tell(check.names(each), console):
                raise AwsbatchError(f"`{each.script.file}` and what follows it is not run")
            yield from engine.run(each.script)
        else:
            files.append(each)
    yield from engine.run(*(file.script for file in files))


def _streamed(engine: Engine, stream: Stream) -> Iterator[News]:
    if stream.listen is not None:
        return engine.stream_beside(stream.items, stream.listen)
    return engine.stream(item for item in stream.items if item is not None)


def _report(events: Iterable[News], reports: _Reports, run_end: RunEnd, console: Console) -> bool:
    """Return every event to the reports, and return whether what is not a command failed."""
    failed = False
    try:
        for error in _unwritten(events, reports, run_end):
            console.say(render(error))
            failed = True
    except AwsbatchError as error:
        console.say(render(error))
        return True
    return failed


def _unwritten(
    events: Iterable[News], reports: _Reports, run_end: RunEnd
) -> Iterator[AwsbatchError]:
    """Yield every event to the reports, and why one cannot be written.

    That ends the run, but not its `finally`.
    """
    for news in events:
        event, readers = reports.taking(news)
        for report in readers:
            try:
                report.take(event)
            except BrokenPipeError:  # noqa: PERF203 (the others have it all the same)
                run_end.halt()
            except AwsbatchError as error:
                run_end.halt()
                yield error


def tell(found: Iterable[AwsbatchError], console: Console) -> bool:
    """Tell of all faults and the first warnings, and whether there is a fault."""
    warnings = faults = 0
    for each in found:
        is_warning = isinstance(each, ScriptWarning)
        warnings, faults = warnings + is_warning, faults + (not is_warning)
        if not is_warning or warnings <= _MOST_WARNINGS:
            console.say(render(each))
    if warnings > _MOST_WARNINGS:
        more = counted(warnings - _MOST_WARNINGS, "more warning")
        console.say(f"and {more}: `awsbatch check` shows all")
    return faults > 0
