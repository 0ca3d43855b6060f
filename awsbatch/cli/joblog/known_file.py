"""The files of earlier runs, known again by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from awsbatch.engine.resumption.spot_book import SpotBook
from awsbatch.fault.error import RefusedError
from awsbatch.fault.wording import quoted
from awsbatch.joblog.call_key import CallKeys
from awsbatch.joblog.keyed_digest import HALF, KeyedDigest
from awsbatch.joblog.state_file import STREAM, file_name
from awsbatch.language.model import Finally

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from awsbatch.cli.option import Options
    from awsbatch.joblog.history import History
    from awsbatch.joblog.state_file import Begun
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


def left_behind(history: History, files: Collection[ScriptFile], key: bytes) -> Sequence[Begun]:
    """Return the commands in doubt that are not run again, since a `finally` after them has begun.

    `key` is that of the log.
    """
    keys = CallKeys(KeyedDigest(key))
    before, others = set[str](), set[str]()
    for file in files:
        has_begun = history.finished(file.script.file) is not None
        for spot in SpotBook(file.script.statements):
            (before if has_begun and not spot.finishing else others).add(keys.spot(spot))
    return [each for each in history.doubts if each.place[:HALF] in before - others]
