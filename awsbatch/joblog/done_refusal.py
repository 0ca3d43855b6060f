"""Why a command is not sent that an earlier run has carried out, or something in its place."""

from collections.abc import Iterator, Sequence
from typing import Any

from awsbatch.contract.excerpt import cut
from awsbatch.contract.guard import Refusal
from awsbatch.fault.wording import quoted
from awsbatch.redaction.stars import MASK

_MOST_TOLD = 6
_MOST_CHARACTERS = 60


def changed(earlier: str, argv: Sequence[str]) -> Refusal:
    """Return why a command is not sent in whose place an earlier run has made another change."""
    now = cut(argv)
    if now == earlier:
        others = "account, region, endpoint, role or file"
        if MASK in now:
            others += f", or another value in the place of {quoted(MASK)}"
        done = f"{quoted(now)} is done, with another {others}"
    else:
        done = f"{quoted(earlier)} is done, and this is {quoted(now)}"
    return Refusal(
        f"an earlier run has made another change here: {done}",
        "`--resume=changed` sends it all the same",
    )


def not_kept(seq: int, value: Any) -> Refusal:
    """Return why a run cannot go on whose earlier run has had a result that it could not keep."""
    told = ", ".join(_told(value))
    return Refusal(
        "this is done, and its result is not in the log, since it held a secret"
        + (f": {told}" if told else ""),
        _again(seq),
    )


def not_known(seq: int) -> Refusal:
    """Return why a run cannot go on without the result of a command that is done."""
    return Refusal("this is done, and its result is not known", _again(seq))


def _again(seq: int) -> str:
    return (
        f"undo it, and remove the row with Seq {seq} from the log:"
        " then `--resume --in-doubt again` runs it anew"
    )


def _told(value: Any) -> Iterator[str]:
    """Yield what is not secret in a result, each value by its name, as far as it is short."""
    for number, (name, each) in enumerate(_leaves(value, "")):
        if number == _MOST_TOLD:
            yield "…"
            return
        yield f"{name}: {each}" if name else each


def _leaves(value: Any, name: str) -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            for inner, each in value.items():
                yield from _leaves(each, str(inner))
        case list():
            for each in value:
                yield from _leaves(each, name)
        case None:
            pass
        case bool():
            yield name, str(value).lower()
        case _:
            text = str(value)
            if MASK not in text and text.isprintable() and len(text) <= _MOST_CHARACTERS:
                yield name, text
