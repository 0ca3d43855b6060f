"""The files of earlier runs, known again by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from awsbatch.fault.error import RefusedError
from awsbatch.fault.wording import quoted
from awsbatch.joblog.state_file import STREAM, file_name
from awsbatch.language.model import Finally

if TYPE_CHECKING:
    from collections.abc import Collection

    from awsbatch.cli.option import Options
    from awsbatch.joblog.history import History
    from awsbatch.language.model import Script
    from awsbatch.script_file import ScriptFile


def _has_finally(script: Script) -> bool:
    return any(isinstance(last, Finally) for last in script.statements[-1:])


def refuse_unknown(history: History, files: Collection[ScriptFile], options: Options) -> None:
    """Raise `RefusedError` for what may be a file whose `finally` has begun, by another name.

    What stands before it must not be run again, with nothing to undo it.
    """
    given = {file_name(each): each for each in options.files}
    gone = [each for each in history.finished_files if each not in given]
    if not gone:
        return
    scripts = [each.script for each in files]
    ends = {each.file for each in scripts if _has_finally(each)}
    for name, file in given.items():
        if name not in history.finished_files and (file == STREAM or file in ends):
            what = "standard input" if file == STREAM else quoted(file)
            then = "standard input" if gone[0] == STREAM else quoted(gone[0])
            raise RefusedError(
                f"the `finally` of {then} has run in an earlier run, and {what} is another file",
                hint="if it is the same, give it as it was given then; else begin another log",
            )
