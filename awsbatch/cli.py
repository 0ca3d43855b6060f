"""The command line: options to stages, in order, exit status out.

What a fault in a file does not need is imported once all files are known to
be sound: the AWS CLI takes longer to import than most files to check.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from awsbatch import option, variable
from awsbatch.diagnostic import render
from awsbatch.errors import AwsbatchError, ScriptError, UsageError
from awsbatch.exit_status import ExitStatus
from awsbatch.input import STANDARD_INPUT, content, standard_input
from awsbatch.interrupt import Interrupt
from awsbatch.language.functions import Functions
from awsbatch.language.model import Assign, Capture, Script
from awsbatch.language.parser import decode, parse_all, read
from awsbatch.report.console import Console
from awsbatch.report.form import Form

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from awsbatch.aws.pool import DriverPool
    from awsbatch.engine.event import Event
    from awsbatch.engine.runner import Engine
    from awsbatch.language.parser import Item
    from awsbatch.option import Options
    from awsbatch.report.report import Report

Source: TypeAlias = "Script | Iterator[Item]"
"""A file that was read, or a stream."""

_LAST_STANDARD = 2
_BUG = """\
this is a bug in awsbatch; please report it, with the lines above, at
https://github.com/awsbatch/awsbatch/issues"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run awsbatch with these words after its name, and give its exit status."""
    _open_closed_descriptors()
    status = _status(sys.argv[1:] if argv is None else argv, Console())
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        status = ExitStatus.BROKEN_PIPE
    if status is ExitStatus.BROKEN_PIPE:
        _forget_standard_output()
    return int(status)


def _status(argv: Sequence[str], console: Console) -> ExitStatus:
    try:
        return _run(option.parse(argv), console)
    except AwsbatchError as error:
        console.say(render(error))
        return ExitStatus.FAULT
    except SystemExit:
        # argparse ends so after `--help` and `--version`.
        return ExitStatus.OK
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    except BrokenPipeError:
        return ExitStatus.BROKEN_PIPE
    except Exception:  # noqa: BLE001 (whatever it is, it is a bug)
        console.say(f"{traceback.format_exc()}\n{_BUG}")
        return ExitStatus.BUG


def _run(options: Options, console: Console) -> ExitStatus:
    variables = variable.gathered(options.variables, options.variables_files, os.environ)
    scripts, faults = _read_all(file for file in options.files if file != "-")
    faults = faults or _check_all(scripts, variables)
    for fault in faults:
        console.say(render(fault))
    if faults:
        return ExitStatus.FAULT
    with ExitStack() as stack:
        sources: list[Source] = [*scripts]
        if "-" in options.files:
            options = _without_bar_over_typing(options)
            lines = stack.enter_context(standard_input())
            stream = _statements(lines, {*variables, *_names(scripts)})
            sources.insert(options.files.index("-"), stream)
        return _carry_out(sources, variables, options, console)


def _without_bar_over_typing(options: Options) -> Options:
    if options.progress is Form.AUTO and os.isatty(0):
        return replace(options, progress=Form.NONE)
    return options


def _read_all(files: Iterable[str]) -> tuple[list[Script], list[AwsbatchError]]:
    """Parse files, and give what is sound of them and every fault."""
    scripts: list[Script] = []
    faults: list[AwsbatchError] = []
    for file in files:
        script, its_faults = _read(file)
        scripts.append(script)
        faults.extend(its_faults)
    return scripts, faults


def _read(file: str) -> tuple[Script, Sequence[AwsbatchError]]:
    try:
        return parse_all(decode(content(file), file), file)
    except (UsageError, ScriptError) as fault:
        return Script(file, ()), [fault]


def _check_all(scripts: Iterable[Script], variables: Iterable[str]) -> list[AwsbatchError]:
    from awsbatch.check import check

    known = set(variables)
    faults: list[AwsbatchError] = []
    for script in scripts:
        faults.extend(check(script, known))
        known.update(_names([script]))
    return faults


def _names(scripts: Iterable[Script]) -> Iterator[str]:
    """Give the names that files leave to those after them."""
    for script in scripts:
        for statement in script.statements:
            if isinstance(statement, Assign | Capture):
                yield statement.name


def _statements(lines: Iterable[bytes], known: Collection[str]) -> Iterator[Item]:
    """Give the statements of a stream, or their faults, each as soon as it is complete."""
    from awsbatch.check import NameCheck

    names = NameCheck(known)
    for item in read((line.decode(errors="surrogateescape") for line in lines), STANDARD_INPUT):
        if isinstance(item, ScriptError):
            yield item
            continue
        before = names.names
        faults: list[Item] = [*names.check(item)]
        yield from faults or [item]
        if faults:
            # What it was to set is not set, for those after it either.
            names = NameCheck(before)


def _carry_out(
    sources: Sequence[Source], variables: Mapping[str, object], options: Options, console: Console
) -> ExitStatus:
    from awsbatch.engine.runner import Engine
    from awsbatch.engine.scope import Scope
    from awsbatch.engine.stop import Stop
    from awsbatch.report.progress import shown
    from awsbatch.report.summary import Summary, Traffic
    from awsbatch.report.verdict import Verdict

    stop, summary, verdict = Stop(), Summary(), Verdict()
    interrupt = Interrupt(stop, console)
    scope = Scope.outermost(
        variables, args=options.args, env=os.environ, functions=Functions(now=time.time())
    )
    with _command_runner(options, console) as runner:
        engine = Engine(runner, None if options.json else console, scope, stop=stop)
        with (
            shown(options.progress, console, endless="-" in options.files) as progress,
            interrupt.handled(),
        ):
            reports = [*_reports(options, console), *progress, summary, verdict]
            broken = _report(_events(engine, sources), reports, console)
        if not options.quiet:
            console.say(summary.text(Traffic(runner.requests, runner.connections)))
    return interrupt.exit_status or (ExitStatus.FAILED if broken else verdict.exit_status)


@contextmanager
def _command_runner(options: Options, console: Console) -> Iterator[DriverPool]:
    from awsbatch import sandbox

    with ExitStack() as stack:
        endpoint = None
        if options.sandbox:
            endpoint = stack.enter_context(sandbox.enter()).endpoint_url
            console.say("running against an in-memory AWS: nothing leaves this machine")
        # It reads the environment when it is imported.
        from awsbatch.aws.pool import DriverPool

        yield stack.enter_context(DriverPool(record_values=options.json, sandbox=endpoint))


def _reports(options: Options, console: Console) -> Iterator[Report]:
    from awsbatch.report.jsonlines import JsonLines
    from awsbatch.report.line import Lines
    from awsbatch.report.message import Messages

    yield JsonLines(console) if options.json else Lines(console)
    yield Messages(console, verbose=options.verbose)


def _events(engine: Engine, sources: Iterable[Source]) -> Iterator[Event]:
    files: list[Script] = []
    for source in sources:
        if isinstance(source, Script):
            files.append(source)
        else:
            yield from engine.run(*files)
            yield from engine.stream(source)
            files.clear()
    yield from engine.run(*files)


def _report(events: Iterable[Event], reports: Sequence[Report], console: Console) -> bool:
    """Give every event to every report, and whether what is not a command failed."""
    try:
        # The second Ctrl-C; what it means has been noted where it was handled.
        with suppress(KeyboardInterrupt):
            for event in events:
                for report in reports:
                    report.take(event)
    except AwsbatchError as error:
        console.say(render(error))
        return True
    return False


def _open_closed_descriptors() -> None:
    """Open what `>&-` has closed, lest a connection takes its number and is written to."""
    opened = -1
    while opened <= _LAST_STANDARD:
        opened = os.open(os.devnull, os.O_RDWR)
    os.close(opened)


def _forget_standard_output() -> None:
    """Have the interpreter flush into nothing at its exit, where it would complain."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.close(nothing)
