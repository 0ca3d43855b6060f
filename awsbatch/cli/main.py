"""The command line: what is done by its verb and its options, and the exit status of that.

The modules of a verb are imported only then: the AWS CLI takes longer to
import than most files to run, and `--help` needs none of it.
"""

from __future__ import annotations

import os
import sys
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING

from awsbatch.cli import option
from awsbatch.cli.collector import collector_at_rest
from awsbatch.cli.color_option import color_choice
from awsbatch.cli.variable.secret_variable import secret_variables
from awsbatch.cli.verb import Verb
from awsbatch.exit_status import ExitStatus
from awsbatch.fault.error import AwsbatchError, FailedError, RefusedError
from awsbatch.report import own_stderr
from awsbatch.report.console import Console

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from awsbatch.cli.option import Options

_LAST_STANDARD = 2
_LEAST = 3
"""How many words a call in a fresh process has before its own."""
_BUG = """\
this is a bug in awsbatch; please report it, with the lines above, at
https://github.com/awsbatch/awsbatch/issues"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run awsbatch with these words after its name, and return its exit status."""
    _open_closed_descriptors()
    # Before any other process can be started.
    secrets = secret_variables(os.environ)
    words = sys.argv[1:] if argv is None else argv
    console = Console(color=color_choice(words))
    # Whatever is said from here on, and whatever the verb.
    console.secrets.add(secrets.values())
    if words[:1] == ["exec-call"] and len(words) > _LEAST:
        # Of a process that `awsbatch exec` has had started.
        from awsbatch.cli.exec.fresh_call import fresh_call

        return fresh_call(words[1:], console)
    with own_stderr.without(console.secrets):
        status = _status(words, secrets, console)
    if status is ExitStatus.BROKEN_PIPE:
        _forget_standard_output()
    return status


def _status(argv: Sequence[str], secrets: Mapping[str, str], console: Console) -> int:
    try:
        if not argv:
            return _usage(console)
        return _done(replace(option.parse(argv), secrets=secrets), argv, console)
    except AwsbatchError as error:
        console.say_error(error)
        return _of_error(error)
    except KeyboardInterrupt:
        # Before the run, which handles signals itself.
        return ExitStatus.INTERRUPTED
    except BrokenPipeError:
        return ExitStatus.BROKEN_PIPE
    except Exception:  # noqa: BLE001 (whatever it is, it is a bug)
        console.say(f"{traceback.format_exc()}\n{_BUG}")
        return ExitStatus.BUG


def _of_error(error: AwsbatchError) -> ExitStatus:
    match error:
        case FailedError():
            # Of output that cannot be written, such as help on a full disk.
            return ExitStatus.FAILED
        case RefusedError():
            return ExitStatus.REFUSED
        case _:
            return ExitStatus.FAULT


def _usage(console: Console) -> ExitStatus:
    from awsbatch.cli.help import verb_help

    console.say(verb_help.USAGE)
    return ExitStatus.FAULT


def _done(options: Options, argv: Sequence[str], console: Console) -> int:
    if options.verb is Verb.HELP:
        from awsbatch.cli.help.topic import show

        return show(options.files, console)
    if options.version:
        from awsbatch.cli.help import installation

        return installation.show(options, argv, console)
    if any("awsbatch-exec-" in os.environ.get(name, "") for name in ("AWSBATCH_EXEC", "PATH")):
        # Of use inside of `awsbatch exec` only.
        from awsbatch.cli.exec.outer_guard import refuse_unguarded

        refuse_unguarded(options)
    from awsbatch.cli.which_aws import decision

    # Before anything of the AWS CLI is imported, which changes the environment.
    choice = decision.decided(options.aws, options.verb)
    if choice.note is not None:
        console.say(choice.note)
    decision.enter(choice, argv, console, secrets=options.secrets)
    if options.verb is Verb.EXEC:
        from awsbatch.cli.exec.exec_run import exec_run

        return exec_run(options, choice, console)
    if options.verb is Verb.CHECK:
        with collector_at_rest():
            from awsbatch.cli.check import check

        return check(options, console)
    with collector_at_rest():
        from awsbatch.cli.run import run

    return run(options, choice, console)


def _open_closed_descriptors() -> None:
    """Open the standard descriptors that `>&-` has closed.

    Else a connection would get the number of one, and output would be written to it.
    """
    opened = -1
    while opened <= _LAST_STANDARD:
        opened = os.open(os.devnull, os.O_RDWR)
    os.close(opened)


def _forget_standard_output() -> None:
    """Discard what the interpreter flushes at its exit, which would complain of a closed pipe."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.close(nothing)
