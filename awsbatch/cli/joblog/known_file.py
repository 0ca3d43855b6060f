"""The files of earlier runs, known again by their names or by what they end with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from awsbatch.engine.resumption.finally_mark import mark_of
from awsbatch.engine.resumption.spot_book import SpotBook
from awsbatch.fault.error import RefusedError
from awsbatch.fault.wording import quoted
from awsbatch.joblog.call_key import CallKeys
from awsbatch.joblog.keyed_digest import HALF, KeyedDigest
from awsbatch.joblog.state_file import STREAM, file_name

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from awsbatch.cli.option import Options
    from awsbatch.joblog.history import History
    from awsbatch.joblog.state_file import Begun
    from awsbatch.language.model import Script
    from awsbatch.script_file import ScriptFile


def know_files(history: History, files: Collection[ScriptFile], options: Options) -> None:
    """Have each file known whose `finally` has begun, though it was given by another name.

    Raise `RefusedError` if one is not among those that are given: what stands before a `finally`
    must not be run after it, and of standard input nobody knows what it ends with.
    """
    given = {*map(file_name, options.files)}
    marks = {file_name(each.script.file): _mark(each.script) for each in files}
    for name, noted in [*history.finished_files.items()]:
        if name in given:
            continue
        found = [each for each, mark in marks.items() if mark and mark == noted.mark]
        new = [each for each in found if each not in history.finished_files]
        # Of copies nobody knows which it is.
        if len(new) != 1:
            raise _unknown(name)
        history.rename(name, new[0])


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


def _mark(script: Script) -> str:
    """Return what the `finally` of a file is known by; empty if it has none."""
    return "" if script.ending is None else mark_of(script.ending)


def _unknown(name: str) -> RefusedError:
    this = "standard input" if name == STREAM else quoted(name)
    return RefusedError(
        f"the `finally` of {this} has run, and which of the given files that is cannot be told",
        hint="give it as it was given then, so that what stands before its `finally` is not run"
        " again; or begin another log, which runs all that is given",
    )
