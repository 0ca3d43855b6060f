"""Whether commands take shortcuts, by `AWSBATCH_VERBATIM`, and the notes about it."""

from collections.abc import Mapping

from awsbatch.fault.error import UsageError

_VARIABLE = "AWSBATCH_VERBATIM"
_IS_VERBATIM = {"": False, "0": False, "1": True}
VERBATIM = f"{_VARIABLE}=1: everything is done as the AWS CLI does it, without shortcuts"


def is_verbatim(environment: Mapping[str, str]) -> bool:
    """Return whether commands are to take no shortcut; raise `UsageError` for an odd value."""
    value = environment.get(_VARIABLE, "")
    if value not in _IS_VERBATIM:
        raise UsageError(f"expected `1`, `0` or nothing in `{_VARIABLE}`, found `{value}`")
    return _IS_VERBATIM[value]


def shortcuts_off(off: Mapping[str, str]) -> str | None:
    """Return a note that names the shortcuts that are off, each with its reason, if there are any.

    The line is for whoever compares two machines: commands do the same without a shortcut.
    """
    if not off:
        return None
    return f"shortcuts off: {', '.join(f'{name} ({reason})' for name, reason in off.items())}"


def bug(what: str) -> str:
    """Return what a run says of a shortcut that was found to be wrong."""
    return (
        f"this is a bug in awsbatch: {what}; no plan was used after that was found, but requests "
        "before it may have been wrong: look at what they did, please report it at "
        f"https://github.com/awsbatch/awsbatch/issues, and set `{_VARIABLE}=1` meanwhile"
    )
