"""The command lines of the AWS CLI's own documentation, 7,000 or so."""

import shlex
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

# Before anything else of the AWS CLI.
import awscli  # isort: skip
import botocore.session
from botocore import xform_name

_EXAMPLES = Path(awscli.__file__).parent / "examples"
_LONGEST = 200
"""Lines of text that one command line may go over."""
_SHELL = {"|", ">", ">>", "<", "&&", "||", ";", "2>&1"}


def examples() -> Iterator[tuple[str, ...]]:
    """Yield the words of each that is an operation of a service, or of `s3`."""
    for file in sorted(_EXAMPLES.rglob("*.rst")):
        texts = file.read_text(encoding="utf-8").splitlines()
        for number, text in enumerate(texts):
            if text.lstrip().startswith("aws "):
                words = _words(texts[number : number + _LONGEST])
                if is_sent(words):
                    yield tuple(words)


def _words(texts: Sequence[str]) -> Sequence[str]:
    """Return the words of a command line that begins a text, without those of the shell."""
    line = ""
    for text in texts:
        line += text.lstrip() if not line or line.endswith(" ") else f"\n{text}"
        if line.endswith("\\"):
            line = f"{line[:-1].rstrip()} "
            continue
        with suppress(ValueError):
            words = shlex.split(line)[1:]
            end = next((at for at, word in enumerate(words) if word in _SHELL), len(words))
            return words[:end]
    return ()


def is_sent(words: Sequence[str]) -> bool:
    """Return whether a command line is an operation of a service, or of `s3`."""
    if "help" in words:
        return False
    names = [*words[:2], "", ""]
    return names[0] == "s3" or names[1] in _operations(names[0])


@cache
def _operations(service: str) -> frozenset[str]:
    session = botocore.session.get_session()
    if service not in session.get_available_services():
        return frozenset()
    names = session.get_service_model(service).operation_names
    return frozenset(xform_name(name, "-") for name in names)
