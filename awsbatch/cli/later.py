"""What a later version will have: options that are refused, with what to use meanwhile.

Their names are taken: what a command line means must not change silently when they come.
"""

OPTIONS = {
    "--report": "`--json > FILE` writes one object a command",
}


def option(name: str) -> str | None:
    """Return what to use meanwhile in place of an option, or None if no version will have it."""
    return OPTIONS.get(name)
