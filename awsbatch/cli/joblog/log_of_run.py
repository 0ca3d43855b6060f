"""The log of a run: opened before anything runs, and what becomes of commands in doubt."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from awsbatch.cli.joblog.doubt_line import doubt_line
from awsbatch.cli.joblog.known_file import know_files, left_behind
from awsbatch.cli.joblog.log_choice import InDoubt, Resume
from awsbatch.cli.joblog.next_run import words_to_resume
from awsbatch.cli.joblog.own_file import refuse_redirects
from awsbatch.contract.quoting import joined
from awsbatch.engine.resumption.spot_book import SpotBook
from awsbatch.exit_status import ExitStatus, first_that_applies
from awsbatch.fault.error import RefusedError, ScriptWarning, UsageError
from awsbatch.fault.wording import quoted
from awsbatch.joblog.log_opening import opened
from awsbatch.joblog.row import Row, failing
from awsbatch.joblog.run_journal import RunJournal
from awsbatch.joblog.state_file import SUFFIX, Head

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from awsbatch.aws.in_process_runner import InProcessRunner
    from awsbatch.cli.option import Options
    from awsbatch.joblog.log_file import LogFile
    from awsbatch.joblog.state_file import Begun
    from awsbatch.redaction.secret import Secrets
    from awsbatch.report.console import Console
    from awsbatch.script_file import ScriptFile

_KEY_BYTES = 32
_BEHIND = (
    "that is not decided: the `finally` after it has begun, and what is before it is not run again"
)


def opened_log(path: str, options: Options) -> LogFile:
    """Return the log of a run, which nobody else has; raise `UsageError`."""
    names = {"log": path, "state": f"{os.path.realpath(path)}{SUFFIX}"}
    for (what, name), file in product(names.items(), options.files):
        with suppress(OSError):
            if Path(name).samefile(file):
                shown = path if what == "log" else f"{path}{SUFFIX}"
                message = f"the {what} {quoted(shown)} is one of the files that are to be run"
                raise UsageError(message, hint="choose another name for the log")
    clock = time.time() if options.now is None else options.now
    head = Head(secrets.token_bytes(_KEY_BYTES), clock)
    log = opened(path, head, resumes=options.resume is not None)
    if options.now is not None and log.head.clock != options.now:
        log.close()
        raise UsageError(
            f"`--now` is another time than that of {quoted(path)}", hint="leave out `--now`"
        )
    return log


def journal_of(
    log: LogFile,
    files: Collection[ScriptFile],
    runner: InProcessRunner,
    console: Console,
    options: Options,
) -> RunJournal:
    """Return the journal of a run that is about to begin, whose warnings a console shows.

    Raise `AwsbatchError` for a log that cannot be used, and where a person must decide.
    """
    refuse_redirects(log.path, files)
    history = log.history()
    know_files(history, files, options)
    doubts = history.doubts
    behind = left_behind(history, files, log.head.key) if history.finished_files else ()
    if behind:
        console.say_error(ScriptWarning(_unknown(behind), hint=_BEHIND))
        doubts = [each for each in doubts if each not in behind]
    if doubts:
        _decide(doubts, log, options, console.secrets)
        history = log.history()
        know_files(history, files, options)
    # They were told of.
    history.leave(behind)
    log.start()
    return RunJournal(
        log,
        history,
        runner,
        runner.global_options,
        console.secrets,
        spots=(spot for file in files for spot in SpotBook(file.script.statements)),
        warn=console.say_error,
        lets_changed=options.resume is Resume.CHANGED,
    )


def closed(log: LogFile, status: ExitStatus, console: Console) -> ExitStatus:
    """Close the log of a run that has ended, and return what it ends with."""
    if (error := log.close()) is None:
        return status
    console.say_error(error)
    return first_that_applies(status, ExitStatus.FAILED)


def _decide(doubts: Sequence[Begun], log: LogFile, options: Options, known: Secrets) -> None:
    """Have it noted what becomes of commands in doubt; raise `RefusedError` if nobody says."""
    match options.in_doubt:
        case InDoubt.AGAIN:
            log.agree([each.seq for each in doubts])
        case InDoubt.DONE:
            for each in doubts:
                log.append(_done(each))
        case None:
            them = "it" if len(doubts) == 1 else "them"
            again = quoted(joined(words_to_resume(options, known, "--in-doubt", "again")))
            raise RefusedError(
                _unknown(doubts),
                hint=f"{again} runs {them} again; `--in-doubt done` takes {them} for done",
            )


def _done(begun: Begun) -> Row:
    """Return the row of a command that a person says was carried out."""
    command = begun.command if begun.can_be_run else failing(begun.command)
    return Row(begun.seq, "ok", begun.words, begun.place, time.time(), 0.0, 0, 0, command)


def _unknown(doubts: Sequence[Begun]) -> str:
    is_one = len(doubts) == 1
    these = "this command was" if is_one else f"these {len(doubts)} commands were"
    return "\n  ".join([f"nobody knows whether {these} carried out", *map(doubt_line, doubts)])
