"""The files of a log, which nothing else of its run is to write."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from awsbatch.fault.error import ScriptError
from awsbatch.fault.wording import quoted
from awsbatch.joblog.state_file import SUFFIX
from awsbatch.language.model import Print, Run
from awsbatch.language.names_set import within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from awsbatch.script_file import ScriptFile


def refuse_redirects(log: str, files: Iterable[ScriptFile]) -> None:
    """Raise `ScriptError` for a redirect to the log, or to its state, as far as it tells its file.

    The log is there, and so is its state.
    """
    own = Path(log).resolve(), Path(f"{Path(log).resolve()}{SUFFIX}")
    for statement in within(each for file in files for each in file.script.statements):
        if isinstance(statement, Run | Print) and statement.redirect is not None:
            name = statement.redirect.target.literal
            with suppress(OSError, ValueError):
                if name is not None and any(map(Path(name).samefile, own)):
                    raise ScriptError(
                        f"{quoted(name)} is the log of this run, or its state",
                        place=statement.redirect.target.place,
                        hint="choose another file, or another name for the log",
                    )
