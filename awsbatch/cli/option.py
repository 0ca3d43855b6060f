"""The command line parsed to options."""

import argparse
import re
from collections.abc import Sequence
from enum import Enum

from awsbatch.cli import option_table
from awsbatch.cli.help import show
from awsbatch.engine.run_end import Halt
from awsbatch.fault import discretion
from awsbatch.fault.error import UsageError
from awsbatch.record import record
from awsbatch.report.progress_style import ProgressStyle

_VALUE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")
# The options that show or steer a run, and their values if they are not given.
_FOR_A_RUN = {
    "jobs": None,
    "halt": None,
    "no_keep_order": False,
    "rate": None,
    "errexit": False,
    "retries": 0,
    "json": False,
    "verbose": False,
    "sandbox": False,
    "now": None,
}


_HELP = frozenset(["-h", "--help"])


class Verb(Enum):
    """What is to be done with the files."""

    RUN = "run"
    CHECK = "check"
    HELP = "help"


_VERBS = {verb.value: verb for verb in Verb}


@record
class Options:
    """The values of all options."""

    verb: Verb
    files: tuple[str, ...]
    """At least one; `-` is standard input."""
    args: tuple[str, ...]
    """The words after `--`."""
    variables: tuple[str, ...]
    """Each `NAME=VALUE`, of the option or after the files."""
    variables_files: tuple[str, ...]
    lines: tuple[str, ...]
    """Each `NAME=FILE`."""
    jobs: int
    """How many commands may run at a time."""
    asks_for_jobs: bool
    """Whether `--jobs` gave that number; `-P` gives one as well."""
    parallel: bool
    """Whether the statements of the input may run beside each other: `-P` was given."""
    keep_order: bool
    halt: Halt | None
    rate: float | None
    """How many commands may start a second."""
    errexit: bool
    retries: int
    progress: ProgressStyle
    json: bool
    verbose: bool
    quiet: bool
    sandbox: bool
    now: float | None
    """The time of the run's clock, in seconds since 1970, in place of the real one."""


def parse(argv: Sequence[str]) -> Options:
    """Parse the words after the program's name; raise `UsageError`.

    `--help` and `--version` print their text and raise `SystemExit`.
    """
    # argparse would take what follows `--` for files.
    words = list(argv)
    end = words.index("--") if "--" in words else len(words)
    parser = option_table.parser()
    given = _given(parser, words[:end])
    verb, files, values = _positional(given.files)
    if given.help:
        verb = Verb.HELP
    if not files or (verb is Verb.HELP and files[0] in {*_VERBS, "-"}):
        _refuse_no_file(verb, values)
        show(parser)
    _refuse_for_check(verb, given)
    _refuse_shared_input(files, given.lines)
    if given.now is not None and not given.sandbox:
        raise UsageError(
            "`--now` needs `--sandbox`: what a script does to AWS, it does at the time that it is"
        )
    if given.jobs is not None and given.parallel is not None:
        raise UsageError(
            "`--parallel` says how many commands may run at a time: leave out `--jobs`"
        )
    return Options(
        verb=verb,
        files=files,
        args=tuple(words[end + 1 :]),
        variables=(*given.variable, *values),
        variables_files=tuple(given.variables_file),
        lines=tuple(given.lines),
        jobs=given.parallel or given.jobs or option_table.JOBS,
        asks_for_jobs=given.jobs is not None,
        parallel=given.parallel is not None,
        keep_order=not given.no_keep_order,
        halt=given.halt,
        rate=given.rate,
        errexit=given.errexit,
        retries=given.retries,
        progress=given.progress,
        json=given.json,
        verbose=given.verbose,
        quiet=given.quiet,
        sandbox=given.sandbox,
        now=given.now,
    )


def _given(parser: argparse.ArgumentParser, words: Sequence[str]) -> argparse.Namespace:
    try:
        return parser.parse_intermixed_args(words)
    except UsageError:
        # Whoever asks for help may know no better.
        if not _HELP.isdisjoint(words):
            show(parser)
        raise


def _positional(words: Sequence[str]) -> tuple[Verb, tuple[str, ...], tuple[str, ...]]:
    """Return the verb, the files and each `NAME=VALUE`.

    `NAME=VALUE` is one whatever files there are: what a command line means
    must not depend on the folder that it is typed in.
    """
    verb = _VERBS.get(words[0], Verb.RUN) if words else Verb.RUN
    rest = words[1:] if words[:1] == [verb.value] else words
    values = tuple(word for word in rest if _VALUE.match(word))
    files = tuple(word for word in rest if not _VALUE.match(word))
    return verb, files, values


def _refuse_no_file(verb: Verb, values: Sequence[str]) -> None:
    if verb is not Verb.HELP:
        raise UsageError(
            f"`awsbatch {verb.value}` needs a file",
            hint=f"`./{discretion.pair(*values[0].split('=', 1))}` is the file of that name"
            if values
            else f"`awsbatch {verb.value} -` reads standard input",
        )


def _refuse_for_check(verb: Verb, given: argparse.Namespace) -> None:
    """Raise `UsageError` for options that mean nothing to a check."""
    for name, default in _FOR_A_RUN.items():
        if verb is Verb.CHECK and getattr(given, name) != default:
            option = name.replace("_", "-")
            raise UsageError(f"`--{option}` is for `awsbatch run`: `awsbatch check` runs nothing")


def _refuse_shared_input(files: Sequence[str], lines: Sequence[str]) -> None:
    readers = [*files, *(each.partition("=")[2] for each in lines)]
    if readers.count("-") > 1:
        raise UsageError("standard input, `-`, can be read only once")
