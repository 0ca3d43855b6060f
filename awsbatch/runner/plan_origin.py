"""What a plan was made of, and whether a run is of the same."""

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import field

from awsbatch.contract.guard import Refusal
from awsbatch.fault.wording import listed, quoted
from awsbatch.record import record


@record
class Origin:
    """The scripts of a plan, what they were given, and whose credentials were at hand."""

    scripts: tuple[tuple[str, str], ...]
    """The name of each file, and a digest of its content."""
    inputs: Mapping[str, str]
    """A mark of the value of each input that was given one, by its name."""
    args: str
    """A mark of the words after `--`."""
    account: str | None
    """That of the credentials of commands that choose no others, if it is known."""
    sandbox: bool
    unknown_account: str | None = field(default=None, compare=False)
    """Why the account is not known, which is in no plan."""


def value_mark(key: bytes, value: object) -> str:
    """Return what is the same for equal values, and does not tell them."""
    text = json.dumps(value, sort_keys=True, default=str)
    return hmac.digest(key, text.encode(), "sha256").hex()


def difference(planned: Origin, found: Origin) -> Refusal | None:
    """Return why a plan is not one of a run, or None if it is."""
    return (
        _of_places(planned, found)
        or _of_scripts(planned.scripts, found.scripts)
        or _of_values(planned, found)
    )


def _of_places(planned: Origin, found: Origin) -> Refusal | None:
    if planned.sandbox != found.sandbox:
        if planned.sandbox:
            return Refusal("the plan was made with `--sandbox`, and this run is without it")
        return Refusal("the plan was made without `--sandbox`, and this run is with it")
    # Where there were no credentials, each line has its own.
    if planned.account in (None, found.account):
        return None
    made = f"the plan was made with credentials of the account {quoted(planned.account)}"
    if found.account is None:
        why = found.unknown_account
        reason = f": {' '.join(why.split())}" if why else ""
        return Refusal(
            f"{made}, and the account of these cannot be learned{reason}",
            "run it with credentials of that account that work",
        )
    return Refusal(
        f"{made}, and these are of the account {quoted(found.account)}",
        "run it with the same credentials, or plan again",
    )


def _of_scripts(
    planned: Sequence[tuple[str, str]], found: Sequence[tuple[str, str]]
) -> Refusal | None:
    if len(planned) != len(found):
        names = listed(name for name, _ in planned)
        return Refusal(f"the plan is of {names}", "give the same files, in the same order")
    for (name, digest), (file, other) in zip(planned, found, strict=True):
        if digest == other:
            continue
        if name == file:
            message = f"{quoted(file)} has changed since the plan was made"
        else:
            message = f"the plan is of {quoted(name)}, and {quoted(file)} is another"
        return Refusal(message, "plan again")
    return None


def _of_values(planned: Origin, found: Origin) -> Refusal | None:
    names = sorted({*planned.inputs, *found.inputs})
    other = [each for each in names if planned.inputs.get(each) != found.inputs.get(each)]
    if other:
        inputs = "the input" if len(other) == 1 else "the inputs"
        message = f"the plan was made with another value of {inputs} {listed(other)}"
        return Refusal(message, "give the same values, or plan again")
    if planned.args != found.args:
        return Refusal(
            "the plan was made with other words after `--`", "give the same words, or plan again"
        )
    return None
