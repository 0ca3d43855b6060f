"""What the options of a run that is held to a plan do not go with."""

from collections.abc import Mapping, Sequence
from typing import Any

from awsbatch.fault.error import UsageError

_FILE = "write it to a file, and give that"
_MADE = "a plan has its clock, which the run that makes its changes has as well"


def refuse_unbound(files: Sequence[str], given: Mapping[str, Any]) -> None:
    """Raise `UsageError` for what keeps a run from being held to its plan.

    `given` has the values of options by their attributes, of which there is
    one of `--save`, `--planned` and `--confirm` at least.
    """
    option = next(f"--{name}" for name in ("confirm", "planned", "save") if name in given)
    if "confirm" in given and "planned" in given:
        raise UsageError("`--confirm` makes a plan, and `--planned` has one: leave one of them out")
    if "-" in files:
        raise UsageError(
            f"`{option}` does not go with `-`: what is planned is read again to be run", hint=_FILE
        )
    read = [each for each in given.get("lines", ()) if each.partition("=")[2] == "-"]
    if read and "confirm" in given:
        message = f"`--confirm` does not go with `--lines {read[0]}`: it asks at the terminal"
        raise UsageError(message, hint=_FILE)
    if "now" in given and "planned" in given:
        raise UsageError("`--planned` does not go with `--now`", hint=_MADE)
    if "now" in given and "save" in given and not given.get("sandbox"):
        raise UsageError("`--save` with `--now` needs `--sandbox`", hint=_MADE)
