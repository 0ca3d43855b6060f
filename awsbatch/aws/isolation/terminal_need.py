"""Which commands talk with a person, or leave the terminal to other programs."""

from collections.abc import Sequence

REFUSAL = "\naws: error: `{}` needs the terminal to itself, and its output cannot be taken\n"
INPUT_REFUSAL = "\naws: error: `{}` reads standard input, which is empty here\n"

# Of the commands written by hand, those that start no other programs: what
# they need of their process is theirs alone.
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
_TALKING = frozenset(
    {("ssm", "start-session"), ("ecs", "execute-command"), ("logs", "start-live-tail")}
)


def need(command: str, remaining: Sequence[str]) -> str | None:
    """Return the command's name where it talks with a person on the terminal."""
    first = remaining[0] if remaining else ""
    asks = command == "configure" and (first.startswith("sso") or first[:1] in ("", "-"))
    if asks or (command, first) in _TALKING:
        return f"{command} {first}".strip()
    words = [command, *remaining]
    is_value = len(words) > 1 and words[-2].startswith("--")
    return "help" if words[-1] == "help" and not is_value else None


def reads_input(command: str, remaining: Sequence[str]) -> str | None:
    """Return the command's name where its words say that it reads standard input."""
    source = remaining[: remaining.index("-")] if "-" in remaining else remaining
    copies = (command, *remaining[:1]) == ("s3", "cp")
    is_source = copies and source != remaining and not any(w.startswith("s3://") for w in source)
    if is_source or any(word.endswith("/dev/stdin") for word in remaining):
        return f"{command} {remaining[0]}"
    return None


def is_lent(command: str, remaining: Sequence[str]) -> bool:
    """Return whether the command may start other programs, which write to the terminal."""
    alone = command in _CHILDLESS or remaining[:1] == ["wait"]
    return not alone or need(command, remaining) is not None
