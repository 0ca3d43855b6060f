"""`awsbatch check`, and what `awsbatch run` checks before it runs anything."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

from awsbatch.check.input_use import strangers
from awsbatch.check.script import ScriptCheck
from awsbatch.cli import verbatim
from awsbatch.cli.collector import collector_at_rest
from awsbatch.cli.stream import waiting_note
from awsbatch.cli.variable import variable
from awsbatch.exit_status import ExitStatus
from awsbatch.fault.error import AwsbatchError, ScriptWarning
from awsbatch.fault.gathering import distinct, gathered
from awsbatch.fault.style import Style, Text, joined
from awsbatch.fault.wording import counted
from awsbatch.redaction.leaf import leaves
from awsbatch.report.check_note import CheckNote
from awsbatch.report.fault_format.fault_format import FaultFormat
from awsbatch.script_file import read_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from awsbatch.aws.in_process_runner import InProcessRunner
    from awsbatch.check.script import Tell
    from awsbatch.cli.option import Options
    from awsbatch.language.input_value import InputValue
    from awsbatch.redaction.secret import Secrets
    from awsbatch.report.console import Console
    from awsbatch.script_file import ScriptFile

_MOST_WARNINGS = 20
"""How many warnings are shown before a run."""


def check(options: Options, console: Console) -> ExitStatus:
    """Show all faults and warnings of the files, and return the exit status."""
    waiting_note.tell(options, console)
    given = given_by(options, console.secrets)
    is_verbatim = verbatim.is_verbatim(os.environ)
    with ExitStack() as stack:
        with collector_at_rest():
            # Here, since a wrong option or variable is told without it, and a run has no list.
            from awsbatch.aws.version.requirement import met
            from awsbatch.cli import fault_list

            with met():
                from awsbatch.aws.in_process_runner import InProcessRunner

            files = [read_file(file) for file in options.files]
            runner = stack.enter_context(InProcessRunner(verbatim=is_verbatim))
        note = CheckNote(console)
        with note.shown(wanted=not options.quiet):
            found = [*_found(files, given, runner, options, note.look_at)]
    fault_list.show(found, options.fault_format, console)
    errors = [error for _, error in found]
    if options.fault_format is FaultFormat.TEXT:
        errors = distinct(errors)
    faults = sum(not isinstance(error, ScriptWarning) for error in errors)
    if not options.quiet:
        console.say(_counts(faults, len(errors) - faults))
    return ExitStatus.FAULT if faults else ExitStatus.OK


def _found(
    files: Sequence[ScriptFile],
    given: Mapping[str, InputValue],
    runner: InProcessRunner,
    options: Options,
    tell: Tell,
) -> Iterator[tuple[str | None, AwsbatchError]]:
    """Yield the faults and warnings of files, each with its file if it is in one."""
    # What is given from outside is for all files, and so are its faults.
    together = script_check_of(given, runner, options, tell)
    for error in together.outer():
        yield None, error
    for file in files:
        check = together if options.together else script_check_of({}, runner, options, tell)
        for error in check.file(file):
            yield file.script.file, error
    for error in strangers(given, files):
        yield None, error


def given_by(options: Options, secrets: Secrets) -> Mapping[str, InputValue]:
    """Return what the options and the environment give to inputs; raise `UsageError`.

    What is given as a secret is added to the secrets, whether it counts or not.
    """

    def hide(name: str, value: object) -> None:
        secrets.add_explicit(leaves(value), name)

    return variable.gathered(
        options.variables,
        options.variables_files,
        os.environ,
        lines=options.lines,
        secrets_files=options.secrets_files,
        secrets=options.secrets,
        hide=hide,
    )


def script_check_of(
    given: Mapping[str, InputValue],
    runner: InProcessRunner,
    options: Options,
    tell: Tell,
) -> ScriptCheck:
    """Return the check of a run's files, against the AWS CLI of the runner; see `ScriptCheck`."""
    runner.begin()
    return ScriptCheck(
        given,
        lambda: runner.catalog,
        runner.global_options,
        outer=options.outer,
        parallel=options.parallel,
        tell=tell,
    )


def all_found(script_check: ScriptCheck, files: Iterable[ScriptFile]) -> list[AwsbatchError]:
    """Return the faults and warnings of whole files, and of what they are given from outside."""
    found = [each for file in files for each in script_check.file(file)]
    return [*script_check.outer(), *found, *script_check.strangers()]


def found_beside_stream(
    script_check: ScriptCheck, files: Sequence[ScriptFile], position: int
) -> list[AwsbatchError]:
    """Return the faults and warnings of whole files, with a stream before the file at `position`.

    The names that the stream will set and use are not known, so that the names of the files after
    it are checked when it has ended.
    """
    before = [*script_check.outer()]
    before += [each for file in files[:position] for each in script_check.file(file)]
    return before + [each for file in files[position:] for each in script_check.before_stream(file)]


def show(found: Iterable[AwsbatchError], console: Console) -> bool:
    """Show all faults and the first warnings, and return whether there is a fault."""
    warnings = faults = 0
    for each in gathered(distinct(found)):
        is_warning = isinstance(each, ScriptWarning)
        warnings, faults = warnings + is_warning, faults + (not is_warning)
        if not is_warning or warnings <= _MOST_WARNINGS:
            console.say_error(each)
    if warnings > _MOST_WARNINGS:
        more = counted(warnings - _MOST_WARNINGS, "more warning")
        console.say(f"and {more}: `awsbatch check` shows all")
    return faults > 0


def _counts(faults: int, warnings: int) -> Text:
    counts: list[Text] = []
    if faults:
        counts.append(Style.FAILURE.of(counted(faults, "fault")))
    if warnings:
        counts.append(counted(warnings, "warning"))
    return joined(", ", counts) if counts else "no faults"
