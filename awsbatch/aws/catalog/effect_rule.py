"""What a command of the AWS CLI does: judged by its name, and by its words where they decide it.

`effect.json` holds what a person judged who read the operations of the version
that it names. A command that has no row there is judged by the verb with which
its operation begins; one whose verb has none changes something.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from awsbatch.contract.effect import Effect
from awsbatch.record import record

_TO_A_FILE = "its answer goes to a file"
_NO_FILES = frozenset({"/dev/null", "/dev/stderr", "/dev/stdout"})
_ON_S3 = "s3://"
_NO_TRIAL = "--no-dry-run"
_TRIALS = frozenset({"--dry-run", "--dryrun", _NO_TRIAL})
_COPIES = frozenset({"s3 cp", "s3 mv", "s3 sync"})


@record
class Judgement:
    """What a command does, and why."""

    effect: Effect
    reason: str


@record
class Given:
    """What follows the name of a command."""

    options: Sequence[str]
    """The full names of its options, in order."""
    paths: Sequence[str]
    """The words that are neither options nor their values."""
    asks_help: bool = False
    """Whether it is just the word `help`."""


@record
class Table:
    """The judgements of `effect.json`, each by the name of its command, such as `s3 cp`."""

    version: str
    """The version of the AWS CLI whose operations were read."""
    verbs: Mapping[str, Effect]
    """By the word, or the two words, that the names of operations begin with."""
    commands: Mapping[str, Judgement]
    dry_runs: Mapping[str, Judgement]
    """What commands do where they are told to do nothing; all others do nothing."""
    options: Mapping[str, Mapping[str, Judgement]]
    """By option, what commands do that have it."""


@cache
def table() -> Table:
    """Return the table, which is read when it is first asked for."""
    read = json.loads(Path(__file__).with_name("effect.json").read_text(encoding="utf-8"))
    verbs = read["verbs"].items()
    return Table(
        read["read"],
        {verb: Effect(effect) for effect, listed in verbs for verb in listed.split()},
        dict(_rows(read["commands"])),
        dict(_rows(read["dry runs"])),
        {option: dict(_rows(rows)) for option, rows in read["options"].items()},
    )


def judge(service: str, command: str = "", *, is_operation: bool = True) -> Judgement:
    """Return what a command does whose words are not known.

    `command` is what follows the service, such as `get-object`: an operation
    unless the command is one that the AWS CLI has written by hand.
    """
    known = table().commands.get(f"{service} {command}".strip())
    if known is not None:
        return known
    if command == "wait" or command.startswith("wait "):
        return Judgement(Effect.READS, "a waiter asks until it is answered")
    if not is_operation:
        return Judgement(Effect.CHANGES, "nobody has judged it")
    first, second, *_ = [*command.split("-"), ""]
    for verb in (f"{first}-{second}", first):
        if verb in table().verbs:
            return Judgement(table().verbs[verb], f"by its verb, `{verb}`")
    return Judgement(Effect.CHANGES, f"nobody has judged its verb, `{first}`")


def fills_file(judgement: Judgement) -> Judgement:
    """Return what a command of this judgement does if its answer goes to a file."""
    if judgement.effect.stays:
        return judgement
    return Judgement(Effect.LOCAL_WRITES, _TO_A_FILE)


def decided(judgement: Judgement, name: str, given: Given) -> Judgement:
    """Return what a command does with what is given after its name."""
    if given.asks_help or "--generate-cli-skeleton" in given.options:
        return Judgement(Effect.READS, "it calls nothing")
    trials = [option for option in given.options if option in _TRIALS]
    if trials and trials[-1] != _NO_TRIAL:
        nothing = Judgement(Effect.READS, "it is told to do nothing")
        return table().dry_runs.get(name, nothing)
    for option in given.options:
        judgement = table().options.get(option, {}).get(name, judgement)
    if name in _COPIES:
        return _copied(name, given.paths)
    if judgement.reason == _TO_A_FILE and not _NO_FILES.isdisjoint(given.paths):
        return Judgement(Effect.READS, "its answer goes to no file")
    return judgement


def _copied(name: str, paths: Sequence[str]) -> Judgement:
    """Return what a command does that copies, moves or synchronizes between two paths."""
    source, target = paths if len(paths) == 2 else ("", "")  # noqa: PLR2004 (source and target)
    if name == "s3 mv" or not source.startswith(_ON_S3) or target.startswith(_ON_S3):
        return Judgement(Effect.CHANGES, "it changes what is on S3")
    if name == "s3 cp" and target == "-":
        return Judgement(Effect.READS, "it prints what is on S3")
    return Judgement(Effect.LOCAL_WRITES, "it fetches what is on S3")


def _rows(section: Mapping[str, Any]) -> Iterator[tuple[str, Judgement]]:
    for effect, reasons in section.items():
        for reason, services in reasons.items():
            for service, commands in services.items():
                for command in commands.split():
                    yield f"{service} {command}".strip(), Judgement(Effect(effect), reason)
