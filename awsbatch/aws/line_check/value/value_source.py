"""Values that a file or a URL holds, as far as that is plain before the command runs."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from awscli.utils import is_streaming_blob_type

from awsbatch.aws.line_check.placeholder_word import PlaceholderWord, has_hole
from awsbatch.aws.line_check.reading import GivenOption
from awsbatch.aws.version.installed import FILE_PREFIXES
from awsbatch.contract.finding import Finding

Load = Callable[[Any, str], object]
"""Takes an argument and its value through the CLI's own handlers for values in files."""

_LOCAL = re.compile(r"fileb?://")
# What is after `@=` in shorthand, up to the next value.
_NESTED = re.compile(r"@=(fileb?://[^,}\]]+)")
# A device such as `/dev/stdin` is no file that a script writes.
_STANDARD_INPUT = frozenset(["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"])
# Custom commands that open a file which is a plain path.
_PATHS = frozenset(["template_file"])


class _Probe(str):
    """A value that begins with nothing, and knows which beginnings were looked for."""

    __slots__ = ("asked",)

    asked: list[str]

    def __new__(cls, text: str) -> "_Probe":  # noqa: PYI034 (3.11)
        self = super().__new__(cls, text)
        self.asked = []
        return self

    def startswith(self, prefix: Any, *_: Any) -> bool:
        self.asked.append(prefix)
        return False


def sources(given: GivenOption, argument: Any, load: Load) -> Iterator[Finding]:
    """Warn of a file that is not there, and of a URL whose content takes its place."""
    if argument is None or len(given.values) != 1 or has_hole(given.value):
        return
    value = given.value
    if names_file(given, argument):
        if not value.startswith(FILE_PREFIXES):
            yield from missing(value, str(value))
    elif value.startswith(FILE_PREFIXES) and _is_loaded(value, argument, load):
        if _LOCAL.match(value):
            yield from missing(value, _path(value))
        else:
            yield _fetched(given)
    else:
        for match in _NESTED.finditer(value):
            yield from missing(value, _path(match[1]))


def names_file(given: GivenOption, argument: Any) -> bool:
    """Return whether an option takes the name of a file, whatever the name begins with."""
    return given.action.dest in _PATHS or _is_upload(argument)


def missing(word: PlaceholderWord, path: str, hint: str | None = None) -> Iterator[Finding]:
    """Warn of a path that no file has, or that is standard input, which others may be without."""
    at, width = (word.offset, len(word)) if word.offset else (None, None)
    if path in _STANDARD_INPUT:
        yield no_input(word)
    elif not Path(path).exists():
        if hint is None and not Path(path).is_absolute():
            hint = "paths begin in the folder where awsbatch is started"
        message = f"there is no file `{path}`"
        yield Finding(word.place, message, hint, at, width, warning=True, path=path)


def no_input(word: PlaceholderWord) -> Finding:
    """Return the warning of a word that stands for standard input."""
    return Finding(
        word.place,
        "standard input is empty for a command that runs beside others",
        "write the command before the block, or the name of a file",
        warning=True,
        beside=True,
    )


def _is_upload(argument: Any) -> bool:
    model = getattr(argument, "argument_model", None)
    return model is not None and is_streaming_blob_type(model)


def _is_loaded(value: str, argument: Any, load: Load) -> bool:
    """Return whether the CLI takes what the file or the page holds for this argument's value."""
    probe = _Probe(value)
    with suppress(Exception):
        load(argument, probe)
    return any(value.startswith(prefix) for prefix in probe.asked)


def _path(address: str) -> str:
    """Return the path of a `file://…`, as the CLI finds it."""
    path = _LOCAL.sub("", address, count=1)
    return os.path.expandvars(os.path.expanduser(path))  # noqa: PTH111 (as the CLI does it)


def _fetched(given: GivenOption) -> Finding:
    value = given.value
    at, width = (value.offset, len(value)) if value.offset else (None, None)
    return Finding(
        value.place,
        f"the AWS CLI fetches this URL, and its content is the value of `{given.matches[0]}`",
        f"write `<<'{value}'>>` for the URL itself",
        at,
        width,
        warning=True,
    )
