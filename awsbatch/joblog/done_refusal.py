"""Why a command is not sent that an earlier run has carried out, or something in its place."""

from collections.abc import Iterator, Sequence
from typing import Any

from awsbatch.contract.excerpt import cut
from awsbatch.contract.guard import Refusal
from awsbatch.contract.quoting import on_one_line
from awsbatch.fault.wording import quoted
from awsbatch.joblog.keyed_digest import HALF
from awsbatch.joblog.state_file import Begun
from awsbatch.joblog.words_key import names_files
from awsbatch.redaction.stars import MASK

_MOST_TOLD = 6
_MOST_CHARACTERS = 60
_MOST_OF_A_COMMAND = 240


def changed(earlier: Begun, argv: Sequence[str], words: str, *, in_doubt: bool) -> Refusal:
    """Return why a command is not sent in whose place an earlier run has made another change.

    Or may have, `in_doubt`; `words` is the key of its words.
    """
    has, so = ("may have", "is in doubt") if in_doubt else ("has", "is done")
    now = quoted(cut(argv))
    goes_elsewhere = earlier.words[:HALF] == words[:HALF]
    elsewhere = ", with another account, region, endpoint, profile or role"
    if on_one_line(argv) != earlier.command:
        done = f"{quoted(_shortened(earlier.command))} {so}, and this is {now}"
        done += elsewhere if goes_elsewhere else ""
    elif goes_elsewhere:
        done = f"{now} {so}{elsewhere}"
    else:
        done = f"{now} {so}, with {_not_shown(earlier.command)}"
    return Refusal(
        f"an earlier run {has} made another change here: {done}",
        "`--resume=changed` sends it all the same; if what is done is enough, take this line out",
    )


def _not_shown(command: str) -> str:
    """Return what may differ of two commands that are shown as this one."""
    found = ["another content of a file"] if names_files(command) else []
    if MASK in command:
        found.append(f"another value in the place of {quoted(MASK)}")
    return " or ".join(found) or "a value that is meant otherwise"


def _shortened(command: str) -> str:
    return command if len(command) <= _MOST_OF_A_COMMAND else f"{command[:_MOST_OF_A_COMMAND]}…"


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
