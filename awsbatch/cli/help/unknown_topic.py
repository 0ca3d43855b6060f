"""What is asked of the help, and is neither a topic of it nor a file."""

from awsbatch.cli.help.document import TOPICS
from awsbatch.cli.help.function_table import functions
from awsbatch.cli.unknown_word import is_there
from awsbatch.cli.verb import VERBS
from awsbatch.fault.error import UsageError
from awsbatch.fault.suggestion import meant
from awsbatch.language.name import KEYWORDS


def refuse(name: str) -> None:
    """Raise `UsageError` for what is no file, and is, or is like, something that has help."""
    # A name like `cleanup.aws` is a file, there or not.
    if "." in name or is_there(name):
        return
    if (hint := _hint(name)) is not None:
        message = f"there is neither a topic of the help nor a file `{name}`"
        raise UsageError(message, hint=hint)


def _hint(name: str) -> str | None:
    if any(
        name.removesuffix("()") == each.name for group in functions().values() for each in group
    ):
        return f"`awsbatch help functions` has `{name}`"
    if name in KEYWORDS:
        return f"`awsbatch help language` has `{name}`"
    return meant(name, [*VERBS, *TOPICS], form="awsbatch help {}")
