"""What may be meant by a program that cannot be started."""

import os
import shlex
from collections.abc import Sequence
from pathlib import Path

from awsbatch.cli.which_aws.path_search import is_program, on_path
from awsbatch.cli.which_aws.script_interpreter import interpreter_in


def program_hint(words: Sequence[str], folders: str) -> str | None:
    """Return what to type instead, or why a program that is there does not start, if it is known.

    `folders` are those of `PATH`.
    """
    name, rest = words[0], words[1:]
    file = Path(name)
    if not name or file.is_dir():
        return None
    if "/" not in name and is_program(file):
        return _meant([f"./{name}", *rest])
    if file.is_file():
        return _of_file(name, rest, folders)
    first, _, more = name.partition(" ")
    if more and not rest and next(on_path(first, folders), None) is not None:
        return _meant(["bash", "-c", name])
    return None


def _of_file(name: str, rest: Sequence[str], folders: str) -> str | None:
    file = Path(name)
    if file.suffix == ".aws":
        return f"`{shlex.join(['awsbatch', name, *rest])}` runs a file of commands"
    if not os.access(file, os.X_OK):
        return f"`chmod +x {shlex.quote(name)}` if it is a program"
    interpreter = interpreter_in(file, folders)
    if interpreter is not None and not interpreter.path.exists():
        return f"its first line names `{interpreter.path}`, which is not there"
    return None


def _meant(words: Sequence[str]) -> str:
    return f"did you mean `{shlex.join(['awsbatch', 'exec', *words])}`?"
