"""What keeps awsbatch out of an AWS CLI, as errors that say what to type instead."""

import re
import shlex
from collections.abc import Sequence
from pathlib import Path

from awsbatch.fault.error import AwsbatchError

_OWN = "`--aws own` runs awsbatch's own AWS CLI"
_CONTAINER = re.compile(rb"\b(docker|podman|finch|nerdctl|kubectl|lxc)\b.*\b(run|exec)\b")
_READ = 100_000
_TAKEN = {
    "--profile": "AWS_PROFILE",
    "--region": "AWS_DEFAULT_REGION",
    "--endpoint-url": "AWS_ENDPOINT_URL",
}
"""The options of an `aws` that awsbatch has as well, each with its variable."""
_EXEC = "awsbatch exec"
NOTHING_RUN = ": nothing was run"
"""The end of each message."""


class OwnWayError(AwsbatchError):
    """What keeps awsbatch out is what an `aws` does by itself, and another one would leave out."""

    def __init__(self, message: str, *, hint: str, instead: str) -> None:
        super().__init__(message, hint=hint)
        self.instead = instead
        """The hint where the calls of a program are to be answered, and not a file is to be run."""


def shut(aws: Path) -> AwsbatchError:
    """Return the error for an `aws` that never imported the plugin."""
    text = _text(aws)
    message = f"{_what_shuts(aws, text)}{NOTHING_RUN}"
    if _sets_configuration(text):
        instead = f"`AWS_CONFIG_FILE=FILE {_EXEC} --aws PATH …` with the AWS CLI that it runs"
        return OwnWayError(message, hint=_OWN, instead=instead)
    return AwsbatchError(message, hint=_OWN)


def other_words(aws: Path, inside: str, sent: Sequence[str], given: Sequence[str]) -> AwsbatchError:
    """Return the error for an `aws` whose wrapper gives other words to `inside` than were sent."""
    added = _added(sent, given)
    if added is None:
        shown = shlex.join(["aws", *given])
        message = f"`{aws}` runs `{shown}` and not what it is given{NOTHING_RUN}"
        hint = f"`--aws {shlex.quote(inside)}` is the AWS CLI that it runs"
        return OwnWayError(message, hint=hint, instead=hint)
    message = (
        f"`{aws}` adds `{shlex.join(added)}` to the words that it is given, which awsbatch would"
        f" have to drop{NOTHING_RUN}"
    )
    return OwnWayError(
        message,
        hint=_without(shlex.quote(inside), added),
        instead=_answered_without(shlex.quote(inside), added),
    )


def old_python(aws: Path, version: str) -> AwsbatchError:
    """Return the error for an `aws` whose Python cannot run awsbatch."""
    message = (
        f"`{aws}` runs on Python {version}, and awsbatch needs Python 3.10 or later{NOTHING_RUN}"
    )
    hint = f"AWS's own installer brings a version 2 that will do; {_OWN}"
    return AwsbatchError(message, hint=hint)


def _without(inside: str, added: Sequence[str]) -> str:
    """Return what to type for an AWS CLI whose wrapper adds words to those that it is given."""
    options = [word.partition("=")[0] for word in added if word.startswith("-")]
    if options and {*options} <= {*_TAKEN}:
        return f"`awsbatch --aws {inside} {shlex.join(added)} …`"
    if options and added[0].startswith("--"):
        return f"`--aws {inside}` runs without it; in a file, `defaults {shlex.join(added)}` has it"
    return f"`--aws {inside}` is the AWS CLI that it runs"


def _answered_without(inside: str, added: Sequence[str]) -> str:
    """Return what to type for a program whose calls are to be as if the words were still added."""
    words = [part for word in added for part in word.split("=", 1)]
    pairs = zip(words[::2], words[1::2], strict=False)
    variables = {_TAKEN.get(name): value for name, value in pairs}
    if len(words) % 2 or None in variables:
        return f"`{_EXEC} --aws {inside} …` runs without it"
    given = " ".join(f"{name}={shlex.quote(value)}" for name, value in variables.items())
    return f"`{given} {_EXEC} --aws {inside} …`"


def _added(sent: Sequence[str], given: Sequence[str]) -> Sequence[str] | None:
    """Return the words that were put before or after those sent; None if others changed."""
    for start in range(len(given) - len(sent) + 1):
        if given[start : start + len(sent)] == sent:
            return [*given[:start], *given[start + len(sent) :]]
    return None


def _sets_configuration(text: bytes) -> bool:
    return b"AWS_CONFIG_FILE" in text


def _what_shuts(aws: Path, text: bytes) -> str:
    """Return the beginning of the message: what was found in the file, as far as it tells."""
    if re.match(rb"#!.*python.*\s-\w*[EI]", text):
        return f"`{aws}` lets no plugin in, by Python's option in its first line"
    if _CONTAINER.search(text):
        return f"`{aws}` starts the AWS CLI in a container, which awsbatch cannot enter"
    if _sets_configuration(text):
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
