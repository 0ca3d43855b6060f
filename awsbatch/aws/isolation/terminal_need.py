"""Commands that need the terminal: they ask a person, read input, or start other programs."""

from collections.abc import Sequence

from awsbatch.aws.isolation.output_path import descriptor_of
from awsbatch.aws.version.installed import TALKING

REFUSAL = "`{}` needs the terminal to itself, and its output cannot be taken"
INPUT_REFUSAL = "`{}` reads standard input, which is empty here"
FILE_REFUSAL = (
    "the result of `{}` is kept, not printed: `{}` is no place for its file,"
    " write one and take it by `read(FILE)`"
)

# Commands that awscli 1.46 has written by hand and that start no other program, so that they
# may run beside others. Any hand-written command that is not named here runs alone.
_CHILDLESS = frozenset(
    {
        "cloudformation",
        "cloudfront",
        "cloudtrail",
        "configservice",
        "datapipeline",
        "dlm",
        "ecr",
        "ecr-public",
        "ecs",
        "eks",
        "emr-containers",
        "gamelift",
        "logs",
        "rds",
        "s3",
        "servicecatalog",
    }
)


def need(command: str, remaining: Sequence[str]) -> str | None:
    """Return the name of a command that asks a person at the terminal, None for any other.

    Whether one asks for help, only the CLI's parsers know: see `driver.help_display`.
    """
    first = remaining[0] if remaining else ""
    is_whole = first[:1] in ("", "-")
    asks = (command in ("configure", "login") and is_whole) or (
        command == "configure" and first.startswith("sso")
    )
    return f"{command} {first}".strip() if asks or (command, first) in TALKING else None


def reads_input(command: str, remaining: Sequence[str]) -> str | None:
    """Return the name of a command whose words make it read standard input, None for any other."""
    source = remaining[: remaining.index("-")] if "-" in remaining else remaining
    copies = (command, *remaining[:1]) == ("s3", "cp")
    is_source = copies and source != remaining and not any(w.startswith("s3://") for w in source)
    # The first look costs little, since this is asked of every line of a stream.
    devices = (word for word in remaining if "/dev/" in word or "/proc/" in word)
    if is_source or any(_names_input(word) for word in devices):
        return f"{command} {remaining[0]}"
    return None


def _names_input(word: str) -> bool:
    return descriptor_of(word.removeprefix("fileb://").removeprefix("file://")) == 0


def printed_file(command: str, remaining: Sequence[str]) -> str | None:
    """Return the word by which an operation writes its file to standard output, if there is one."""
    streams = (word for word in remaining[1:] if descriptor_of(word) == 1)
    return None if command == "s3" else next(streams, None)


def is_lent(command: str, remaining: Sequence[str]) -> bool:
    """Return whether a command may start other programs, which write to the terminal themselves."""
    alone = command in _CHILDLESS or remaining[:1] == ["wait"]
    return not alone or "help" in remaining or need(command, remaining) is not None
