"""Which commands talk with a person, or leave the terminal to other programs."""

from collections.abc import Sequence

REFUSAL = "\naws: error: `{}` needs the terminal, so its output cannot be taken\n"

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
    """Give the command's name where it talks with a person on the terminal."""
    first = remaining[0] if remaining else ""
    asks = command == "configure" and (first.startswith("sso") or first[:1] in ("", "-"))
    if asks or (command, first) in _TALKING:
        return f"{command} {first}".strip()
    words = [command, *remaining]
    is_value = len(words) > 1 and words[-2].startswith("--")
    return "help" if words[-1] == "help" and not is_value else None


def is_lent(command: str, remaining: Sequence[str]) -> bool:
    """Whether the command may start other programs, which write to the terminal."""
    alone = command in _CHILDLESS or remaining[:1] == ["wait"]
    return not alone or need(command, remaining) is not None
