"""The help of functions as text."""

from awsbatch.cli.help.function_table import FunctionHelp, functions

_HEAD = """\
The functions of `<<…>>`, each with an example and its value, in a run that
began at 2026-05-20T00:00:00Z. What stands in `[, …]` may be left out.
"""


def text() -> str:
    """Return the help of all functions, by subject."""
    groups = (f"\n{title}:\n{''.join(map(_entry, group))}" for title, group in functions().items())
    return f"{_HEAD}{''.join(groups)}"


def _entry(function: FunctionHelp) -> str:
    return (
        f"  {function.signature}\n"
        f"      {function.gives}\n"
        f"      {function.example}  →  {function.value}\n"
    )
