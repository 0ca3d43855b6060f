"""What a planned change has in common with the command that it becomes.

Where the plan has an unknown, a command may have any value. So that both are
compared by looking up one mark, whatever the size of the plan, the values of a
command are blanked where a plan has an unknown.
"""

import hmac
import json
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from awsbatch.contract.plan import PlannedStep, Target
from awsbatch.contract.word import Data, Piece, Unknown, Word, text_of
from awsbatch.record import record

FIELDS = ("account", "region", "endpoint", "profile")
"""What of a target a change is bound to."""
_OF_SIGNER = ("account", "region", "profile")
"""What of the target is not known if it is not known who signs, unless a plan has it."""
_DECIDED = {
    "--profile": FIELDS,
    "--region": ("region",),
    "--endpoint-url": ("account", "endpoint"),
}
"""What of the target is not known if the value of an option is not."""
_BLANK = Unknown("")
_BLANK_WORD: Word = (_BLANK,)

_Hole: TypeAlias = tuple[int, int | None]


@record
class Form:
    """Where a change has what is not known."""

    length: int = 0
    """How many words it has, if anything of them is not known."""
    holes: tuple[_Hole, ...] = ()
    """The places of a word and of a piece in it; None for a whole word, which may become several.

    They are in the order of the words.
    """
    fields: tuple[str, ...] = ()
    """What is not known of its target."""


EXACT = Form()
"""The form of a change of which all is known."""


def form_of(step: PlannedStep) -> Form:
    """Return where a planned command has what is not known."""
    holes = tuple(_holes(step.words))
    fields = _unknown_fields(step, holes)
    return Form(len(step.words) if holes else 0, holes, fields) if holes or fields else EXACT


def fitted(words: Sequence[Word], form: Form) -> Iterator[Sequence[Word]]:
    """Yield a command's words in each way in which they may be of a form, blanked where it is open.

    What is not known is always a value: an option that the author wrote stays.
    """
    if form.holes:
        return _blanked(words, form.holes, len(words) - form.length)
    return iter([words])


def mark(key: bytes, words: Sequence[Word], target: Target, fields: Sequence[str]) -> bytes:
    """Return what is the same for two commands of the same words and target, unknowns aside.

    Nobody can tell the words from it, of which some may be secret, without
    trying them all. `fields` are those of the target that are left out.
    """
    told = [[_told(piece) for piece in word] for word in words]
    where = {name: getattr(target, name) for name in FIELDS if name not in fields}
    return hmac.digest(key, json.dumps([told, where]).encode(), "sha256")[:16]


def _unknown_fields(step: PlannedStep, holes: Sequence[_Hole]) -> tuple[str, ...]:
    """Return what of the target is not known, and not because there is nothing to know."""
    target = step.target
    found = set() if step.signer_is_known else {*_OF_SIGNER}
    for at, _ in holes:
        for name in _names(step.words[max(at - 1, 0) : at + 1]):
            for option, fields in _DECIDED.items():
                # The AWS CLI takes the beginnings of names.
                if option.startswith(name):
                    found.update(fields)
    return tuple(name for name in FIELDS if name in found and getattr(target, name) is None)


def _names(words: Sequence[Word]) -> Iterator[str]:
    """Yield the names of the options that some words begin with."""
    for word in words:
        if (text := text_of(word)).startswith("--"):
            yield text.partition("=")[0]


def _holes(words: Sequence[Word]) -> Iterator[_Hole]:
    for at, word in enumerate(words):
        for part, piece in enumerate(word):
            if isinstance(piece, Unknown):
                yield at, part if len(word) > 1 else None


def _blanked(words: Sequence[Word], holes: Sequence[_Hole], extra: int) -> Iterator[Sequence[Word]]:
    """Yield the words with a blank for each hole, of which some take so many `extra` words."""
    if not holes:
        if not extra:
            yield words
        return
    (at, part), *rest = holes
    if part is None:
        lowest = 0 if any(each is None for _, each in rest) else extra
        for more in range(extra + 1):
            if not _is_value(words[at + more]):
                return
            if more >= lowest:
                left = (*words[:at], _BLANK_WORD, *words[at + more + 1 :])
                yield from _blanked(left, rest, extra - more)
    elif extra >= 0 and part < len(word := words[at]) and isinstance(word[part], Data):
        blank = (*word[:part], _BLANK, *word[part + 1 :])
        yield from _blanked((*words[:at], blank, *words[at + 1 :]), rest, extra)


def _is_value(word: Word) -> bool:
    return len(word) == 1 and isinstance(word[0], Data)


def _told(piece: Piece) -> object:
    match piece:
        case str():
            return piece
        case Unknown():
            return None
        case Data(text, structured):
            return [text, structured]
