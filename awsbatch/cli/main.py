"""The command line: options to stages, in order, exit status out.

What a stage needs is imported when its turn has come: the AWS CLI takes
longer to import than most files to run.
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from awsbatch.cli import option
from awsbatch.cli.option import Verb
from awsbatch.exit_status import ExitStatus
from awsbatch.fault.caret import render
from awsbatch.fault.error import AwsbatchError, ScriptWarning
from awsbatch.fault.wording import counted
from awsbatch.report.console import Console
from awsbatch.report.progress_style import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from awsbatch.aws.in_process_runner import InProcessRunner
    from awsbatch.check.script import ScriptCheck
    from awsbatch.cli.option import Options
    from awsbatch.script_file import ScriptFile
    from awsbatch.script_run import Input, Stream

_LAST_STANDARD = 2
_BUG = """\
this is a bug in awsbatch; please report it, with the lines above, at
https://github.com/awsbatch/awsbatch/issues"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run awsbatch with these words after its name, and return its exit status."""
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
        return _done(option.parse(argv), console)
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


def _done(options: Options, console: Console) -> ExitStatus:
    match options.verb:
        case Verb.RUN:
            return _run(options, console)
        case Verb.CHECK:
            return _check(options, console)


def _check(options: Options, console: Console) -> ExitStatus:
    variables = _variables(options)
    with ExitStack() as stack:
        with _collector_at_rest():
            from awsbatch.aws.in_process_runner import InProcessRunner

            sources = _sources(options.files)
            runner = stack.enter_context(InProcessRunner())
            check = _script_check(variables, runner, options)
        found = _found(check, sources, options)
    for each in found:
        console.say(render(each))
    faults = sum(not isinstance(each, ScriptWarning) for each in found)
    if not options.quiet:
        console.say(_findings(faults, len(found) - faults))
    return ExitStatus.FAULT if faults else ExitStatus.OK


def _found(
    check: ScriptCheck, sources: Iterable[ScriptFile], options: Options
) -> list[AwsbatchError]:
    """Return the faults and warnings of files, and of what the options give them."""
    from awsbatch.cli import variable

    if options.verb is Verb.RUN and "-" in options.files:
        # What the stream will set and use is not known.
        first, number = [*sources], options.files.index("-")
        after = [each for source in first[number:] for each in check.before_stream(source)]
        return [each for source in first[:number] for each in check.file(source)] + after
    found = [each for source in sources for each in check.file(source)]
    found += check.unused(variable.names((*options.variables, *options.lines)))
    return found


def _findings(faults: int, warnings: int) -> str:
    counts = [(faults, "fault"), (warnings, "warning")]
    shown = [counted(number, noun) for number, noun in counts if number]
    return ", ".join(shown) or "no faults"


def _run(options: Options, console: Console) -> ExitStatus:
    from awsbatch.cli.standard_input import standard_input

    variables = _variables(options)
    with ExitStack() as stack:
        with _collector_at_rest():
            sources = _sources(file for file in options.files if file != "-")
            runner = stack.enter_context(_command_runner(options))
            # It reads the environment when it is imported, as the AWS CLI does.
            from awsbatch.script_run import carry_out, tell

            check = _script_check(variables, runner, options)
        if tell(_found(check, sources, options), console):
            return ExitStatus.FAULT
        inputs: list[Input] = [*sources]
        if "-" in options.files:
            options = _without_bar_over_typing(options)
            lines = stack.enter_context(standard_input())
            inputs.insert(options.files.index("-"), _stream(lines, check, options))
        if options.sandbox:
            console.say("running against an in-memory AWS: nothing leaves this machine")
        return carry_out(inputs, variables, runner, check, options, console)


def _sources(files: Iterable[str]) -> list[ScriptFile]:
    from awsbatch.script_file import read_file

    return [read_file(file) for file in files]


def _variables(options: Options) -> Mapping[str, object]:
    from awsbatch.cli import variable

    return variable.gathered(
        options.variables, options.variables_files, os.environ, lines=options.lines
    )


def _script_check(
    variables: Iterable[str], runner: InProcessRunner, options: Options
) -> ScriptCheck:
    from awsbatch.check.script import ScriptCheck

    runner.begin()
    return ScriptCheck(
        [*variables], lambda: runner.catalog, runner.global_options, parallel=options.parallel
    )


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Look for no garbage in this block, over and over: of all that it makes, little is."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _without_bar_over_typing(options: Options) -> Options:
    if options.progress is Form.AUTO and os.isatty(0):
        return replace(options, progress=Form.NONE)
    return options


def _stream(lines: Iterable[bytes], check: ScriptCheck, options: Options) -> Stream:
    """Return the statements of a stream, or their faults, each as soon as it is complete."""
    from awsbatch.cli.standard_input import STANDARD_INPUT
    from awsbatch.engine.parallel.statement_look_ahead import StatementLookAhead
    from awsbatch.language.parser import read
    from awsbatch.script_run import Stream

    text = (line.decode(errors="surrogateescape") for line in lines)
    statements = read(text, STANDARD_INPUT)
    if not options.parallel or options.jobs == 1:
        return Stream(check.stream(statements), None)
    ahead = StatementLookAhead(statements)
    return Stream(check.stream(ahead), ahead.listen)


@contextmanager
def _command_runner(options: Options) -> Iterator[InProcessRunner]:
    with ExitStack() as stack:
        endpoint = None
        if options.sandbox:
            from awsbatch.sandbox import sandbox

            endpoint = stack.enter_context(sandbox.enter()).endpoint_url
        # It reads the environment when it is imported.
        from awsbatch.aws.in_process_runner import InProcessRunner

        reads = {*options.files, *(each.partition("=")[2] for each in options.lines)}
        yield stack.enter_context(
            InProcessRunner(
                jobs=options.jobs,
                record_values=options.json,
                sandbox=endpoint,
                without_input="-" in reads,
            )
        )


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
