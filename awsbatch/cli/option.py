"""The command line parsed to options."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from itertools import takewhile
from typing import Any

from awsbatch.cli.argument_parser import ArgumentParser
from awsbatch.cli.joblog.log_choice import InDoubt, Resume
from awsbatch.cli.option_table import JOBS, Option
from awsbatch.cli.verb import VERBS, Verb
from awsbatch.engine.halt import Halt
from awsbatch.fault import discretion
from awsbatch.fault.error import UsageError
from awsbatch.fault.wording import listed
from awsbatch.record import record
from awsbatch.report.fault_format.fault_format import FaultFormat
from awsbatch.report.progress.progress_style import ProgressStyle

_BINDING = frozenset(["confirm", "planned", "save"])
_OF_LOG = frozenset(["joblog", "resume", "in_doubt"])
_VALUE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")
_HELP = frozenset(["-h", "--help"])
_INSTEAD = {
    (Verb.CHECK, "--json"): "`--format json` writes what is wrong as JSON",
    (Verb.PLAN, "--joblog"): "leave it out: a plan runs nothing that a log shows",
    (Verb.RUN, "--save"): "`awsbatch plan --save PLAN FILE` keeps the plan, and runs nothing",
}
"""What a verb has in place of an option of another one."""


@record
class Options:
    """The values of all options; `option_table` says what each one means to users."""

    verb: Verb
    files: tuple[str, ...]
    """`-` is standard input. For `Verb.HELP` its topics, which may be none."""
    args: tuple[str, ...] = ()
    """The words after `--`."""
    command: tuple[str, ...] = ()
    """The program that is to be run, with its words; of `Verb.EXEC` only."""
    variables: tuple[str, ...] = ()
    """Each `NAME=VALUE`, of the option or after the files."""
    variables_files: tuple[str, ...] = ()
    secrets_files: tuple[str, ...] = ()
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The variables of the environment that are secrets, which are no longer in it."""
    lines: tuple[str, ...] = ()
    """Each `NAME=FILE`."""
    profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None
    jobs: int = JOBS
    """How many commands may run at a time."""
    asks_for_jobs: bool = False
    """Whether `--jobs` gave that number; `-P` gives one as well."""
    parallel: bool = False
    """Whether the statements of the input may run beside each other: `-P` was given."""
    keep_order: bool = True
    halt: Halt | None = None
    rate: float | None = None
    """How many commands may start a second."""
    errexit: bool = False
    retries: int = 0
    give_up: bool = True
    max_changes: int | None = None
    """How many changes may be made, and as many again in `finally`; None for any number."""
    expected_accounts: tuple[str, ...] = ()
    """The accounts whose credentials may sign requests; none where any may."""
    progress: ProgressStyle = ProgressStyle.AUTO
    fault_format: FaultFormat = FaultFormat.TEXT
    """How a check shows faults."""
    together: bool = False
    """Whether files are checked as one run of them all."""
    json: bool = False
    verbose: bool = False
    quiet: bool = False
    sandbox: bool = False
    aws: str | None = None
    """Which AWS CLI runs, as a path, a name or `own`."""
    save: str | None = None
    """The file that a plan is to be kept in."""
    planned: str | None = None
    """The file of a plan of which a run makes no other changes."""
    confirm: bool = False
    """Whether a run is planned and asked about before it begins."""
    joblog: str | None = None
    """The file of the log."""
    resume: Resume | None = None
    """How the run goes on with the log; None if it begins one."""
    in_doubt: InDoubt | None = None
    """What becomes of commands that may have been carried out or not; None to ask."""
    now: float | None = None
    """The time of the run's clock, in seconds since 1970, in place of the real one."""
    version: bool = False
    """Whether the version is asked for, and nothing else is to be done."""
    given: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), compare=False)
    """The long name of each option that was given, and the words that gave it."""

    @property
    def is_bound(self) -> bool:
        """Whether changes are held to a plan, now or in a run to come."""
        return self.confirm or self.save is not None or self.planned is not None

    @property
    def outer(self) -> dict[str, str]:
        """The AWS CLI's options that hold for all files, by name, unless those choose others."""
        found = {
            "--profile": self.profile,
            "--region": self.region,
            "--endpoint-url": self.endpoint_url,
        }
        return {name: value for name, value in found.items() if value is not None}


def parse(argv: Sequence[str]) -> Options:
    """Parse the words after the program's name; raise `UsageError`."""
    parser = ArgumentParser()
    try:
        parser.read(argv)
        return _options(parser)
    except UsageError:
        # Whoever asks for help may know no better.
        if not _HELP.isdisjoint(_before_others(parser, argv)):
            return Options(verb=Verb.HELP, files=(parser.verb.value,))
        # What is no option of ours may be one of a command.
        _refuse_no_verb(parser.positional)
        raise


def _before_others(parser: ArgumentParser, argv: Sequence[str]) -> Iterator[str]:
    """Yield the words of which none is for a file or a program."""
    if parser.verb is Verb.EXEC:
        return takewhile(lambda word: word == "exec" or (word != "--" and word[:1] == "-"), argv)
    return takewhile(lambda word: word != "--", argv)


def _options(parser: ArgumentParser) -> Options:
    verb, files, values = _positional(parser.positional)
    given = dict(parser.given)
    # It was read before, for the errors of all others.
    given.pop("color", None)
    if "" in files:
        hint = "a variable of the shell may not be set"
        raise UsageError("the name of a file is empty", hint=hint)
    if given.pop("help", False) or verb is Verb.HELP:
        return Options(verb=Verb.HELP, files=_topics(parser, verb, files))
    if given.get("version"):
        return Options(verb=verb, files=(), aws=given.get("aws"), version=True)
    if verb is Verb.EXEC:
        return _of_program(parser, given)
    _refuse_no_verb(parser.positional)
    _refuse_no_file(verb, files, values, given.get("planned"))
    _refuse_stray(verb, files)
    if given.pop("dry_run", False) and verb is Verb.RUN:
        verb = Verb.PLAN
    _refuse_of_other_verbs(verb, parser.names)
    _refuse_shared_input(files, given.get("lines", ()))
    _refuse_unbound(files, given)
    _refuse_unlogged(given)
    if "now" in given and not (verb is Verb.PLAN or given.get("sandbox")):
        raise UsageError(
            "`--now` needs `--sandbox` or `awsbatch plan`: what a script does to AWS, it does at"
            " the time that it is"
        )
    given["variables"] = (*given.get("variables", ()), *values)
    given |= _width(given)
    return Options(verb=verb, files=files, args=parser.args, given=(*parser.options,), **given)


def _of_program(parser: ArgumentParser, given: dict[str, Any]) -> Options:
    for option, name in parser.names.items():
        if Verb.EXEC not in option.verbs:
            # Of use for a mistake only.
            from awsbatch.cli.exec.misplaced_option import of_other_verb

            raise of_other_verb(option, name, given)
    if not parser.command:
        raise UsageError(
            "`awsbatch exec` needs a command",
            hint="`awsbatch exec ./cleanup.sh` runs a script, and `awsbatch exec bash` a shell",
        )
    return Options(verb=Verb.EXEC, files=(), command=parser.command, **given)


def _topics(parser: ArgumentParser, verb: Verb, files: tuple[str, ...]) -> tuple[str, ...]:
    """Return the files or verbs whose help is asked for."""
    if verb is Verb.HELP or (files and "-" not in files):
        return files
    return (verb.value,) if parser.positional else ()


def _width(given: dict[str, Any]) -> dict[str, Any]:
    """Return what the options say of how many commands run at a time; raise `UsageError`."""
    jobs, parallel = given.get("jobs"), given.get("parallel")
    if jobs is not None and parallel is not None:
        raise UsageError(
            "`--parallel` says how many commands may run at a time: leave out `--jobs`"
        )
    return {
        "jobs": parallel or jobs or JOBS,
        "asks_for_jobs": jobs is not None,
        "parallel": parallel is not None,
    }


def _positional(words: Sequence[str]) -> tuple[Verb, tuple[str, ...], tuple[str, ...]]:
    """Return the verb, the files and each `NAME=VALUE`.

    `NAME=VALUE` is one whatever files there are: what a command line means
    must not depend on the folder that it is typed in.
    """
    verb = VERBS.get(words[0], Verb.RUN) if words else Verb.RUN
    rest = words[1:] if words[:1] == [verb.value] else words
    values = tuple(word for word in rest if _VALUE.match(word))
    files = tuple(word for word in rest if not _VALUE.match(word))
    return verb, files, values


def _refuse_no_file(
    verb: Verb, files: Sequence[str], values: Sequence[str], plan: str | None
) -> None:
    if not files:
        if plan is not None:
            raise UsageError(
                f"`awsbatch {verb.value}` needs a file",
                hint="the file that the plan is of stands behind it: `--planned PLAN FILE`",
            )
        raise UsageError(
            f"`awsbatch {verb.value}` needs a file",
            hint=f"`./{discretion.pair(*values[0].split('=', 1))}` is the file of that name"
            if values
            else f"`awsbatch {verb.value} -` reads standard input",
        )


def _refuse_no_verb(words: Sequence[str]) -> None:
    first = words[0] if words else "-"
    # A name such as `cleanup.aws` is a file's, there or not.
    if first in VERBS or first in {"", "-"} or "." in first or "=" in first:
        return
    # Of use for a mistake only.
    from awsbatch.cli.unknown_word import refusal

    if (refused := refusal(words)) is not None:
        raise refused


def _refuse_stray(verb: Verb, files: Sequence[str]) -> None:
    for word in files[1:]:
        if word != "-" and "." not in word and "/" not in word:
            # Of use for a mistake only.
            from awsbatch.cli.unknown_word import stray

            if (refused := stray(word, files[0], verb)) is not None:
                raise refused


def _refuse_of_other_verbs(verb: Verb, given: dict[Option, str]) -> None:
    """Raise `UsageError` for options that mean nothing to the verb."""
    for option, name in given.items():
        if verb not in option.verbs:
            others = listed(f"awsbatch {each.value}" for each in Verb if each in option.verbs)
            why = ": `awsbatch check` runs nothing" if verb is Verb.CHECK else ""
            raise UsageError(
                f"`{name}` is for {others}{why}", hint=_INSTEAD.get((verb, option.long))
            )


def _refuse_shared_input(files: Sequence[str], lines: Sequence[str]) -> None:
    readers = [*files, *(each.partition("=")[2] for each in lines)]
    if readers.count("-") > 1:
        raise UsageError("standard input, `-`, can be read only once")


def _refuse_unbound(files: Sequence[str], given: dict[str, Any]) -> None:
    """Raise `UsageError` where a run could not be held to its plan."""
    if not _BINDING.isdisjoint(given):
        # Of use for these options only.
        from awsbatch.cli.bound.bound_option import refuse_unbound

        refuse_unbound(files, given)


def _refuse_unlogged(given: dict[str, Any]) -> None:
    """Raise `UsageError` for options of a log that cannot be what is meant."""
    if not _OF_LOG.isdisjoint(given):
        # Of use for these options only.
        from awsbatch.cli.joblog.log_option import refuse_unlogged

        refuse_unlogged(given)
