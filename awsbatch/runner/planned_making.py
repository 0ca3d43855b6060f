"""What planned commands would make, which a read then does not find."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from awsbatch.contract.excerpt import parts
from awsbatch.contract.plan import PlannedStep, Target
from awsbatch.contract.word import Word, text_of

_MAKES = frozenset({"allocate", "copy", "create", "import", "put", "register", "run", "upload"})
"""The verbs of operations that make what the rest of their names says."""
_OF_S3 = {"mb": "bucket", "cp": "object", "mv": "object", "sync": "object"}
"""What the hand-written commands make."""
_EVERYWHERE = frozenset({"cloudfront", "iam", "organizations", "route53", "s3api"})
"""Services of which all regions list the same."""


class Makings:
    """What planned commands would make, by service, and where."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], set[Target]] = {}

    def add(self, step: PlannedStep) -> None:
        """Note what a planned command makes, if it makes anything."""
        service, verb, noun = _told(step.words)
        if service == "s3api" and verb in _OF_S3:
            noun = _OF_S3[verb]
        elif verb not in _MAKES:
            return
        self._made.setdefault((service, noun), set()).add(step.target)

    def may_be_missed(
        self, words: Sequence[Word], value: Any, target: Callable[[], Target]
    ) -> bool:
        """Return whether a read has found nothing where it may find what would have been made.

        `target` is asked where it went, if that is of interest.
        """
        if not self._made or not _is_nothing(value):
            return False
        service, verb, noun = _told(words)
        nouns = {*_OF_S3.values()} if verb == "ls" else {*_beginnings(noun)}
        made = [each for noun in nouns for each in self._made.get((service, noun), ())]
        return bool(made) and any(_is_same(service, each, target()) for each in made)


def _is_same(service: str, made: Target, read: Target) -> bool:
    """Return whether two commands of a service are about the same things, as far as is known."""
    fields = ("account",) if service in _EVERYWHERE else ("account", "region")
    return all(
        None in pair or len({*pair}) == 1
        for pair in ((getattr(made, field), getattr(read, field)) for field in fields)
    )


def _told(words: Sequence[Word]) -> tuple[str, str, str]:
    """Return the service of a command, the verb of its operation, and what that is done to."""
    operation = parts(["aws", *map(text_of, words)]).operation
    service, name, *_ = [*operation, "", ""]
    verb, _, noun = name.partition("-")
    return "s3api" if service == "s3" else service, verb, _singular(noun)


def _beginnings(noun: str) -> Iterator[str]:
    """Yield a noun and all that it begins with: an `object-version` is one of an `object`."""
    pieces = noun.split("-")
    for end in range(1, len(pieces) + 1):
        yield _singular("-".join(pieces[:end]))


def _singular(noun: str) -> str:
    return f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")


def _is_nothing(value: Any) -> bool:
    """Return whether a captured answer holds nothing: no list of it has an element."""
    if isinstance(value, dict):
        return all(map(_is_nothing, value.values()))
    return not value
