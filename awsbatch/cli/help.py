"""The texts of `--help` and `--version`."""

import argparse
import os
from typing import NoReturn

from awsbatch.cli import verbatim
from awsbatch.cli.collector import collector_at_rest

USAGE = """\
awsbatch [run] [OPTION…] FILE… [NAME=VALUE…] [-- WORD…]
       awsbatch check [OPTION…] FILE…
       awsbatch help FILE…"""
DESCRIPTION = """\
Run files of AWS CLI commands, one a line, in one process: each command as
`aws` itself would run it, without starting `aws` again for every line.

Every file is checked before anything runs: its own names and expressions, and
every command against the AWS CLI's own commands and options. `awsbatch check`
does only that, and needs neither a network nor credentials.
"""
EPILOG = """\
A command file:
  for region in us-east-1 eu-west-1
      groups = aws logs describe-log-groups --region <<region>>
      for group in <<groups.logGroups[].logGroupName>>
          aws logs delete-log-group --region <<region>> --log-group-name <<group>>
      end
  end

Standard output has what the commands print, and nothing else: messages and
the summary are on standard error. The first Ctrl-C lets the commands under way
end, the second abandons them; `finally` runs all the same. The third ends at once.

Exit status (the first that applies):
  70   a bug in awsbatch
  130  interrupted by Ctrl-C
  143  terminated, by SIGTERM
  129  hung up: the terminal has gone
  141  nobody reads standard output any more
  3    a guard refused: the condition of an `assert` did not hold
  2    wrong options, or a fault in a file: nothing was run
  1    a command failed or was partial, or was skipped because another one did
  0    every command succeeded, or failed as its `@ignore` expects
"""


class Formatter(argparse.RawDescriptionHelpFormatter):
    """A formatter that shows `-j, --jobs N`, which is Python's own way only from 3.13."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=27)

    def _format_action_invocation(self, action: argparse.Action) -> str:
        # Python 3.12 and earlier show `-j N, --jobs N`.
        if not action.option_strings or action.nargs == 0:
            return super()._format_action_invocation(action)
        return f"{', '.join(action.option_strings)} {action.metavar}"


def show(parser: argparse.ArgumentParser) -> NoReturn:
    """Print the help, and raise `SystemExit`, or `BrokenPipeError` if nobody reads it.

    argparse's own ignores every `OSError`, and so a reader that has gone.
    """
    print(end=parser.format_help())  # noqa: T201 (what it is for)
    parser.exit()


class Version(argparse.Action):
    """The option that prints the version, with what else a report of a bug needs."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        """Print the version, and raise `SystemExit`, or `BrokenPipeError` if nobody reads it."""
        print(f"awsbatch {_version()}")  # noqa: T201 (what it is for)
        if (note := _note()) is not None:
            print(note)  # noqa: T201
        parser.exit()


def _note() -> str | None:
    """Return what is special about how commands are run here; import the AWS CLI to find out."""
    if verbatim.is_verbatim(os.environ):
        return verbatim.VERBATIM
    with collector_at_rest():
        from awsbatch.aws.fast_path.registry import shortcuts

        return verbatim.shortcuts_off(shortcuts().off)


def _version() -> str:
    # Slow to import, and of use for this option only.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("awsbatch")
    except PackageNotFoundError:
        return "(not installed)"
