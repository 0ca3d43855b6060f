"""The words of the command line to options."""

import argparse
import math
from collections.abc import Sequence
from enum import Enum
from typing import NoReturn

from awsbatch.engine.run_end import Halt
from awsbatch.fault.error import UsageError
from awsbatch.record import record
from awsbatch.report.progress_style import Form

_USAGE = """\
awsbatch [run] [OPTION…] FILE… [-- WORD…]
       awsbatch check [OPTION…] FILE…"""
_DESCRIPTION = """\
Run files of AWS CLI commands, one a line, in one process: each command as
`aws` itself would run it, without starting `aws` again for every line.

Every file is checked before anything runs: its own names and expressions, and
every command against the AWS CLI's own commands and options. `awsbatch check`
does only that, and needs neither a network nor credentials.
"""
_EPILOG = """\
A command file:
  for region in us-east-1 eu-west-1
      groups = aws logs describe-log-groups --region <<region>>
      for group in <<groups.logGroups[].logGroupName>>
          aws logs delete-log-group --region <<region>> --log-group-name <<group>>
      end
  end

Standard output has what the commands print, and nothing else: messages and
the summary are on standard error. Ctrl-C stops after the commands under way, a
second one stops those, too; `finally` runs all the same. A third ends at once.

Exit status (the first that applies):
  70   a bug in awsbatch
  130  interrupted by Ctrl-C
  143  terminated, by SIGTERM
  129  hung up: the terminal has gone
  141  nobody reads standard output any more
  3    a guard refused: the condition of an `assert` did not hold
  2    wrong options, or a fault in a file: nothing was run
  1    a command failed, or was skipped because another one did
  0    every command succeeded
"""


# What shows or steers a run, by the value that it has when it is not given.
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
}
_MOST_RETRIES = 100
_JOBS = 8
_MOST_JOBS = 1000


class Verb(Enum):
    """What is to be done with the files."""

    RUN = "run"
    CHECK = "check"


@record
class Options:
    """What the command line asks for."""

    verb: Verb
    files: tuple[str, ...]
    """At least one; `-` is standard input."""
    args: tuple[str, ...]
    """What follows `--`."""
    variables: tuple[str, ...]
    """Each `NAME=VALUE`."""
    variables_files: tuple[str, ...]
    lines: tuple[str, ...]
    """Each `NAME=FILE`."""
    jobs: int
    """How many commands may run at a time."""
    asks_for_jobs: bool
    """Whether that was given by `--jobs`."""
    parallel: bool
    """Whether the statements of the input do not depend on each other."""
    keep_order: bool
    halt: Halt | None
    rate: float | None
    """How many commands may start a second."""
    errexit: bool
    retries: int
    progress: Form
    json: bool
    verbose: bool
    quiet: bool
    sandbox: bool


def parse(argv: Sequence[str]) -> Options:
    """Parse what follows the program's name.

    Raise `UsageError`; answers `--help` and `--version` itself, with `SystemExit`.
    """
    words = list(argv)
    end = words.index("--") if "--" in words else len(words)
    given = _parser().parse_intermixed_args(words[:end])
    verb, files = _files(given.files)
    _refuse_for_check(verb, given)
    _refuse_shared_input(files, given.lines)
    if given.jobs is not None and given.parallel is not None:
        raise UsageError("`--parallel` says how many jobs there are: leave out `--jobs`")
    return Options(
        verb=verb,
        files=files,
        args=tuple(words[end + 1 :]),
        variables=tuple(given.variable),
        variables_files=tuple(given.variables_file),
        lines=tuple(given.lines),
        jobs=given.parallel or given.jobs or _JOBS,
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
    )


class _Parser(argparse.ArgumentParser):
    """A parser whose errors look like every other."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, hint="`awsbatch --help` lists the options")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Shows `-j, --jobs N`, as Python 3.13 does, and earlier ones do not."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=27)

    def _format_action_invocation(self, action: argparse.Action) -> str:
        if not action.option_strings or action.nargs == 0:
            return super()._format_action_invocation(action)
        return f"{', '.join(action.option_strings)} {action.metavar}"


class _Help(argparse.Action):
    """Prints the help; argparse's own would not tell that nobody reads it."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        print(end=parser.format_help())  # noqa: T201 (what it is for)
        parser.exit()


class _Version(argparse.Action):
    """Prints the version, which is looked up only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        print(f"awsbatch {_version()}")  # noqa: T201 (what it is for)
        parser.exit()


def _version() -> str:
    # Slow to import, and of use for this option only.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("awsbatch")
    except PackageNotFoundError:
        return "(not installed)"


def _parser() -> _Parser:
    parser = _Parser(
        prog="awsbatch",
        usage=_USAGE,
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=_Formatter,
        allow_abbrev=False,
        add_help=False,
    )
    files = parser.add_argument_group("files")
    files.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="run these in order, sharing names; `-` is standard input, of which each command"
        " starts as soon as it is read; what follows `--` is the list `args`",
    )
    _add_names(parser)
    _add_width(parser)
    _add_failures(parser)
    _add_display(parser)
    _add_others(parser)
    return parser


def _add_names(parser: argparse.ArgumentParser) -> None:
    names = parser.add_argument_group("names for placeholders")
    names.add_argument(
        "--variable",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="give a name a value, in place of the one that a file gives it at its top level",
    )
    names.add_argument(
        "--variables-file",
        action="append",
        default=[],
        metavar="FILE",
        help="give names the values in a JSON or YAML file; --variable takes their place, and"
        " they take that of AWSBATCH_VARIABLE_NAME in the environment",
    )
    names.add_argument(
        "--lines",
        action="append",
        default=[],
        metavar="NAME=FILE",
        help="give a name the list of a file's lines; `-` is standard input",
    )


def _add_width(parser: argparse.ArgumentParser) -> None:
    width = parser.add_argument_group("side by side")
    width.add_argument(
        "-j",
        "--jobs",
        type=_jobs,
        metavar="N",
        help="how many commands may run at a time in `parallel` blocks and `parallel for` loops"
        f" (default: {_JOBS})",
    )
    width.add_argument(
        "-P",
        "--parallel",
        type=_jobs,
        metavar="N",
        help="take the lines and blocks of the input as independent of each other, as if they"
        " stood in a `parallel` block, and run up to N commands at a time",
    )
    width.add_argument(
        "--no-keep-order",
        action="store_true",
        help="print what a command printed when it ends; otherwise it comes in the order of the"
        " script",
    )
    width.add_argument(
        "--rate",
        type=_rate,
        metavar="N",
        help="start at most N commands a second",
    )


def _add_failures(parser: argparse.ArgumentParser) -> None:
    failures = parser.add_argument_group("failures")
    failures.add_argument(
        "-e",
        "--errexit",
        action="store_true",
        help="as if each file began with `set -e`: a failed command ends its block, in a `for`"
        " its round",
    )
    failures.add_argument(
        "--halt",
        type=_halt,
        metavar="WHEN",
        help="end the whole run at the first failure: `soon` starts nothing new, `now` abandons"
        " what runs side by side as well; `finally` runs all the same",
    )
    failures.add_argument(
        "--retries",
        type=_retries,
        default=0,
        metavar="N",
        help="as `@retry=N` on every command without one: try up to N times more after"
        " throttling, server and connection errors (default: 0)",
    )


def _add_display(parser: argparse.ArgumentParser) -> None:
    display = parser.add_argument_group("what is shown")
    display.add_argument(
        "--progress",
        type=_form,
        default=Form.AUTO,
        metavar="HOW",
        help="`bar`, `plain` (a line now and then), `none`, or `auto`: a bar on a terminal,"
        " plain elsewhere (default: auto)",
    )
    display.add_argument(
        "--json",
        action="store_true",
        help="on standard output, one JSON object for each command when it ends, in place of"
        " what it prints",
    )
    display.add_argument(
        "-v", "--verbose", action="store_true", help="tell when each command starts and ends"
    )
    display.add_argument("-q", "--quiet", action="store_true", help="show no summary at the end")


def _add_others(parser: argparse.ArgumentParser) -> None:
    others = parser.add_argument_group("others")
    others.add_argument(
        "--sandbox",
        action="store_true",
        help="run against an in-memory AWS on this machine, without credentials and without"
        " reaching anything else",
    )
    others.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    others.add_argument("-h", "--help", action=_Help, nargs=0, help="show this text and exit")


def _form(text: str) -> Form:
    try:
        return Form(text)
    except ValueError:
        names = ", ".join(f"`{form.value}`" for form in Form)
        raise argparse.ArgumentTypeError(f"`{text}` is none of {names}") from None


def _halt(text: str) -> Halt:
    try:
        return Halt(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is neither `soon` nor `now`") from None


def _jobs(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= _MOST_JOBS:
        raise argparse.ArgumentTypeError(f"`{text}` is no whole number from 1 to {_MOST_JOBS}")
    return number


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0 < rate < math.inf:
        raise argparse.ArgumentTypeError(f"`{text}` is not a number above 0")
    return rate


def _retries(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= number <= _MOST_RETRIES:
        raise argparse.ArgumentTypeError(f"`{text}` is no whole number up to {_MOST_RETRIES}")
    return number


def _files(positional: Sequence[str]) -> tuple[Verb, tuple[str, ...]]:
    verb = Verb.CHECK if positional[:1] == [Verb.CHECK.value] else Verb.RUN
    files = tuple(positional[1:] if positional[:1] == [verb.value] else positional)
    if not files:
        raise UsageError(
            f"no file to {verb.value} is given",
            hint=f"`awsbatch {verb.value} -` reads standard input",
        )
    return verb, files


def _refuse_for_check(verb: Verb, given: argparse.Namespace) -> None:
    """Refuse what means nothing where nothing is run."""
    for name, default in _FOR_A_RUN.items():
        if verb is Verb.CHECK and getattr(given, name) != default:
            option = name.replace("_", "-")
            raise UsageError(f"`--{option}` is for `awsbatch run`: `awsbatch check` runs nothing")


def _refuse_shared_input(files: Sequence[str], lines: Sequence[str]) -> None:
    readers = [*files, *(each.partition("=")[2] for each in lines)]
    if readers.count("-") > 1:
        raise UsageError("standard input, `-`, can be read only once")
