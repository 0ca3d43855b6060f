"""The options of the command line, as argparse knows them."""

import argparse
import math
import re
from typing import NoReturn

from awsbatch.cli.help import DESCRIPTION, EPILOG, USAGE, Formatter, Version
from awsbatch.engine.run_end import Halt
from awsbatch.fault import discretion
from awsbatch.fault.error import UsageError
from awsbatch.fault.wording import listed
from awsbatch.report.progress_style import ProgressStyle

JOBS = 8
"""How many commands may run at a time if no option says so."""
_MOST_JOBS = 1000
_MOST_RETRIES = 100
_SECONDS = re.compile(r"[0-9]{1,12}(\.[0-9]+)?", re.ASCII)


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are rendered like all others of awsbatch."""

    def error(self, message: str) -> NoReturn:
        shown = discretion.without_object(message)
        raise UsageError(shown, hint="`awsbatch --help` lists the options")


def parser() -> argparse.ArgumentParser:
    """Return a new parser, whose `error` raises `UsageError`."""
    # No abbreviations: a new option must not change what an old script's command line means.
    parser = _Parser(
        prog="awsbatch",
        usage=USAGE,
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=Formatter,
        allow_abbrev=False,
        add_help=False,
    )
    files = parser.add_argument_group("files")
    files.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="run these in order, with shared names; `-` is standard input, whose commands start"
        " as soon as they are read; NAME=VALUE gives an `input` of theirs a value; the words after"
        " `--` are the list `args`",
    )
    _add_names(parser)
    _add_width(parser)
    _add_failures(parser)
    _add_display(parser)
    _add_others(parser)
    return parser


def _add_names(parser: argparse.ArgumentParser) -> None:
    names = parser.add_argument_group("values of inputs")
    names.add_argument(
        "--variable",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="give an `input` of the files a value, as NAME=VALUE after them does",
    )
    names.add_argument(
        "--variables-file",
        action="append",
        default=[],
        metavar="FILE",
        help="give inputs the values in a JSON or YAML file; they replace those of"
        " AWSBATCH_VARIABLE_NAME in the environment, and NAME=VALUE replaces them",
    )
    names.add_argument(
        "--lines",
        action="append",
        default=[],
        metavar="NAME=FILE",
        help="give an input the list of a file's lines; `-` is standard input",
    )
    names.add_argument("--secrets-file", type=_later, help=argparse.SUPPRESS)


def _add_width(parser: argparse.ArgumentParser) -> None:
    width = parser.add_argument_group("side by side")
    width.add_argument(
        "-j",
        "--jobs",
        type=_jobs,
        metavar="N",
        help="how many commands may run at a time in `parallel` blocks and `parallel for` loops"
        f" (default: {JOBS})",
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
        help="show the output of each command when it ends, and not in the order of the script",
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
        help="as if each file began with `set -e`; a file that ended at a failure ends the run",
    )
    failures.add_argument(
        "--halt",
        type=_halt,
        metavar="WHEN",
        help="end the whole run at the first failure: `soon` starts nothing new, `now` abandons"
        " the commands that run side by side as well; `finally` runs all the same",
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
        type=_progress,
        default=ProgressStyle.AUTO,
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
        "-v", "--verbose", action="store_true", help="show when each command starts and ends"
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
    others.add_argument(
        "--now",
        type=_time,
        metavar="TIME",
        help="with --sandbox: the time of `now()` and `ago()`, as ISO 8601"
        " (`2026-05-20T00:00:00Z`) or in seconds since 1970",
    )
    others.add_argument("--version", action=Version, nargs=0, help="show the version and exit")
    others.add_argument(
        "-h",
        "--help",
        action="store_true",
        help="show this text and exit; with a FILE, its first comment and its inputs",
    )


def _later(_text: str) -> NoReturn:
    raise argparse.ArgumentTypeError("secrets are not supported yet")


def _progress(text: str) -> ProgressStyle:
    try:
        return ProgressStyle(text)
    except ValueError:
        raise _unexpected(listed((style.value for style in ProgressStyle), "or"), text) from None


def _halt(text: str) -> Halt:
    try:
        return Halt(text)
    except ValueError:
        raise _unexpected(listed((halt.value for halt in Halt), "or"), text) from None


def _jobs(text: str) -> int:
    return _whole(text, 1, _MOST_JOBS)


def _retries(text: str) -> int:
    return _whole(text, 0, _MOST_RETRIES)


def _whole(text: str, least: int, most: int) -> int:
    # Not int() alone, which takes `1_000` and digits of other scripts as well.
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not least <= number <= most:
        raise _unexpected(f"a whole number from {least} to {most}", text)
    return number


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0 < rate < math.inf:
        raise _unexpected("a number above 0", text)
    return rate


def _time(text: str) -> float:
    # Not for the options of every run to pay.
    from awsbatch.expression.functions.clock import time_of

    seconds = float(text) if _SECONDS.fullmatch(text) else time_of(text)
    if seconds is None:
        raise _unexpected("a time such as 2026-05-20T00:00:00Z, or seconds since 1970", text)
    return seconds


def _unexpected(expected: str, found: str) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(
        f"expected {expected}, found `{discretion.without_object(found)}`"
    )
