"""What keeps awsbatch out of an AWS CLI, as errors that say what to type instead."""

import re
import shlex
from collections.abc import Sequence
from pathlib import Path

from awsbatch.fault.error import AwsbatchError

_OWN = "`--aws own` runs awsbatch's own AWS CLI"
_CONTAINER = re.compile(rb"\b(docker|podman|finch|nerdctl|kubectl|lxc)\b.*\b(run|exec)\b")
_READ = 100_000
_TAKEN = ("--profile", "--region", "--endpoint-url")
"""The options of an `aws` that awsbatch has as well."""


def shut(aws: Path) -> AwsbatchError:
    """Return the error for an `aws` that never imported the plugin."""
    return AwsbatchError(f"{_what_shuts(aws)}: nothing was run", hint=_OWN)


def other_words(aws: Path, inside: str, sent: Sequence[str], given: Sequence[str]) -> AwsbatchError:
    """Return the error for an `aws` whose wrapper gives other words to `inside` than were sent."""
    added = _added(sent, given)
    if added is None:
        shown = shlex.join(["aws", *given])
        message = f"`{aws}` runs `{shown}` and not what it is given: nothing was run"
        hint = f"`--aws {shlex.quote(inside)}` is the AWS CLI that it runs"
        return AwsbatchError(message, hint=hint)
    message = (
        f"`{aws}` adds `{shlex.join(added)}` to the words that it is given, which awsbatch would"
        " have to drop: nothing was run"
    )
    return AwsbatchError(message, hint=_without(shlex.quote(inside), added))


def old_python(aws: Path, version: str) -> AwsbatchError:
    """Return the error for an `aws` whose Python cannot run awsbatch."""
    message = (
        f"`{aws}` runs on Python {version}, and awsbatch needs Python 3.10 or later: nothing was"
        " run"
    )
    hint = f"AWS's own installer brings a version 2 that will do; {_OWN}"
    return AwsbatchError(message, hint=hint)


def _without(inside: str, added: Sequence[str]) -> str:
    """Return what to type for an AWS CLI whose wrapper adds words to those that it is given."""
    options = [word.partition("=")[0] for word in added if word.startswith("-")]
    if options and set(options) <= set(_TAKEN):
        return f"`awsbatch --aws {inside} {shlex.join(added)} …`"
    if options and added[0].startswith("--"):
        return f"`--aws {inside}` runs without it; in a file, `defaults {shlex.join(added)}` has it"
    return f"`--aws {inside}` is the AWS CLI that it runs"


def _added(sent: Sequence[str], given: Sequence[str]) -> Sequence[str] | None:
    """Return the words that were put before or after those sent; None if others changed."""
    for start in range(len(given) - len(sent) + 1):
        if given[start : start + len(sent)] == sent:
            return [*given[:start], *given[start + len(sent) :]]
    return None


def _what_shuts(aws: Path) -> str:
    """Return the beginning of the message: what was found in the file, as far as it tells."""
    text = _text(aws)
    if re.match(rb"#!.*python.*\s-\w*[EI]", text):
        return f"`{aws}` lets no plugin in, by Python's option in its first line"
    if _CONTAINER.search(text):
        return f"`{aws}` starts the AWS CLI in a container, which awsbatch cannot enter"
    if b"AWS_CONFIG_FILE" in text:
        return f"`{aws}` sets AWS_CONFIG_FILE, by which awsbatch would come in"
    return f"`{aws}` ended before it let awsbatch in"


def _text(aws: Path) -> bytes:
    """Return the beginning of a script, and nothing of any other program."""
    try:
        with aws.open("rb") as file:
            beginning = file.read(_READ)
    except OSError:
        return b""
    return beginning if beginning.startswith(b"#!") else b""
