"""What a later version will have: options that are refused, with what to use meanwhile.

Their names are taken: what a command line means must not change silently when they come.
"""

_AGAIN = (
    "`--json` writes one object a command, from which jq can make the lines that failed,"
    " for `awsbatch -`"
)
OPTIONS = {
    "--joblog": "`--json > FILE` writes one object a command, with its exit status and its times",
    "--report": "`--json > FILE` writes one object a command",
    "--resume": _AGAIN,
    "--in-doubt": _AGAIN,
}


def option(name: str) -> str | None:
    """Return what to use meanwhile in place of an option, or None if no version will have it."""
    return OPTIONS.get(name)
